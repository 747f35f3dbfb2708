// `npx tsx scripts/client-types.ts`: writes client/api.d.ts, the types of every call, from the document of the service.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { clientTypes } from './client/types.ts';
import { openService } from './open-service.ts';

const app = await openService();
const document = (await (await app.request('/openapi.json')).json()) as object;
const file = fileURLToPath(new URL('../client/api.d.ts', import.meta.url));
await writeFile(file, await clientTypes(document));
console.log(file);
