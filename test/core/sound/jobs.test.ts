// Sounds as jobs on the real runtime: split in any way, textures, stereo, and what is refused.
import { expect, test } from 'vitest';
import { createJobEngine } from '../../../functions/core/jobs/engine.ts';
import type { AskedJob } from '../../../functions/core/jobs/jobs.ts';
import type { SoundRequest } from '../../../functions/core/sound/options.ts';
import type { Sound } from '../../../functions/core/sound/sound.ts';
import { createMemoryJobStore } from '../../../functions/platform/jobs-memory.ts';
import { createNodeRuntime } from '../../../functions/platform/ort-node.ts';
import { exampleSound } from '../../../scripts/example-sounds.ts';
import { fakeStyles, LIMITS, OPTIMISERS, sha256, sha256Of } from '../../fakes/styles.ts';

const at = { tenant: 't', job: 'j' };
const models = {
  manifest: { version: 1 as const, models: [] },
  read: () => Promise.reject(new Error('no models')),
};
const engine = createJobEngine({ runtime: createNodeRuntime(), models });
const limits = { ...LIMITS, maxFloats: 2 ** 20, maxMemoryBytes: 2 ** 32, maxStateBytes: 2 ** 26 };
const open = (store = createMemoryJobStore()) => fakeStyles({ engine, store, limits });

const RATE = 4_000;
const tune = exampleSound('tune', 0.5, RATE);
const rain = exampleSound('rain', 0.5, RATE);

function job(
  request: SoundRequest = {},
  content: Sound | undefined = tune,
  styles: readonly Sound[] = [rain],
): AskedJob {
  return {
    kind: 'sound',
    request: {
      levels: [
        { size: 2_000, iterations: 3 },
        { size: RATE, iterations: 3 },
      ],
      ...request,
    },
    inputs: { content, styles: styles.map((sound) => ({ sound, weight: 1 })) },
    auto: false,
  };
}

async function soundOf({ jobs }: ReturnType<typeof open>): Promise<Sound> {
  const { kind, value } = await jobs.result(at);
  if (kind !== 'sound') throw new Error(`It is a ${kind}.`);
  return value;
}

for (const optimiser of OPTIMISERS)
  test(`${optimiser.kind}: 1 x 6, 3 x 2 and 6 x 1 iterations end in the same samples, state and ledger`, async () => {
    const ends = [];
    for (const each of [6, 2, 1]) {
      const store = createMemoryJobStore();
      await open(store).jobs.create(at, job({ optimiser }));
      for (let from = 0; from < 6; from += each) await open(store).jobs.step(at, from, { iterations: each });
      const done = open(store);
      expect((await done.jobs.get(at)).progress).toMatchObject({ iteration: 6, level: 2 });
      const { channels } = await soundOf(done);
      ends.push({
        samples: await sha256Of(channels[0]),
        state: await sha256Of((await store.state(at))!.state),
        ledger: await sha256(Buffer.from((await store.losses(at, { from: 0, limit: 100 })).join())),
      });
    }
    expect(ends[1]).toEqual(ends[0]);
    expect(ends[2]).toEqual(ends[0]);
  });

test('from noise, a texture has the statistics of its style: the error of each falls below 1e-3 of its start', async () => {
  const fake = open();
  const levels = [{ size: 8_000, iterations: 400 }];
  const bells = exampleSound('bells', 1, 8_000);
  await fake.jobs.create(at, {
    ...job({ levels }),
    inputs: { styles: [{ sound: bells, weight: 1 }] },
  } as AskedJob);
  await fake.jobs.step(at, 0, {});
  const { entries, job: done } = await fake.jobs.losses(at, { from: 0, limit: 1_000 });
  expect(done.status).toBe('done');
  const total = (entry = entries[0]) =>
    Object.values(entry.losses.style as Record<string, number>).reduce((sum, cost) => sum + cost, 0);
  expect(total(entries.at(-1)) / total()).toBeLessThan(1e-3);
  expect(entries.at(-1)!.losses.content).toEqual({});
});

