import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe } from 'vitest';
import { createMemoryAuditStore } from '../../functions/platform/audit-memory.ts';
import { createSqlAuditStore } from '../../functions/platform/audit-sql.ts';
import { openSqlite } from '../../functions/platform/sqlite.ts';
import { auditContract } from './audit.contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'likeness-audit-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the audit record in memory', () => auditContract(async () => createMemoryAuditStore()));

describe('the audit record in a libsql file', () =>
  auditContract(async () => createSqlAuditStore(await openSqlite(join(folder, 'one.db')))));
