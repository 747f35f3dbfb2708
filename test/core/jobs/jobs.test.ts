import { expect, test } from 'vitest';
import { createCostMeter } from '../../../functions/core/jobs/budget.ts';
import { KINDS, type Kinds, pictureOf } from '../../../functions/core/jobs/kinds.ts';
import type { Extent } from '../../../functions/core/jobs/objective.ts';
import { packJob, unpackJob } from '../../../functions/core/jobs/packing.ts';
import { createSessions } from '../../../functions/core/jobs/sessions.ts';
import { onePiece } from '../../../functions/core/optim/packing.ts';
import { seeded } from '../../../functions/core/random.ts';
import { styleKind } from '../../../functions/core/style/kind.ts';
import type { StyleLosses } from '../../../functions/core/style/objective.ts';
import { createMemoryJobStore } from '../../../functions/platform/jobs-memory.ts';
import { fakeStyles, LIMITS, OPTIMISERS, sha256, sha256Of, style } from '../../fakes/styles.ts';

const at = { tenant: 't', job: 'j' };

/** Everything a job is: its picture, state and ledger as digests, its record. */
async function whole({ jobs, tools }: ReturnType<typeof fakeStyles>) {
  const { losses } = tools.store;
  const entries = await losses(at, { from: 0, limit: 1_000 });
  const { revision: _, ...job } = await jobs.get(at);
  return {
    image: await sha256(pictureOf(await jobs.result(at)).data),
    state: await sha256Of((await tools.store.state(at))!.state),
    ledger: await sha256(new TextEncoder().encode(entries.join('\n'))),
    entries: entries.length,
    job,
  };
}

for (const optimiser of OPTIMISERS) {
  test(`${optimiser.kind}: 12 iterations are the same as 1 x 12, 4 x 3 and 12 x 1, and evaluation by evaluation`, async () => {
    const runs = [];
    for (const [calls, each, maxEvaluations] of [
      [1, 12, 1_000],
      [4, 3, 1_000],
      [12, 1, 1_000],
      [Infinity, 12, 1],
    ]) {
      const limits = { ...LIMITS, maxEvaluations };
      const store = createMemoryJobStore();
      let fake = fakeStyles({ store, limits });
      await fake.jobs.create(at, style(optimiser));
      for (let call = 0; call < calls; call++) {
        const { iteration } = (await fake.jobs.get(at)).progress;
        if (iteration === 12) break;
        await fake.jobs.step(at, iteration, { iterations: Math.min(each, 12 - iteration) });
        fake = fakeStyles({ store, limits }); // nothing is kept from one call to the next
      }
      runs.push(await whole(fake));
    }
    expect(runs[0].job.progress).toMatchObject({ iteration: 12, level: 1 });
    expect(runs[0].entries).toBe(14); // 12 iterations, and where each of two levels begins
    for (const run of runs.slice(1)) expect(run).toEqual(runs[0]);
  });

  test(`${optimiser.kind}: what is kept between calls gives the same as what is read again`, async () => {
    const kept = fakeStyles();
    await kept.jobs.create(at, style(optimiser));
    for (let from = 0; from < 12; from += 3) await kept.jobs.step(at, from, { iterations: 3 });
    const once = fakeStyles();
    await once.jobs.create(at, style(optimiser));
    await once.jobs.step(at, 0, { iterations: 12 });
    expect(await whole(kept)).toEqual(await whole(once));
  });
}

test('a call that is told to stop ends at the next evaluation, and going on gives the same bytes; entries are heard', async () => {
  const once = fakeStyles();
  await once.jobs.create(at, style());
  await once.jobs.step(at, 0, { iterations: 12 });
  const fake = fakeStyles();
  await fake.jobs.create(at, style());
  const heard: number[] = [];
  const stopped = await fake.jobs.step(at, 0, {
    stop: () => fake.evaluations() === 5,
    heard: ({ evaluations }) => heard.push(evaluations),
  });
  expect(stopped).toMatchObject({ ending: 'stopped', evaluations: 5 });
  expect(heard).toHaveLength(stopped.job.progress.entries);
  await fake.jobs.step(at, stopped.job.progress.iteration, { iterations: 12 - stopped.iterations });
  expect(await whole(fake)).toEqual(await whole(once));
});

