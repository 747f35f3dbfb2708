// The job store's port: a job is a record, what was posted, its state and its ledger of losses.
// functions/platform/jobs-memory.ts is the readable specification; test/platform/jobs.contract.ts is the law.
import type { Page, PageRequest } from '../faces/store.ts';
import type { Pieces } from '../optim/packing.ts';

/** Where a job lives. Ids are the service's own, well-formed text without U+0000; a tenant never sees another's. */
export type JobKey = { readonly tenant: string; readonly job: string };

export type StoredJob = {
  readonly id: string;
  /** 1 when it is made; every commit adds 1. */
  readonly revision: number;
  /** What job.ts says of the job, as JSON text; a store reads nothing in it. */
  readonly record: string;
  /** To be continued in the background. */
  readonly auto: boolean;
  /** Ledger entries held. */
  readonly entries: number;
};

export type NewJob = {
  readonly record: string;
  readonly auto: boolean;
  /** What was posted, as the job's kind packs it; it never changes. */
  readonly inputs: Uint8Array;
  /** As packing.ts packs it; read before the call returns. */
  readonly state: Pieces;
};

export type JobChange = {
  /** The revision that the change was made from. */
  readonly revision: number;
  readonly record: string;
  readonly auto: boolean;
  /** Replaces the state; left out, the state stays. */
  readonly state?: Pieces;
  /** Appended to the ledger, each one JSON text. */
  readonly entries: readonly string[];
};

/** Who computes a job, until when: others leave it alone meanwhile. Times are milliseconds since the epoch. */
export type Lease = { readonly holder: string; readonly now: number; readonly until: number };

/**
 * Every method either does all it says or nothing that is visible, and throws Fault store_failed when the medium fails;
 * calling again is then safe. A job that is not there is `undefined`, `false` or an empty list, never a fault.
 */
export type JobStore = {
  /** False when the id is taken; nothing is changed then. */
  create(at: JobKey, made: NewJob): Promise<boolean>;
  get(at: JobKey): Promise<StoredJob | undefined>;
  /** Ordered by id. */
  list(tenant: string, page: PageRequest): Promise<Page<StoredJob>>;
  inputs(at: JobKey): Promise<Uint8Array | undefined>;
  /** The state as one value, the caller's own, and the revision it belongs to, of one moment. */
  state(at: JobKey): Promise<{ readonly revision: number; readonly state: Float32Array } | undefined>;
  /** Ledger entries from the `from`th on (0 is the first), `limit` at most. */
  losses(at: JobKey, page: { readonly from: number; readonly limit: number }): Promise<readonly string[]>;
  /**
   * Compare and set: record, state and entries together, when `revision` is still the job's. False otherwise, and
   * nothing is changed. A commit whose answer was lost may be sent again: it is then false.
   */
  commit(at: JobKey, change: JobChange): Promise<boolean>;
  /** With all it holds. False when it was not there. */
  delete(at: JobKey): Promise<boolean>;

  /**
   * Takes or prolongs the lease; false when another holder's has not ended, or there is no such job. A lease saves work
   * and is no lock: what keeps a job whole is the revision.
   */
  claim(at: JobKey, lease: Lease): Promise<boolean>;
  /** Gives the lease back, if it is this holder's. */
  release(at: JobKey, holder: string): Promise<void>;
  /** Jobs to be continued in the background that nobody has a lease on, of all tenants, by tenant and id. */
  waiting(now: number, limit: number): Promise<readonly JobKey[]>;

  close(): Promise<void>;
};
