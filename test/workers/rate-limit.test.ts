// The limit of requests by Cloudflare's binding: what callers of a Worker are told, and that callers are counted apart.
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { createMemoryKeyStore } from '../../functions/platform/keys-memory.ts';
import { createBindingLimiter } from '../../functions/platform/limiter-worker.ts';
import { call } from '../fakes/call.ts';
import { fakeApp } from '../fakes/faces.ts';
import { keyIn } from '../fakes/keys.ts';

// Again if a minute ended in between: then the count began anew.
test('the third of two requests in a minute is refused, and another key goes on', { retry: 1 }, async () => {
  const keys = createMemoryKeyStore();
  const [one, other] = [await keyIn(keys), await keyIn(keys)];
  // As at the binding in vitest.config.ts.
  const rateLimit = { limiter: createBindingLimiter(env.TEST_LIMIT), quota: { requests: 2, seconds: 60 } };
  const { app } = fakeApp({ keys, rateLimit });
  const ask = ({ headers }: typeof one) => call(app, 'GET', '/v1/galleries', undefined, headers);
  for (let i = 0; i < 2; i++) {
    const { status, headers } = await ask(one);
    expect([status, headers.get('RateLimit-Policy')]).toEqual([200, '"default";q=2;w=60']);
    expect(headers.get('RateLimit')).toBeNull(); // the binding tells no number
  }
  const refused = await ask(one);
  expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
  expect(refused.headers.get('Retry-After')).toBe('60');
  expect(refused.headers.get('RateLimit')).toBe('"default";r=0;t=60');
  expect((await ask(other)).status).toBe(200);
});