test('the ledger has where each level begins and every iteration, with every loss, and the total falls', async () => {
  const { jobs } = fakeStyles();
  await jobs.create(at, style());
  expect(await jobs.step(at, 0, {})).toMatchObject({
    ending: 'done',
    iterations: 14,
    job: { status: 'done' },
  });
  const { entries, job } = await jobs.losses(at, { from: 0, limit: 100 });
  expect(entries.map(({ iteration, level }) => `${level}:${iteration}`)).toEqual([
    ...[0, 1, 2, 3, 4, 5, 6, 7].map((i) => `0:${i}`),
    ...[7, 8, 9, 10, 11, 12, 13, 14].map((i) => `1:${i}`),
  ]);
  expect(job.progress.entries).toBe(16);
  for (const level of [0, 1]) {
    const totals = entries.filter((entry) => entry.level === level).map(({ losses }) => losses.total);
    expect(totals).toEqual([...totals].sort((a, b) => b - a));
  }
  for (const { losses } of entries) {
    const { content, style: styles, total } = losses as StyleLosses;
    expect(content.one + 2 * styles.two).toBeCloseTo(total, 12);
  }
});

test('a repeated from changes nothing, one ahead is refused, a finished job stays', async () => {
  const fake = fakeStyles();
  await fake.jobs.create(at, style());
  const first = await fake.jobs.step(at, 0, { iterations: 3 });
  expect(first).toMatchObject({ iterations: 3, ending: 'iterations' });
  const [before, evaluations] = [await whole(fake), fake.evaluations()];
  const again = await fake.jobs.step(at, 0, { iterations: 3 });
  expect(again).toMatchObject({ iterations: 0, evaluations: 0, ending: 'repeated', job: first.job });
  await expect(fake.jobs.step(at, 4, { iterations: 1 })).rejects.toMatchObject({
    code: 'style_ahead',
    facts: { from: 4, iteration: 3 },
  });
  expect([await whole(fake), fake.evaluations()]).toEqual([before, evaluations]);
  await fake.jobs.step(at, 3, {});
  expect(await fake.jobs.step(at, 14, {})).toMatchObject({ ending: 'done', evaluations: 0 });
});

test('a job goes on with no other network than the one it began with', async () => {
  const fake = fakeStyles();
  await fake.jobs.create(at, style());
  await fake.jobs.step(at, 0, { iterations: 3 });
  const before = await whole(fake);
  const network = () => ({ id: 'x', sha256: 'another' });
  const kinds = { ...fake.tools.kinds, style: { ...fake.tools.kinds.style, network } };
  const other = fakeStyles({ store: fake.tools.store, kinds });
  await expect(other.jobs.step(at, 3, { iterations: 3 })).rejects.toMatchObject({
    code: 'state_invalid',
    facts: { sha256: 'another' },
  });
  expect(await whole(other)).toEqual(before);
});

test('of calls with the same from at once, one computes and the others see what it did', async () => {
  const fake = fakeStyles();
  await fake.jobs.create(at, style());
  const stepped = await Promise.all([0, 0, 0].map((from) => fake.jobs.step(at, from, { iterations: 2 })));
  expect(stepped.map(({ ending }) => ending)).toEqual(['iterations', 'repeated', 'repeated']);
  expect(new Set(stepped.map(({ job }) => job.revision))).toEqual(new Set([2]));
});

