// A few hundred requests of the fuzzer by one seed; LIKENESS_FUZZ=2000 LIKENESS_FUZZ_SEED=2 sends more of another.
import { expect, test, vi } from 'vitest';
import { judgeOf } from '../../scripts/fuzz/document.ts';
import { fuzz } from '../../scripts/fuzz/run.ts';
import { FILES } from './files.ts';
import { worldOf } from './world.ts';

const requests = Number(process.env.LIKENESS_FUZZ ?? 300);
const seed = Number(process.env.LIKENESS_FUZZ_SEED ?? 1);

test(`${requests} requests of seed ${seed}: no 5xx but 503, and every answer is as the document has it`, async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  const world = await worldOf();
  await world.populate();
  const { face, faces, nobody, photo, tune, volume, empty, text, cut } = FILES;
  const found = await fuzz({
    judge: await judgeOf((path) => world.app.request(path)),
    fetch: (request) => world.app.request(request),
    seed,
    requests,
    files: [face, face, face, faces, nobody, photo, photo, tune, volume, empty, text, cut],
    names: {
      gallery: ['g', 'g', 'g', 'g', 'h', 'kept', 'none'],
      subject: ['s', 's', 's1', 't', 'none'],
      face: ['none'],
      webhook: [(await world.webhooks()).webhook, 'none'],
      style: [await world.style(), 'none'],
      network: ['spots', 'spots', 'none'],
      layer: ['first', 'first_sum', 'second', 'none'],
    },
  });
  log.mockRestore();
  const told = JSON.stringify({ ...found, faults: found.faults.length });
  if (process.env.LIKENESS_FUZZ) console.log(told);
  expect(found.faults).toEqual([]);
  expect(found.valid, told).toBeGreaterThan(requests / 2);
  expect(found.answered.length, told).toBeGreaterThan(10);
  expect(found.codes.length, told).toBeGreaterThan(10);
}, 300_000);
