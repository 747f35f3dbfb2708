// Whose time came is told as whoever is forgotten by a call: once, whoever found it and whatever died on the way.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Event } from '../../functions/core/events/event.ts';
import { tellExpired } from '../../functions/core/faces/retention.ts';
import type { GalleryStore } from '../../functions/core/faces/store.ts';
import { createLog } from '../../functions/core/log.ts';
import { createMemoryAuditStore } from '../../functions/platform/audit-memory.ts';
import { createSqlAuditStore } from '../../functions/platform/audit-sql.ts';
import { openSqlite } from '../../functions/platform/sqlite.ts';
import { createMemoryGalleryStore } from '../../functions/platform/store-memory.ts';
import { createSqlGalleryStore } from '../../functions/platform/store-sql.ts';
import { startSweeping } from '../../functions/platform/sweep-node.ts';
import { ENCODER, faceOf } from './seeded-faces.ts';

const folder = mkdtempSync(join(tmpdir(), 'likeness-retention-'));
let files = 0;
afterAll(() => rmSync(folder, { recursive: true }));

const at = { tenant: 't', gallery: 'g' };
const LIMIT = { maxFacesPerGallery: 1_000 };

/** Hears each event once, as webhooks do; `fails` of the next calls fail. */
function listening() {
  const heard = new Map<string, Event>();
  let failing = 0;
  return {
    heard,
    fail: (times: number) => {
      failing = times;
    },
    async publish(_tenant: string, event: Event) {
      if (failing-- > 0) throw new Error('no listener for ada');
      heard.set(event.id, event);
    },
  };
}

type Service = { galleries: GalleryStore; audit: ReturnType<typeof createMemoryAuditStore> };

async function inFile(file: string, now: () => number, forgot?: () => Promise<void>): Promise<Service> {
  const db = await openSqlite(file);
  return {
    galleries: createSqlGalleryStore(db, { ...LIMIT, now, forgot }),
    audit: createSqlAuditStore(db),
  };
}

async function filled({ galleries }: Service, until: number): Promise<void> {
  await galleries.putGallery(at, { encoder: ENCODER }, 1);
  const enrol = (subject: string, expiresAt: number | undefined, ...faces: ReturnType<typeof faceOf>[]) =>
    galleries.enrol(at, { subject, encoder: ENCODER, expiresAt, faces }, 1);
  await enrol('ada', until, faceOf('a1', 1), faceOf('a2', 2));
  await enrol('bob', until, faceOf('b1', 3));
  await enrol('eve', until + 1, faceOf('e1', 4));
  await enrol('kim', undefined, faceOf('k1', 5));
}

const recorded = async ({ audit }: Service) =>
  (await audit.list('t', { limit: 99 })).items.map(({ actor, action, data, at }) => ({
    actor,
    action,
    data,
    at,
  }));

const record = (subject: string, forgotten_faces: number, time = 100) => ({
  actor: 'retention',
  action: 'subject.forgotten',
  data: { gallery: 'g', subject, forgotten_faces },
  at: time,
});

describe.each([
  [
    'in memory',
    async (now: () => number) => ({
      galleries: createMemoryGalleryStore({ ...LIMIT, now }),
      audit: createMemoryAuditStore(),
    }),
  ],
  ['in a file', (now: () => number) => inFile(join(folder, `${files++}.db`), now)],
])('a subject whose time came, %s,', (_, open) => {
  test('is recorded and told of once, by request or by sweep, with as many faces as it had; one who was deleted is not', async () => {
    let now = 99;
    const service = await open(() => now);
    const events = listening();
    const tell = () => tellExpired({ ...service, events });
    await filled(service, 100);
    await service.galleries.deleteSubject(at, 'kim');
    await tell();
    expect(await recorded(service)).toEqual([]);
    now = 100;
    expect(await service.galleries.getSubject(at, 'ada')).toBeUndefined();
    await Promise.all([tell(), tell()]);
    now = 101;
    expect(await service.galleries.sweep()).toBe(1);
    await tell();
    await tell();
    const records = await recorded(service);
    expect(records.toSorted((a, b) => (JSON.stringify(a.data) < JSON.stringify(b.data) ? -1 : 1))).toEqual([
      record('ada', 2),
      record('bob', 1),
      record('eve', 1, 101),
    ]);
    const heard = [...events.heard.values()];
    expect(
      heard.map(({ type, createdAt, data }) => ({ actor: 'retention', action: type, data, at: createdAt })),
    ).toEqual(records);
    expect(await service.galleries.untold(9)).toEqual([]);
  });

  test('is told of when that works again, and recorded no second time', async () => {
    const service = await open(() => 100);
    await filled(service, 50);
    await service.galleries.sweep();
    const events = listening();
    events.fail(1);
    await expect(tellExpired({ ...service, events })).rejects.toThrow('no listener');
    expect((await service.galleries.untold(9)).length).toBe(3);
    await tellExpired({ ...service, events });
    expect((await recorded(service)).length).toBe(3);
    expect(events.heard.size).toBe(3);
  });
});

test('two processes on one file tell of each once, and one that is enrolled anew is told of after its end', async () => {
  const file = join(folder, `${files++}.db`);
  let now = 99;
  const order: string[] = [];
  const events = listening();
  const first = await inFile(
    file,
    () => now,
    async () => {
      await tellExpired({ ...first, events });
      order.push('told');
    },
  );
  const second = await inFile(file, () => now);
  await filled(first, 100);
  now = 100;
  await Promise.all([
    first.galleries
      .enrol(at, { subject: 'ada', encoder: ENCODER, faces: [faceOf('a3', 6)] }, 100)
      .then(() => order.push('enrolled')),
    second.galleries.sweep(),
  ]);
  await Promise.all([tellExpired({ ...first, events }), tellExpired({ ...second, events })]);
  expect(order.at(-1)).toBe('enrolled');
  expect((await recorded(second)).length).toBe(2);
  expect(events.heard.size).toBe(2);
  for (const { galleries } of [first, second]) await galleries.close();
});

test('a sweep that fails is logged without what the error says, and those of before are told of all the same', async () => {
  const lines: string[] = [];
  const log = createLog(
    'error',
    (line) => lines.push(line),
    () => 0,
  );
  let told = 0;
  const stop = startSweeping(
    { sweep: () => Promise.reject(new Error('row of ada is broken')) },
    async () => {
      told++;
    },
    log,
  );
  await stop();
  expect(told).toBe(1);
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0])).toMatchObject({ level: 'error', lost: 'sweep', error: 'Error' });
  expect(lines[0]).not.toContain('ada');
});
