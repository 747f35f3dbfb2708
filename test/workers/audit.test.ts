import { env } from 'cloudflare:workers';
import { describe } from 'vitest';
import { createObjectAuditStore } from '../../functions/platform/audit-object-worker.ts';
import { auditContract } from '../platform/audit.contract.ts';

describe('the audit record in a Durable Object', () =>
  auditContract(async () => createObjectAuditStore(env)));