test('another process that holds the lease makes a call a 503, and one that took the job over loses nothing', async () => {
  const store = createMemoryJobStore();
  const one = fakeStyles({ store, holder: 'one' });
  await one.jobs.create(at, style());
  await store.claim(at, { holder: 'two', now: Date.UTC(2026, 0, 1), until: Date.UTC(2026, 0, 2) });
  await expect(one.jobs.step(at, 0, { iterations: 1 })).rejects.toMatchObject({ code: 'style_busy' });
  await store.release(at, 'two');

  // Its lease ended while it computed: two moves the job first, and what one did is thrown away.
  let overtake = true;
  const two = fakeStyles({ store, holder: 'two' });
  const slow = fakeStyles({
    store: {
      ...store,
      commit: async (where, change) => {
        if (overtake) {
          overtake = false;
          await store.release(at, 'one');
          await two.jobs.step(at, 0, { iterations: 2 });
        }
        return store.commit(where, change);
      },
    },
    holder: 'one',
  });
  expect(await slow.jobs.step(at, 0, { iterations: 5 })).toMatchObject({
    ending: 'overtaken',
    job: { progress: { iteration: 2 } },
  });
  await slow.jobs.step(at, 2, { iterations: 3 });
  const alone = fakeStyles();
  await alone.jobs.create(at, style());
  await alone.jobs.step(at, 0, { iterations: 5 });
  expect(await whole(slow)).toEqual(await whole(alone));
});

test('a budget in milliseconds ends a call, by the clock where it moves', async () => {
  const { jobs } = fakeStyles();
  await jobs.create(at, style());
  const { evaluations, ending, iterations } = await jobs.step(at, 0, { budgetMs: 55 });
  expect([evaluations, ending]).toEqual([5, 'budget']);
  expect(await jobs.step(at, iterations, { budgetMs: 1 })).toMatchObject({ evaluations: 1 }); // one always fits
});

test('where the clock stands still, a budget is so many evaluations by their measured cost', async () => {
  // 32 x 20 pixels at 1,000 each: 0.64 million multiply-accumulates, 6.4 ms at this rate.
  const { jobs } = fakeStyles({ moves: false, meter: createCostMeter(10_000) });
  await jobs.create(at, style());
  expect(await jobs.step(at, 0, { budgetMs: 40 })).toMatchObject({ evaluations: 6, ending: 'budget' });
});

test('between calls a clock that stood still catches up, and corrects the cost', async () => {
  let time = 0;
  let evaluated = 0;
  const { jobs } = fakeStyles({
    moves: false,
    meter: createCostMeter(10_000),
    clock: () => time,
    onEvaluation: () => evaluated++,
    breathe: async () => {
      time += 20 * evaluated; // in truth 20 ms each
      evaluated = 0;
    },
  });
  await jobs.create(at, style(OPTIMISERS[2], 50));
  const steps: number[] = [];
  for (let from = 0; steps.length < 3; ) {
    const { evaluations, iterations } = await jobs.step(at, from, { budgetMs: 41 });
    steps.push(evaluations);
    from += iterations;
  }
  expect(steps).toEqual([6, 3, 2]);
});

test('a call ends at its cap of evaluations, also within an iteration', async () => {
  const { jobs } = fakeStyles({ limits: { ...LIMITS, maxEvaluations: 3 } });
  await jobs.create(at, style());
  expect(await jobs.step(at, 0, { iterations: 9 })).toMatchObject({ evaluations: 3, ending: 'budget' });
});

test('a state is of its options, pictures and network, of a version and a size, or it is refused', async () => {
  const fake = fakeStyles();
  const { digest } = await fake.jobs.create(at, style());
  await fake.jobs.step(at, 0, { iterations: 2 });
  const packed = (await fake.tools.store.state(at))!.state;
  const state = unpackJob(packed, digest);
  expect(await sha256Of(onePiece(packJob(state)))).toBe(await sha256Of(packed));
  const refused = (floats: Float32Array, of = digest) => {
    expect(() => unpackJob(floats, of)).toThrow(expect.objectContaining({ code: 'state_invalid' }));
  };
  refused(
    packed,
    digest.replace(/./, (c) => (c === '0' ? '1' : '0')),
  );
  refused(packed.subarray(0, packed.length - 1));
  refused(packed.subarray(0, 40));
  refused(packed.subarray(0, 2));
  refused(new Float32Array());
  const changed = (index: number, value: number) => {
    const copy = packed.slice();
    copy[index] = value;
    return copy;
  };
  refused(changed(0, 1));
  refused(changed(1, 2));
  refused(changed(2, 1e9));
  refused(changed(5, Number.NaN));

  const digests = new Set([digest]);
  const base = style();
  const others = [
    { ...base, request: { ...base.request, beta: 3 } },
    { ...base, request: { ...base.request, extractor: 'another' } },
    { ...base, inputs: { ...base.inputs, content: base.inputs.styles[0].picture } },
    { ...base, inputs: { ...base.inputs, styles: [{ ...base.inputs.styles[0], weight: 2 }] } },
  ];
  for (const [i, other] of others.entries())
    digests.add((await fake.jobs.create({ tenant: 't', job: `${i}` }, other)).digest);
  expect(digests.size).toBe(5);
});

