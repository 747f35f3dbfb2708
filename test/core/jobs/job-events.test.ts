// What a job tells of itself, whoever moves it and whatever fails in between.
import { expect, test } from 'vitest';
import { Fault } from '../../../functions/core/fault.ts';
import { createMemoryJobStore } from '../../../functions/platform/jobs-memory.ts';
import { heardEvents } from '../../fakes/events.ts';
import { fakeStyles, style } from '../../fakes/styles.ts';

const at = { tenant: 't', job: 'a' };

test('progress is told at most every five seconds, and the end once', async () => {
  const events = heardEvents();
  let time = 1_000_000;
  const { jobs } = fakeStyles({ events, now: () => time });
  await jobs.create(at, style());
  for (let from = 0; from < 8; from++) {
    await jobs.step(at, from, { iterations: 1 });
    time += 2_000;
  }
  const { job } = await jobs.step(at, 8, {});
  expect(job).toMatchObject({ status: 'done' });
  expect(job.untold).toBeUndefined();
  await jobs.step(at, job.progress.iteration, {});
  expect(events.heard.map(({ type, createdAt }) => [type, createdAt])).toEqual([
    ['style.progress', 1_000_000],
    ['style.progress', 1_006_000],
    ['style.progress', 1_012_000],
    ['style.completed', 1_016_000],
  ]);
  const [first] = events.heard;
  expect(first).toMatchObject({
    tenant: 't',
    data: { style: 'a', kind: 'style', iteration: 1, iterations: 14, evaluations: expect.any(Number) },
  });
  expect(events.heard.at(-1)!.data).toMatchObject({
    iteration: 14,
    iterations: 14,
    total: expect.any(Number),
  });
});

test('an end that could not be told leaves the call as it is, waits in the store, and is told by another process', async () => {
  const events = heardEvents();
  const store = createMemoryJobStore();
  const one = fakeStyles({ events, store });
  await one.jobs.create(at, style());
  events.failures = 2; // its progress is none, since it ends in one call
  const { job, ending } = await one.jobs.step(at, 0, {});
  expect([job.status, ending]).toEqual(['done', 'done']);
  expect(events.heard).toEqual([]);
  expect(await store.waiting(Number.MAX_SAFE_INTEGER, 9)).toEqual([at]);
  const two = fakeStyles({ events, store, holder: 'two' });
  await expect(two.jobs.proceed(at, {})).rejects.toThrow('away');
  expect(await two.jobs.proceed(at, {})).toBe(false);
  expect(events.heard.map(({ type, id }) => [type, id])).toEqual([['style.completed', 'evt_a_end']]);
  expect(await store.waiting(Number.MAX_SAFE_INTEGER, 9)).toEqual([]);
  expect((await two.jobs.get(at)).untold).toBeUndefined();
});

test('a job that fails in the background tells its code, and none of its message', async () => {
  const events = heardEvents();
  const { kinds } = fakeStyles().tools;
  const broken = new Fault('runtime_failed', 'the inside of it');
  const style_ = { ...kinds.style, open: () => Promise.reject(broken) };
  const { jobs, tools } = fakeStyles({ events, kinds: { ...kinds, style: style_ } });
  await jobs.create(at, { ...style(), auto: true });
  expect(await jobs.proceed(at, {})).toBe(false);
  expect(events.heard).toMatchObject([
    { type: 'style.failed', data: { style: 'a', code: 'runtime_failed', total: null } },
  ]);
  expect(JSON.stringify(events.heard)).not.toContain('inside');
  expect(await tools.store.waiting(Number.MAX_SAFE_INTEGER, 9)).toEqual([]);
});

test('a job whose caller cancels it tells no end', async () => {
  const events = heardEvents();
  const { jobs } = fakeStyles({ events });
  await jobs.create(at, style());
  await jobs.cancel(at);
  expect(events.heard).toEqual([]);
});
