import { env } from 'cloudflare:workers';
import { describe } from 'vitest';
import { createKvKeyStore } from '../../functions/platform/keys-kv-worker.ts';
import { keysContract } from '../platform/keys.contract.ts';

/** A namespace of its own: with a key in KEYS the Worker of the other tests would ask for one. Its clock never stands. */
describe('keys in KV', () =>
  keysContract(async () => {
    for (const { name } of (await env.TEST_KEYS.list()).keys) await env.TEST_KEYS.delete(name);
    let now = 0;
    return createKvKeyStore(env.TEST_KEYS, () => (now += 60_000));
  }));
