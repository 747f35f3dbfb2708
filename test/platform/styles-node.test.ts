// The real network on tiny pictures, in a libsql file: however the work is split, over calls and over processes.

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { pictureOf } from '../../functions/core/jobs/kinds.ts';
import { createSqlJobStore } from '../../functions/platform/jobs-sql.ts';
import { createNodeModels } from '../../functions/platform/models-node.ts';
import { createNodeRuntime } from '../../functions/platform/ort-node.ts';
import { openSqlite } from '../../functions/platform/sqlite.ts';
import { createNodeStyles } from '../../functions/platform/styles-node.ts';
import { OPTIMISERS, picture, sha256, sha256Of } from '../fakes/styles.ts';

const folder = mkdtempSync(join(tmpdir(), 'likeness-styles-'));
let files = 0;
afterAll(() => rmSync(folder, { recursive: true }));

const models = await createNodeModels('models');
const stepper = fileURLToPath(new URL('../../scripts/evaluate/split-worker.ts', import.meta.url));
const at = { tenant: 't', job: 'j' };

/** One level ends in the middle. */
const levels = [
  { size: 32, iterations: 7 },
  { size: 48, iterations: 9 },
];

async function opened(file = join(folder, `${files++}.db`)) {
  const db = await openSqlite(file);
  const store = createSqlJobStore(db);
  const styles = createNodeStyles({ store, runtime: createNodeRuntime(), models, atOnce: 1 });
  return {
    file,
    store,
    ...styles,
    async close() {
      await styles.close();
      await db.destroy();
    },
  };
}

function style(optimiser: (typeof OPTIMISERS)[number], auto = false) {
  const inputs = { content: picture(64, 48), styles: [{ picture: picture(48, 48, 2), weight: 1 }] };
  return { kind: 'style' as const, request: { optimiser, levels, seed: 5 }, inputs, auto };
}

/** 12 iterations in calls of so many, each by `call`; then image, state and ledger. */
async function run(
  optimiser: (typeof OPTIMISERS)[number],
  each: number,
  call: (service: Awaited<ReturnType<typeof opened>>, from: number) => Promise<unknown>,
) {
  const service = await opened();
  await service.jobs.create(at, style(optimiser));
  for (let from = 0; from < 12; from += each) await call(service, from);
  const { store, jobs } = service;
  const entries = await store.losses(at, { from: 0, limit: 100 });
  const found = {
    image: await sha256(pictureOf(await jobs.result(at)).data),
    state: await sha256Of((await store.state(at))!.state),
    ledger: await sha256(new TextEncoder().encode(entries.join('\n'))),
    entries: entries.length,
  };
  await service.close();
  return found;
}

for (const optimiser of OPTIMISERS) {
  test(`${optimiser.kind}: 12 iterations as 1 x 12, 4 x 3, 12 x 1, and by three processes, are the same bytes`, async () => {
    const within = (each: number) =>
      run(optimiser, each, ({ jobs }, from) => jobs.step(at, from, { iterations: each }));
    const once = await within(12);
    expect(once.entries).toBe(14);
    expect(await within(3)).toEqual(once);
    expect(await within(1)).toEqual(once);
    const processes = await run(optimiser, 4, ({ file }, from) =>
      promisify(execFile)(process.execPath, ['--import', 'tsx', stepper, file, `${from}`, '4']),
    );
    expect(processes).toEqual(once);
  }, 180_000);
}

test('an auto job goes on in the background, and after a restart, to the same end', async () => {
  const first = await opened();
  await first.jobs.create(at, style(OPTIMISERS[2], true));
  await first.jobs.step(at, 0, { iterations: 3 });
  await first.close();
  const second = await opened(first.file);
  second.start();
  for (;;) {
    const { status } = await second.jobs.get(at);
    if (status !== 'running') break;
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { progress, status } = await second.jobs.get(at);
  expect([status, progress.iteration]).toEqual(['done', 16]);
  const state = await sha256Of((await second.store.state(at))!.state);
  await second.close();
  const alone = await opened();
  await alone.jobs.create(at, style(OPTIMISERS[2]));
  await alone.jobs.step(at, 0, {});
  expect(await sha256Of((await alone.store.state(at))!.state)).toBe(state);
  await alone.close();
});
