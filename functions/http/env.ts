// What the middleware leaves on a request for its handler.
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Stages } from '../core/faces/stages.ts';
import type { Fault } from '../core/fault.ts';
import type { Place } from '../core/gate.ts';
import type { Quota } from '../core/keys/key.ts';
import type { Scope } from '../core/keys/scopes.ts';
import type { Log } from '../core/log.ts';

/** Who asks. */
export type Caller = {
  readonly tenant: string;
  /** Id of the key in the store; `configured` is the one of the environment; null: nobody asked for one. */
  readonly keyId: string | null;
  readonly scopes: readonly Scope[];
  readonly quota: Quota | null;
};

export type Env = {
  Variables: {
    requestId: string;
    /** The caller's, which almost every handler wants. */
    tenant: string;
    caller: Caller;
    log?: Log;
    /** Absent where no clock moves. */
    stages?: Stages;
    /** Code of the problem that is answered. */
    problem?: string;
    once?: Once;
    /** Absent where nobody counts. */
    place?: Place;
    /** What lies at each URL, or why it could not be fetched. Absent where pictures are not fetched. */
    fetchPictures?: (urls: readonly string[]) => Promise<readonly (Uint8Array | Fault)[]>;
    /** Whether the service asks for no key, when that was looked up. */
    keyless?: Promise<boolean>;
  };
};

export type App = OpenAPIHono<Env>;

/**
 * What a request makes gets its ids from here. `again`: it was made by an earlier request of the same key, so nothing is
 * made now: what is there is answered, and what has been deleted since is not found.
 */
export type Once = { readonly newId: () => string; readonly again: boolean };
