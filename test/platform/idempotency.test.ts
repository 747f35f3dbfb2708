import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe } from 'vitest';
import { createMemoryIdempotencyStore } from '../../functions/platform/idempotency-memory.ts';
import { createSqlIdempotencyStore } from '../../functions/platform/idempotency-sql.ts';
import { openSqlite } from '../../functions/platform/sqlite.ts';
import { idempotencyContract } from './idempotency.contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'likeness-requests-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('requests in memory', () => idempotencyContract(async () => createMemoryIdempotencyStore()));

describe('requests in a libsql file', () =>
  idempotencyContract(async () => createSqlIdempotencyStore(await openSqlite(join(folder, 'one.db')))));
