import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe } from 'vitest';
import type { JobStore } from '../../functions/core/jobs/store.ts';
import { createObjectJobStore } from '../../functions/platform/jobs-object-worker.ts';
import { jobsContract } from '../platform/jobs.contract.ts';

const METHODS = [
  'create',
  'get',
  'list',
  'inputs',
  'state',
  'losses',
  'commit',
  'delete',
  'claim',
  'release',
  'waiting',
  'close',
] as const satisfies readonly (keyof JobStore)[];

/** An object's storage is its own: every call goes inside. */
async function open(): Promise<JobStore> {
  const object = env.STYLE.get(env.STYLE.newUniqueId());
  const call = (method: keyof JobStore, given: readonly unknown[]) =>
    runInDurableObject(object, (_, { storage }) => {
      const store = createObjectJobStore({
        sql: storage.sql,
        transactionSync: (work) => storage.transactionSync(work),
      });
      return (store[method] as (...args: unknown[]) => Promise<unknown>)(...given);
    });
  return Object.fromEntries(
    METHODS.map((method) => [method, (...given: unknown[]) => call(method, given)]),
  ) as unknown as JobStore;
}

describe("jobs in a Durable Object's SQLite", () => jobsContract(open));
