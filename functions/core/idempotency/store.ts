// What is remembered of a request that its caller may send again: which one it was, and where its ids come from.
// functions/platform/idempotency-memory.ts is the readable specification; test/platform/idempotency.contract.ts is the law.

/** `key`: SHA-256 of the caller's key, since that may say something of whoever made it. */
export type RequestKey = { readonly tenant: string; readonly key: string };

export type BegunRequest = {
  /** SHA-256 of all that the caller asked for. */
  readonly fingerprint: string;
  /** 128 random bits, lower-case hex: taken when the key is new. */
  readonly seed: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Until then another request of this key is told to wait. */
  readonly leaseUntil: number;
  /** From then on the key is new again. */
  readonly expiresAt: number;
};

/**
 * `begun`: this request is to do it. `done`: a request of this key did it before. `running`: another one is at it.
 * `other`: the key was used for something else. `seed` is that of the first request, which may have died on its way.
 */
export type Beginning =
  | { readonly state: 'begun' | 'done'; readonly seed: string }
  | { readonly state: 'running' | 'other' };

/** Throws Fault store_failed when the medium fails; calling again is then safe. */
export type IdempotencyStore = {
  begin(at: RequestKey, request: BegunRequest): Promise<Beginning>;
  /** It has been done, or this attempt has ended without it: the key can be used again at once. */
  end(at: RequestKey, done: boolean): Promise<void>;
};