test('on another engine a job goes on, and says so', async () => {
  const store = createMemoryJobStore();
  const one = fakeStyles({ store });
  await one.jobs.create(at, style());
  await one.jobs.step(at, 0, { iterations: 2 });
  const { engine } = one.tools;
  const two = fakeStyles({ store, engine: { ...engine, name: 'fake 2' } });
  expect((await two.jobs.step(at, 2, { iterations: 1 })).job.progress).toMatchObject({
    engine: 'fake 1',
    engineChanged: true,
    iteration: 3,
  });
  const back = fakeStyles({ store });
  expect((await back.jobs.step(at, 3, { iterations: 1 })).job.progress.engineChanged).toBe(true);
});

test('cancelling keeps the picture, ends the call under way, and no more steps are taken', async () => {
  let cancelled: Promise<unknown> | undefined;
  const fake = fakeStyles({
    onEvaluation: () => {
      if (fake.evaluations() === 4) cancelled = fake.jobs.cancel(at);
    },
  });
  await fake.jobs.create(at, style());
  const stepped = await fake.jobs.step(at, 0, { iterations: 12 });
  expect(stepped).toMatchObject({ evaluations: 4, ending: 'stopped' });
  await cancelled;
  const job = await fake.jobs.get(at);
  expect([job.status, job.progress]).toEqual(['cancelled', stepped.job.progress]);
  await expect(fake.jobs.step(at, job.progress.iteration, {})).rejects.toMatchObject({ code: 'style_ended' });
  expect((await fake.jobs.cancel(at)).revision).toBe(job.revision);
  expect(pictureOf(await fake.jobs.result(at)).width).toBe(32);
});

test('a fork goes on from the present picture with other weights, and the first job is as it was', async () => {
  const fake = fakeStyles();
  await fake.jobs.create(at, style());
  await fake.jobs.step(at, 0, { iterations: 9 });
  const before = await whole(fake);
  const to = { tenant: 't', job: 'fork' };
  const fork = await fake.jobs.fork(at, 'fork', { request: { beta: 9 }, auto: false });
  expect(fork).toMatchObject({
    id: 'fork',
    options: { ...before.job.options, beta: 9 },
    forkedFrom: { job: 'j', iteration: 9 },
    progress: { iteration: 9, level: 1, entries: 0 },
  });
  expect(await fake.jobs.result(to)).toEqual(await fake.jobs.result(at));
  expect(await fake.jobs.step(to, 9, {})).toMatchObject({ ending: 'done', iterations: 7 });
  const { entries } = await fake.jobs.losses(to, { from: 0, limit: 9 });
  expect([entries[0].iteration, entries[0].level]).toEqual([9, 1]);
  expect((await fake.jobs.get(to)).progress.weights).toEqual([
    null,
    expect.objectContaining({ style: { two: 9 } }),
  ]);
  expect(await whole(fake)).toEqual(before);
  const larger = { request: { levels: [{ size: 40, iterations: 2 }] }, auto: false };
  await fake.jobs.fork(to, 'larger', larger);
  const done = await fake.jobs.step({ tenant: 't', job: 'larger' }, 16, {});
  expect(done).toMatchObject({ ending: 'done', job: { progress: { size: { width: 40 }, iteration: 18 } } });
});

