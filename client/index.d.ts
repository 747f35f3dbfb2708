// What the client is, for TypeScript: every call with its body, its answer and the codes of its errors.
import type { Client } from 'openapi-fetch';
import type { components, paths } from './api.d.ts';

export type { components, paths };

export type Problem = components['schemas']['Problem'];

/** Every code that any call may answer; each call's own are in the type of its `error`. */
export type Code = Problem['code'];

export type Options = {
  /** Where the service is, as https://faces.example.com. */
  readonly baseUrl: string;
  /** The bearer key, where it asks for one. */
  readonly key?: string;
  /** For one try. Default 90,000. */
  readonly timeoutMs?: number;
  /** How often a call is sent again after no answer, 503 or 429. Default 3. */
  readonly retries?: number;
  /** Before trying again where no Retry-After says when. Default 1,000. */
  readonly pauseMs?: number;
  readonly fetch?: typeof globalThis.fetch;
};

export type LikenessClient = Client<paths>;

/**
 * `client.POST('/v1/verify', { body })` gives `{ data, error, response }`: `data` of the 2xx, or `error` as RFC 9457 with
 * the codes that this call may answer. It throws only where there was no answer.
 */
export declare function createClient(options: Options): LikenessClient;
