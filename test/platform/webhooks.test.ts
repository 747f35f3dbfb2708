import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Event } from '../../functions/core/events/event.ts';
import type { Send } from '../../functions/core/webhooks/deliver.ts';
import { createDeliveries } from '../../functions/core/webhooks/deliveries.ts';
import { openSqlite } from '../../functions/platform/sqlite.ts';
import { createMemoryWebhookStore } from '../../functions/platform/webhooks-memory.ts';
import { createSqlWebhookStore } from '../../functions/platform/webhooks-sql.ts';
import { fakeWebhooks } from '../fakes/webhooks.ts';
import { webhooksContract } from './webhooks.contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'likeness-webhooks-'));
let files = 0;
const newFile = () => join(folder, `${files++}.db`);
afterAll(() => rmSync(folder, { recursive: true }));

describe('webhooks in memory', () => webhooksContract(async () => createMemoryWebhookStore()));

describe('webhooks in a libsql file', () =>
  webhooksContract(async () => createSqlWebhookStore(await openSqlite(newFile()))));

const enrolled = (id: number): Event => ({
  id: `evt_${id}`,
  type: 'subject.enrolled',
  createdAt: 1_000,
  data: { gallery: 'g', subject: `s${id}`, faces: ['f'], model: 'm' },
});

async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 100_000; turn++) {
    if (condition()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error('it never came');
}

test('two processes on one file deliver each event once; what one held when it died, the other sends under the same id', async () => {
  const file = newFile();
  const [a, b] = [await openSqlite(file), await openSqlite(file)];
  let time = 1_000;
  const received: string[] = [];
  let dying = true;
  /** The first process: it sends two and never hears of them. */
  const held: string[] = [];
  const hanging: Send = ({ headers }) => {
    held.push(headers['webhook-id']);
    return new Promise(() => {});
  };
  const answering: Send = async ({ headers }) => {
    received.push(headers['webhook-id']);
    return { status: 200, retryAfterMs: 0 };
  };
  const loopOn = (db: typeof a, send: Send) =>
    createDeliveries({
      ...{
        store: createSqlWebhookStore(db),
        send,
        sign: async () => 'v1,x',
        now: () => time,
        random: () => 0,
      },
      later: () => () => {},
      report: (error) => {
        throw error;
      },
    });
  const first = fakeWebhooks({ store: createSqlWebhookStore(a), now: () => time });
  const made = { url: 'https://example.com/', events: ['*'] as const, description: null };
  await first.webhooks.create({ tenant: 't', endpoint: 'wh_1' }, made, false);
  for (let i = 0; i < 3; i++) await first.webhooks.publish('t', enrolled(i));
  const dead = loopOn(a, (...given) => (dying ? hanging(...given) : answering(...given)));
  await until(() => held.length === 3);
  dying = false;
  for (let i = 3; i < 30; i++) await first.webhooks.publish('t', enrolled(i));
  const [one, two] = [loopOn(a, answering), loopOn(b, answering)];
  await until(() => received.length === 27);
  time += 29_999; // the claim of the dead is not over
  one.wake();
  two.wake();
  await Promise.all([one.stop(), two.stop()]);
  expect(received).toHaveLength(27);
  time += 1;
  const restarted = loopOn(b, answering);
  await until(() => received.length === 30);
  await restarted.stop();
  expect(new Set(received)).toEqual(new Set(Array.from({ length: 30 }, (_, i) => `evt_${i}`)));
  expect(await createSqlWebhookStore(b).nextDue()).toBeUndefined();
  void dead; // it waits for ever for its answers
  await a.destroy();
  await b.destroy();
});
