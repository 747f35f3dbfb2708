// A Durable Object an idempotency key: two requests of one key meet there, wherever they arrive.
import { DurableObject } from 'cloudflare:workers';
import type { Beginning, BegunRequest, IdempotencyStore, RequestKey } from '../core/idempotency/store.ts';
import { reportFailures } from '../core/report-failures.ts';

export type IdempotencyEnv = { readonly IDEMPOTENCY: DurableObjectNamespace<IdempotencyObject> };

type Held = Pick<BegunRequest, 'fingerprint' | 'seed' | 'leaseUntil' | 'expiresAt'> & {
  readonly done: boolean;
};

export class IdempotencyObject extends DurableObject {
  async begin({ now, fingerprint, seed, leaseUntil, expiresAt }: BegunRequest): Promise<Beginning> {
    const found = await this.#held();
    if (!found || found.expiresAt <= now) {
      await this.#hold({ fingerprint, seed, leaseUntil, expiresAt, done: false });
      await this.ctx.storage.setAlarm(expiresAt);
      return { state: 'begun', seed };
    }
    if (found.fingerprint !== fingerprint) return { state: 'other' };
    if (found.done) return { state: 'done', seed: found.seed };
    if (found.leaseUntil > now) return { state: 'running' };
    await this.#hold({ ...found, leaseUntil });
    return { state: 'begun', seed: found.seed };
  }

  async end(done: boolean): Promise<void> {
    const found = await this.#held();
    if (found) await this.#hold({ ...found, leaseUntil: 0, done: found.done || done });
  }

  /** The key is new again, and nothing is left of it. */
  override async alarm(): Promise<void> {
    await this.ctx.storage.deleteAll();
  }

  #held(): Promise<Held | undefined> {
    return this.ctx.storage.get<Held>('request');
  }

  async #hold(held: Held): Promise<void> {
    await this.ctx.storage.put('request', held);
  }
}

export function createObjectIdempotencyStore({ IDEMPOTENCY }: IdempotencyEnv): IdempotencyStore {
  const of = ({ tenant, key }: RequestKey) =>
    IDEMPOTENCY.get(IDEMPOTENCY.idFromName(JSON.stringify([tenant, key])));
  const store: IdempotencyStore = {
    begin: (at, request) => of(at).begin(request),
    end: (at, done) => of(at).end(done),
  };
  return reportFailures(store, 'The Durable Object of an idempotency key');
}
