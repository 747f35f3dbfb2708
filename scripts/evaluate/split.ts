// `evaluate split`: whether a style job ends in the same bytes however its calls and processes are split.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pictureOf } from '../../functions/core/jobs/kinds.ts';
import { createSqlJobStore } from '../../functions/platform/jobs-sql.ts';
import { createNodeModels } from '../../functions/platform/models-node.ts';
import { createNodeRuntime } from '../../functions/platform/ort-node.ts';
import { openSqlite } from '../../functions/platform/sqlite.ts';
import { createNodeStyles } from '../../functions/platform/styles-node.ts';
import { styleInputs } from '../bench/style-inputs.ts';
import { MODELS_DIRECTORY } from '../open-faces.ts';
import { startProgress } from '../progress.ts';
import type { Result } from './result.ts';

export type SplitOptions = { readonly iterations: number; readonly size: number };

const OPTIMISERS = ['gradient-descent', 'adam', 'l-bfgs'] as const;
const WORKER = fileURLToPath(new URL('./split-worker.ts', import.meta.url));
const AT = { tenant: 't', job: 'j' };

/** @throws Error when the iterations are no multiple of ten. */
export async function evaluateSplit({ iterations, size }: SplitOptions): Promise<Result> {
  if (iterations % 10 !== 0) throw new Error(`${iterations} iterations are no multiple of 10.`);
  const calls = [1, iterations / 10, iterations];
  const processes = OPTIMISERS.length * calls.reduce((sum, count) => sum + count, 0);
  const progress = startProgress('Calls', processes);
  const values: Record<string, string | number | boolean> = { iterations, size };
  let same = true;
  try {
    for (const optimiser of OPTIMISERS) {
      const found: string[] = [];
      for (const count of calls) {
        const digests = await run({ optimiser, iterations, size }, iterations / count, progress.tick);
        for (const [what, digest] of Object.entries(digests))
          values[`${optimiser}_${count}x${iterations / count}_${what}`] = digest;
        found.push(JSON.stringify(digests));
      }
      const equal = found.every((digests) => digests === found[0]);
      values[`${optimiser}_same`] = equal;
      same &&= equal;
    }
  } finally {
    progress.stop();
  }
  return { values: { ...values, same }, chart: null };
}

/** Calls of `each` iterations, every one by a new process on one database file. */
async function run(
  job: SplitOptions & { readonly optimiser: (typeof OPTIMISERS)[number] },
  each: number,
  tick: () => void,
): Promise<{ image: string; state: string; ledger: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'likeness-split-'));
  const file = join(folder, 'likeness.db');
  const db = await openSqlite(file);
  const store = createSqlJobStore(db);
  const runtime = createNodeRuntime();
  const models = await createNodeModels(MODELS_DIRECTORY);
  const { jobs, close } = createNodeStyles({ store, runtime, models, atOnce: 1 });
  try {
    const request = {
      optimiser: { kind: job.optimiser },
      levels: [{ size: job.size, iterations: job.iterations }],
    };
    await jobs.create(AT, { kind: 'style', request, inputs: styleInputs(), auto: false });
    for (let from = 0; from < job.iterations; from += each) {
      await promisify(execFile)(process.execPath, ['--import', 'tsx', WORKER, file, `${from}`, `${each}`]);
      tick();
    }
    const { progress } = await jobs.get(AT);
    if (progress.iteration !== job.iterations)
      throw new Error(`${job.optimiser} ended at ${progress.iteration} of ${job.iterations} iterations.`);
    const entries = await store.losses(AT, { from: 0, limit: job.iterations + 1 });
    const { state } = (await store.state(AT))!;
    return {
      image: sha256(pictureOf(await jobs.result(AT)).data),
      state: sha256(new Uint8Array(state.buffer, state.byteOffset, state.byteLength)),
      ledger: sha256(entries.join('\n')),
    };
  } finally {
    await close();
    await db.destroy();
    await rm(folder, { recursive: true });
  }
}

function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