test('divergence ends the job with its last good picture', async () => {
  const fake = fakeStyles();
  const { kinds } = fake.tools;
  const broken = fakeStyles({
    store: fake.tools.store,
    kinds: {
      ...kinds,
      style: {
        ...kinds.style,
        open: async (...args) => {
          const objective = await kinds.style.open(...args);
          return {
            ...objective,
            evaluate: async (...given) => {
              const { losses, gradient } = await objective.evaluate(...given);
              return { losses: { ...losses, total: Number.NaN }, gradient };
            },
          };
        },
      },
    },
  });
  await fake.jobs.create(at, style());
  await fake.jobs.step(at, 0, { iterations: 3 });
  const good = await fake.jobs.result(at);
  const { job, ending } = await broken.jobs.step(at, 3, {});
  expect([ending, job.status, job.failure?.code]).toEqual(['diverged', 'failed', 'diverged']);
  expect(await broken.jobs.result(at)).toEqual(good);
});

test('deleting is at once, also while a call is under way', async () => {
  let deleted: Promise<void> | undefined;
  const fake = fakeStyles({
    onEvaluation: () => {
      deleted ??= fake.jobs.delete(at);
    },
  });
  await fake.jobs.create(at, style());
  await fake.jobs.step(at, 0, { iterations: 12 });
  await deleted;
  for (const call of [
    fake.jobs.get(at),
    fake.jobs.delete(at),
    fake.jobs.result(at),
    fake.jobs.step(at, 0, {}),
  ])
    await expect(call).rejects.toMatchObject({ code: 'style_not_found' });
});

test('one place for objectives: the next job waits, or is refused where it may not', async () => {
  const other = { tenant: 't', job: 'k' };
  for (const whenFull of ['wait', 'refuse'] as const) {
    const fake = fakeStyles({ sessions: createSessions(1, whenFull) });
    for (const key of [at, other]) await fake.jobs.create(key, style());
    const [one, two] = await Promise.allSettled(
      [at, other].map((key) => fake.jobs.step(key, 0, { iterations: 2 })),
    );
    expect(one.status).toBe('fulfilled');
    if (whenFull === 'wait') expect(two.status).toBe('fulfilled');
    else expect(two).toMatchObject({ reason: { code: 'style_busy' } });
    expect(
      await fake.jobs.step(other, (await fake.jobs.get(other)).progress.iteration, { iterations: 1 }),
    ).toMatchObject({ iterations: 1 });
  }
});

test('what is over the cap is refused with the size that fits', async () => {
  const fake = fakeStyles();
  const large = style();
  large.request.levels[1].size = 128;
  const error = await fake.jobs.create(at, large).catch((caught) => caught);
  expect(error).toMatchObject({ code: 'style_too_large', facts: { size: 128 } });
  large.request.levels[1].size = error.facts.fits;
  expect((await fake.jobs.create(at, large)).options.levels[1].size).toBe(error.facts.fits);
  expect(error.facts.fits).toBeGreaterThan(64);
  const tight = fakeStyles({ limits: { ...LIMITS, maxStateBytes: 12 * 48 * 32 * 14 } });
  const request = { ...style().request, optimiser: { kind: 'l-bfgs' as const } };
  expect((await tight.jobs.create(at, { ...style(), request })).options.optimiser).toEqual({
    kind: 'l-bfgs',
    history: 5,
  });
  const asked = { ...request, optimiser: { kind: 'l-bfgs' as const, history: 20 } };
  await expect(tight.jobs.create(at, { ...style(), request: asked })).rejects.toMatchObject({
    code: 'style_too_large',
  });
});

