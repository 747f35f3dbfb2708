import { expect, test } from 'vitest';
import { Fault } from '../../../functions/core/fault.ts';
import { createBackground } from '../../../functions/core/jobs/background.ts';
import { createMemoryJobStore } from '../../../functions/platform/jobs-memory.ts';
import { fakeStyles, style } from '../../fakes/styles.ts';

/** A background whose next look is due when the test says so. */
function background(change: Partial<Parameters<typeof createBackground>[0]> = {}, fake = fakeStyles()) {
  let due: (() => void) | undefined;
  const reported: unknown[] = [];
  const made = createBackground({
    store: fake.tools.store,
    jobs: fake.jobs,
    now: fake.tools.now,
    atOnce: 2,
    slice: { iterations: 2 },
    later(work) {
      due = work;
      return () => {
        due = undefined;
      };
    },
    report: (error) => reported.push(error),
    ...change,
  });
  return { ...made, fake, reported, isDue: () => due !== undefined, look: () => due?.() };
}

const at = (job: string) => ({ tenant: 't', job });
const ended = (status: string) => status !== 'running';

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 10_000; turn++) {
    if (await condition()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('it never came');
}

test('auto jobs go on to their end, the others stay where they are', async () => {
  const fake = fakeStyles();
  for (const job of ['a', 'b', 'c']) await fake.jobs.create(at(job), { ...style(), auto: job !== 'b' });
  const { stop } = background({}, fake);
  const statuses = async () => (await fake.jobs.list('t', { limit: 9 })).items.map(({ status }) => status);
  await until(async () => (await statuses()).filter(ended).length === 2);
  expect(await statuses()).toEqual(['done', 'running', 'done']);
  await stop();
});

test('no more than so many at once, each in its turn', async () => {
  const fake = fakeStyles();
  for (const job of ['a', 'b', 'c', 'd']) await fake.jobs.create(at(job), { ...style(), auto: true });
  let [now, most] = [0, 0];
  const order: string[] = [];
  const { stop } = background(
    {
      jobs: {
        async proceed(key, goal) {
          most = Math.max(most, ++now);
          order.push(key.job);
          try {
            return await fake.jobs.proceed(key, goal);
          } finally {
            now--;
          }
        },
      },
    },
    fake,
  );
  await until(async () =>
    (await fake.jobs.list('t', { limit: 9 })).items.every(({ status }) => ended(status)),
  );
  await stop();
  expect(most).toBe(2);
  expect(new Set(order.slice(0, 4))).toEqual(new Set(['a', 'b', 'c', 'd']));
});

test('a job that a process left behind goes on in the next, to the same bytes', async () => {
  const store = createMemoryJobStore();
  const first = fakeStyles({ store, holder: 'one' });
  await first.jobs.create(at('a'), { ...style(), auto: true });
  await first.jobs.step(at('a'), 0, { iterations: 3 });
  await store.claim(at('a'), { holder: 'one', now: 0, until: first.tools.now() + 1 }); // it died holding it
  let time = first.tools.now();
  const second = fakeStyles({ store, holder: 'two', now: () => time });
  const { stop, look, isDue } = background({}, second);
  await until(async () => isDue());
  expect(second.evaluations()).toBe(0);
  time += 2;
  look();
  await until(async () => ended((await second.jobs.get(at('a'))).status));
  await stop();
  const alone = fakeStyles();
  await alone.jobs.create(at('a'), { ...style(), auto: true });
  await alone.jobs.step(at('a'), 0, {});
  const state = async (fake: typeof alone) => (await fake.tools.store.state(at('a')))!.state;
  expect(await state(second)).toEqual(await state(alone));
});

test('a failure that would only come again ends the job; the store being away does not', async () => {
  const fake = fakeStyles();
  await fake.jobs.create(at('a'), { ...style(), auto: true });
  const reason = (code: 'store_failed' | 'runtime_failed') => new Fault(code, 'so it is');
  let away = true;
  const { stop, look, isDue, reported } = background(
    {
      store: {
        waiting: async (...given) => {
          if (away) throw reason('store_failed');
          return fake.tools.store.waiting(...given);
        },
      },
    },
    fake,
  );
  await until(async () => isDue());
  expect(reported).toHaveLength(1);
  away = false;
  look();
  await until(async () => ended((await fake.jobs.get(at('a'))).status));
  await stop();

  const { kinds } = fake.tools;
  const broken = fakeStyles({
    kinds: { ...kinds, style: { ...kinds.style, open: () => Promise.reject(reason('runtime_failed')) } },
  });
  await broken.jobs.create(at('a'), { ...style(), auto: true });
  const other = background({}, broken);
  await until(async () => ended((await broken.jobs.get(at('a'))).status));
  await other.stop();
  expect(await broken.jobs.get(at('a'))).toMatchObject({
    status: 'failed',
    failure: { code: 'runtime_failed', message: 'so it is' },
  });
  expect(await broken.tools.store.waiting(0, 9)).toEqual([]);
});

test('what comes later is taken up when it is woken, and nothing after it was stopped', async () => {
  const fake = fakeStyles();
  const { wake, stop } = background({}, fake);
  await fake.jobs.create(at('a'), { ...style(), auto: true });
  wake();
  await until(async () => ended((await fake.jobs.get(at('a'))).status));
  await stop();
  await fake.jobs.create(at('b'), { ...style(), auto: true });
  wake();
  await stop();
  expect((await fake.jobs.get(at('b'))).progress.evaluations).toBe(0);
});
