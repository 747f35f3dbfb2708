// A process of its own that moves a style job in a database file: DATABASE FROM ITERATIONS.
import { createSqlJobStore } from '../../functions/platform/jobs-sql.ts';
import { createNodeModels } from '../../functions/platform/models-node.ts';
import { createNodeRuntime } from '../../functions/platform/ort-node.ts';
import { openSqlite } from '../../functions/platform/sqlite.ts';
import { createNodeStyles } from '../../functions/platform/styles-node.ts';
import { MODELS_DIRECTORY } from '../open-faces.ts';

const [file, from, iterations] = process.argv.slice(2);
const db = await openSqlite(file);
const { jobs, close } = createNodeStyles({
  store: createSqlJobStore(db),
  runtime: createNodeRuntime(),
  models: await createNodeModels(MODELS_DIRECTORY),
  atOnce: 1,
});
await jobs.step({ tenant: 't', job: 'j' }, Number(from), { iterations: Number(iterations) });
await close();
await db.destroy();
