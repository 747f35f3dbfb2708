import { env } from 'cloudflare:workers';
import { describe } from 'vitest';
import { createObjectIdempotencyStore } from '../../functions/platform/idempotency-object-worker.ts';
import { idempotencyContract } from '../platform/idempotency.contract.ts';

describe('requests in Durable Objects', () =>
  idempotencyContract(async () => createObjectIdempotencyStore(env)));
