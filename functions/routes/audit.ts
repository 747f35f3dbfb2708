// Who did what to whose face: the tenant's own record, in order.
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { AuditRecord } from '../core/audit/record.ts';
import type { Deps } from '../core/ports.ts';
import { NextCursor } from '../http/answers.ts';
import { json } from '../http/contract.ts';
import type { App, Env } from '../http/env.ts';
import { fails } from '../http/failures.ts';
import { AuditQuery } from '../http/schema.ts';

export function audit({ audit }: Pick<Deps, 'audit'>): App {
  const app = new OpenAPIHono<Env>();

  const list = createRoute({
    method: 'get',
    path: '/audit',
    summary:
      'Who did what to whose face, oldest first, in pages; every record names the hash of the one before',
    request: { query: AuditQuery },
    responses: { 200: json(AuditPage, 'A page.'), default: fails('store_failed') },
  });
  app.openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const page = await audit.list(c.get('tenant'), { limit, cursor });
    return c.json({ records: page.items.map(recordAnswer), next_cursor: page.cursor }, 200);
  });

  return app;
}

const RecordAnswer = z.object({
  seq: z.number().openapi({ description: 'From 1, without a gap.' }),
  at: z.string().openapi({ description: 'RFC 3339.' }),
  actor: z.string().nullable().openapi({
    description:
      'Id of the key that was sent; null where the service asks for none; `retention` where the time of a subject came.',
  }),
  request: z
    .string()
    .openapi({ description: 'X-Request-Id of the call; of retention, which has none, an id of its own.' }),
  action: z.string().openapi({ example: 'subject.enrolled' }),
  data: z
    .record(z.string(), z.json())
    .openapi({ type: 'object', description: 'Ids and numbers: no template, picture or name.' }),
  previous: z.string().openapi({ description: 'hash of the record before; 64 zeros of the first.' }),
  hash: z.string().openapi({
    description:
      'SHA-256 of the JSON array [tenant, seq, at in milliseconds, actor, request, action, data, previous].',
  }),
});

const AuditPage = z.object({ records: z.array(RecordAnswer), next_cursor: NextCursor });

function recordAnswer({ at, data, ...same }: AuditRecord): z.output<typeof RecordAnswer> {
  return { ...same, at: new Date(at).toISOString(), data: data as z.output<typeof RecordAnswer>['data'] };
}
