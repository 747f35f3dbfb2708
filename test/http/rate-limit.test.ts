// How many requests a key may make: what the headers say, who is refused, and what a limiter that fails does.
import { expect, test, vi } from 'vitest';
import { parseQuota } from '../../functions/core/keys/limiter.ts';
import { createMemoryKeyStore } from '../../functions/platform/keys-memory.ts';
import { createMemoryLimiter } from '../../functions/platform/limiter-memory.ts';
import { call } from '../fakes/call.ts';
import { fakeApp } from '../fakes/faces.ts';
import { keyIn } from '../fakes/keys.ts';

const quota = { requests: 2, seconds: 60 };

function limited(change: Parameters<typeof fakeApp>[0] = {}) {
  const keys = createMemoryKeyStore();
  const { app } = fakeApp({ keys, rateLimit: { limiter: createMemoryLimiter(), quota }, ...change });
  const ask = async (headers: Record<string, string> = {}, path = '/v1/galleries') => {
    const answer = await call(app, 'GET', path, undefined, headers);
    const { status, headers: told } = answer;
    return [
      status,
      told.get('RateLimit-Policy'),
      told.get('RateLimit'),
      told.get('Retry-After'),
      answer,
    ] as const;
  };
  return { keys, ask };
}

test('answers and errors say what is left; one too many is a 429 that says when to come again', async () => {
  let now = 1_000_000;
  const { keys, ask } = limited({ now: () => now });
  const { headers } = await keyIn(keys);
  const policy = '"default";q=2;w=60';
  expect((await ask(headers)).slice(0, 4)).toEqual([200, policy, '"default";r=1;t=60', null]);
  now += 10_000;
  expect((await ask(headers, '/v1/galleries/none')).slice(0, 4)).toEqual([
    404,
    policy,
    '"default";r=0;t=50',
    null,
  ]);
  const refused = await ask(headers);
  expect(refused.slice(0, 4)).toEqual([429, policy, '"default";r=0;t=50', '50']);
  expect(refused[4].body).toMatchObject({ code: 'rate_limited', requests: 2, seconds: 60, retry_after: 50 });
  now += 50_000;
  expect((await ask(headers))[0]).toBe(200);
});

test('keys are counted apart, a key has its own quota where it has one, and strangers and health are not counted', async () => {
  const { keys, ask } = limited();
  const [one, two] = [await keyIn(keys), await keyIn(keys, { quota: { requests: 1, seconds: 9 } })];
  for (let i = 0; i < 3; i++) expect((await ask({ Authorization: 'Bearer none' }))[0]).toBe(401);
  for (let i = 0; i < 3; i++) expect((await ask({}, '/v1/health')).slice(0, 2)).toEqual([200, null]);
  expect((await ask(two.headers)).slice(0, 3)).toEqual([200, '"default";q=1;w=9', '"default";r=0;t=9']);
  expect((await ask(two.headers))[0]).toBe(429);
  expect((await ask(one.headers))[0]).toBe(200);
});

test('without a quota nobody is counted but keys that have one; without keys all callers are one', async () => {
  const free = limited({ rateLimit: { limiter: createMemoryLimiter(), quota: null } });
  const { headers } = await keyIn(free.keys);
  for (let i = 0; i < 4; i++) expect((await free.ask(headers)).slice(0, 2)).toEqual([200, null]);
  const { ask } = limited();
  const answers = [await ask(), await ask(), await ask()];
  expect(answers.map(([status]) => status)).toEqual([200, 200, 429]);
});

test('a limiter that fails lets requests pass, and says so in the log', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
  const fails = { take: () => Promise.reject(new Error('the disk is gone')) };
  const { keys, ask } = limited({ rateLimit: { limiter: fails, quota } });
  const { headers } = await keyIn(keys);
  expect((await ask(headers)).slice(0, 3)).toEqual([200, null, null]);
  expect(logged.mock.calls.length).toBe(1);
  logged.mockRestore();
});

test('a quota is requests/seconds', () => {
  expect(parseQuota('100/60')).toEqual({ requests: 100, seconds: 60 });
  for (const wrong of ['100', '0/60', '1/0', '-1/2', '1.5/2', '1/2/3', '', ' 1/2'])
    expect(() => parseQuota(wrong), wrong).toThrow(/requests\/seconds/);
});