test('an extractor asked for by name that is not there is the request that is wrong, the default one a missing model', async () => {
  const { kinds } = fakeStyles().tools;
  const { network } = styleKind;
  const { jobs } = fakeStyles({ kinds: { ...kinds, style: { ...kinds.style, network } } });
  const asked = { ...style(), request: { ...style().request, extractor: 'x' } };
  await expect(jobs.estimate(asked)).rejects.toMatchObject({
    code: 'request_invalid',
    facts: { option: 'extractor', extractor: 'x', known: [] },
  });
  await expect(jobs.create(at, style())).rejects.toMatchObject({ code: 'model_missing' });
});

/** One row of numbers, whose objective is another one at every evaluation. */
const row = {
  ...styleKind,
  check() {},
  network: () => ({ id: 'none', sha256: 'none' }),
  identity: (options: object) => ({ kind: 'row', options }),
  nothing: { samples: 0 },
  unit: { size: 'samples', name: 'samples', floats: 1 },
  size: (_: unknown, __: unknown, samples: number) => ({ samples }),
  floats: ({ samples }: Extent) => samples,
  measure: async (_: unknown, __: unknown, ___: unknown, samples: number) => {
    return { size: { samples }, floats: samples, macs: 1, weights: 0, live: 4 * samples };
  },
  open: async (_: unknown, __: unknown, ___: unknown, samples: number) => ({
    size: { samples },
    macs: 1,
    weights: { distance: 1 },
    async evaluate(x: Float32Array, evaluation: number) {
      const random = seeded(evaluation);
      const gradient = x.map((value) => value - random());
      const distance = gradient.reduce((sum, each) => sum + each ** 2 / 2, 0);
      return { losses: { total: distance, distance }, gradient };
    },
    async release() {},
  }),
  start: (_: unknown, __: unknown, { samples }: Extent) => new Float32Array(samples),
  enlarged: (x: Float32Array, _: Extent, { samples }: Extent) =>
    Float32Array.from({ length: samples }, (__, i) => x[Math.floor((i * x.length) / samples)]),
} as unknown as Kinds['style'];

test('another kind: one dimension, drawn anew at every evaluation, is the same bytes in one call as in twelve', async () => {
  const runs = [];
  for (const [calls, each] of [
    [1, 12],
    [12, 1],
  ]) {
    const store = createMemoryJobStore();
    let fake = fakeStyles({ store, kinds: { ...KINDS, style: row } });
    await fake.jobs.create(at, style(OPTIMISERS[1]));
    for (let call = 0; call < calls; call++) {
      await fake.jobs.step(at, call * each, { iterations: each });
      fake = fakeStyles({ store, kinds: { ...KINDS, style: row } });
    }
    const { state } = (await store.state(at))!;
    const { digest, progress } = await fake.jobs.get(at);
    expect(progress).toMatchObject({ iteration: 12, level: 1, size: { samples: 48 } });
    expect(unpackJob(state, digest)).toMatchObject({ size: { samples: 48 }, evaluations: 14 });
    runs.push([await sha256Of(state), await store.losses(at, { from: 0, limit: 100 })]);
  }
  expect(runs[1]).toEqual(runs[0]);
  const { jobs } = fakeStyles({ kinds: { ...KINDS, style: row }, limits: { ...LIMITS, maxFloats: 40 } });
  await expect(jobs.create(at, style())).rejects.toMatchObject({
    code: 'style_too_large',
    facts: { size: 48, fits: 40, samples: 48, maxSamples: 40 },
  });
});

test('a record from before there were kinds is that of a style transfer', async () => {
  const fake = fakeStyles();
  const made = await fake.jobs.create(at, style());
  await fake.jobs.step(at, 0, { iterations: 3 });
  const { revision, record } = (await fake.tools.store.get(at))!;
  const { kind, ...old } = JSON.parse(record);
  expect([kind, old.progress.width, old.progress.height]).toEqual(['style', 32, 20]);
  await fake.tools.store.commit(at, { revision, record: JSON.stringify(old), auto: false, entries: [] });
  expect(await fake.jobs.step(at, 3, { iterations: 1 })).toMatchObject({
    iterations: 1,
    job: { kind: 'style', digest: made.digest, progress: { size: { width: 32, height: 20 } } },
  });
});
