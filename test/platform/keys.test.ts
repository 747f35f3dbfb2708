import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe } from 'vitest';
import { createMemoryKeyStore } from '../../functions/platform/keys-memory.ts';
import { createSqlKeyStore } from '../../functions/platform/keys-sql.ts';
import { createMemoryLimiter } from '../../functions/platform/limiter-memory.ts';
import { createSqlLimiter } from '../../functions/platform/limiter-sql.ts';
import { openSqlite } from '../../functions/platform/sqlite.ts';
import { keysContract } from './keys.contract.ts';
import { limiterContract } from './limiter.contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'likeness-keys-'));
let files = 0;
afterAll(() => rmSync(folder, { recursive: true }));

describe('a limiter in memory', () => limiterContract(async () => createMemoryLimiter()));

describe('a limiter in a libsql file', () =>
  limiterContract(async () => createSqlLimiter(await openSqlite(join(folder, `${files++}.db`)))));

describe('keys in memory', () => keysContract(async () => createMemoryKeyStore()));

describe('keys in a libsql file', () =>
  keysContract(async () => createSqlKeyStore(await openSqlite(join(folder, `${files++}.db`)))));