test('stereo stays stereo at the rate asked for, as long as the content; a texture is as long as it is asked to be', async () => {
  const stereo = { rate: RATE, channels: [tune.channels[0], rain.channels[0]] };
  const first = open();
  await first.jobs.create(at, job({}, stereo));
  await first.jobs.step(at, 0, { iterations: 4 });
  const { rate, channels } = await soundOf(first);
  expect([rate, ...channels.map(({ length }) => length)]).toEqual([4_000, 2_000, 2_000]);
  expect([...channels[0].slice(0, 50)]).not.toEqual([...channels[1].slice(0, 50)]);
  const second = open();
  const inputs = { styles: [{ sound: rain, weight: 1 }] };
  await second.jobs.create(at, {
    ...job({ seconds: 0.75, levels: [{ size: 2_000, iterations: 1 }] }),
    inputs,
  } as AskedJob);
  await second.jobs.step(at, 0, {});
  expect((await soundOf(second)).channels[0]).toHaveLength(1_500);
});

test('the content is heard: with a large alpha the result is nearer to it, with a large beta to the style', async () => {
  const ends = [];
  for (const [alpha, beta] of [
    [1, 1e-3],
    [1e-3, 1],
  ]) {
    const fake = open();
    await fake.jobs.create(at, job({ alpha, beta, levels: [{ size: RATE, iterations: 30 }] }));
    await fake.jobs.step(at, 0, {});
    const { losses } = (await fake.jobs.get(at)).progress;
    ends.push(losses as unknown as { content: { spectrum: number }; style: { spectrum: number } });
  }
  expect(ends[0].content.spectrum).toBeLessThan(ends[1].content.spectrum / 2);
  expect(ends[1].style.spectrum).toBeLessThan(ends[0].style.spectrum / 2);
});

test('a fork goes on from the present samples with other weights', async () => {
  const fake = open();
  await fake.jobs.create(at, job());
  await fake.jobs.step(at, 0, { iterations: 6 });
  const to = await fake.jobs.fork(at, 'fork', { request: { beta: 1 }, auto: false });
  expect(to.options).toMatchObject({ beta: 1, alpha: 1 });
  await fake.jobs.step({ ...at, job: 'fork' }, to.progress.iteration, { iterations: 1 });
});

const silence = { rate: RATE, channels: [new Float32Array(2_000)] };
test('silence as content or style is no division by zero', async () => {
  for (const asked of [job({}, silence), job({}, tune, [silence])]) {
    const fake = open();
    await fake.jobs.create(at, asked);
    await fake.jobs.step(at, 0, { iterations: 2 });
    expect(Number.isFinite((await fake.jobs.get(at)).progress.losses!.total)).toBe(true);
  }
});

for (const [name, asked, message] of [
  ['a layer that is not there', job({ style: { conv1: 1 } }), /conv1.*spectrum, random-2/],
  ['a rate of 10 Hz', job({ levels: [{ size: 10, iterations: 1 }] }), /levels\[0\].size is 10/],
  [
    'no style that counts',
    { ...job(), inputs: { styles: [{ sound: rain, weight: 0 }] } } as AskedJob,
    /no style/,
  ],
  [
    'a start from no content',
    { ...job({ initial: 'content' }), inputs: { styles: [{ sound: rain, weight: 1 }] } } as AskedJob,
    /no content/,
  ],
  [
    'a minute and more',
    job({}, { rate: 1_000, channels: [new Float32Array(61_000)] }),
    /61 s long, at most 60 s/,
  ],
  ['no weight at all', job({ alpha: 0, beta: 0 }), /above 0/],
  [
    'more samples than the limits have',
    job(
      { levels: [{ size: 48_000, iterations: 1 }] },
      { rate: 4_000, channels: [new Float32Array(240_000)] },
    ),
    /17450 Hz fits/,
  ],
] as const)
  test(`${name} is refused with the numbers`, async () => {
    await expect(open().jobs.create(at, asked)).rejects.toThrow(message);
  });
