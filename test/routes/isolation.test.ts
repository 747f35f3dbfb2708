// Every call of the document with another tenant's ids: nothing is there, and nothing changes for whoever it belongs to.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createGallerySearch } from '../../functions/core/faces/search.ts';
import { createMemoryJobStore } from '../../functions/platform/jobs-memory.ts';
import { createSqlJobStore } from '../../functions/platform/jobs-sql.ts';
import { createMemoryKeyStore } from '../../functions/platform/keys-memory.ts';
import { createSqlKeyStore } from '../../functions/platform/keys-sql.ts';
import { openSqlite } from '../../functions/platform/sqlite.ts';
import { createMemoryGalleryStore } from '../../functions/platform/store-memory.ts';
import { createSqlGalleryStore } from '../../functions/platform/store-sql.ts';
import { call } from '../fakes/call.ts';
import { base64, embedding, fakeApp, picture } from '../fakes/faces.ts';
import { keyIn } from '../fakes/keys.ts';
import { fakeStyles, style } from '../fakes/styles.ts';

const image = base64(picture(10));
const side = { embedding: embedding(10), model: 'circle-4' };

/** A call with the owner's ids. `answer`: what the stranger gets where it is no 404. */
type Try = { readonly body?: unknown; readonly answer?: object };

const NOTHING_THERE: Try = {};
/** No call of these reaches anything that a tenant has. */
const OWNS_NOTHING = 'owns nothing';

/** Every call there is, and no other. */
const TRIES: Readonly<Record<string, Try | typeof OWNS_NOTHING>> = {
  'GET /v1/audit': { answer: { records: [], next_cursor: null } },
  'GET /v1/health': OWNS_NOTHING,
  'GET /v1/health/ready': OWNS_NOTHING,
  'GET /v1/models': OWNS_NOTHING,
  'POST /v1/detect': OWNS_NOTHING,
  'POST /v1/embed': OWNS_NOTHING,
  'POST /v1/verify': { body: { a: side, b: { gallery: 'g', subject: 's' } } },
  'GET /v1/galleries': { answer: { galleries: [], next_cursor: null } },
  'PUT /v1/galleries/{gallery}': { body: { name: 'taken' }, answer: { id: 'g', name: 'taken' } }, // of its own
  'GET /v1/galleries/{gallery}': NOTHING_THERE,
  'DELETE /v1/galleries/{gallery}': NOTHING_THERE,
  'GET /v1/galleries/{gallery}/subjects': NOTHING_THERE,
  'GET /v1/galleries/{gallery}/subjects/{subject}': NOTHING_THERE,
  'GET /v1/galleries/{gallery}/subjects/{subject}/export': NOTHING_THERE,
  'PATCH /v1/galleries/{gallery}/subjects/{subject}': { body: { name: 'taken' } },
  'DELETE /v1/galleries/{gallery}/subjects/{subject}': NOTHING_THERE,
  'POST /v1/galleries/{gallery}/subjects/{subject}/faces': { body: { image } },
  'DELETE /v1/galleries/{gallery}/subjects/{subject}/faces/{face}': NOTHING_THERE,
  'POST /v1/galleries/{gallery}/recognize': { body: { image } },
  'POST /v1/galleries/{gallery}/calibrate': { body: {} },
  'GET /v1/styles': { answer: { styles: [], next_cursor: null } },
  'POST /v1/styles': OWNS_NOTHING,
  'POST /v1/styles/estimate': OWNS_NOTHING,
  'GET /v1/styles/{style}': NOTHING_THERE,
  'DELETE /v1/styles/{style}': NOTHING_THERE,
  'POST /v1/styles/{style}/steps': { body: { from: 0, iterations: 1 } },
  'GET /v1/styles/{style}/image': NOTHING_THERE,
  'GET /v1/styles/{style}/result': NOTHING_THERE,
  'GET /v1/styles/{style}/losses': NOTHING_THERE,
  'GET /v1/styles/{style}/events': NOTHING_THERE,
  'POST /v1/styles/{style}/cancel': NOTHING_THERE,
  'POST /v1/styles/{style}/fork': { body: {} },
  'GET /v1/webhooks': { answer: { webhooks: [] } },
  'POST /v1/webhooks': OWNS_NOTHING,
  'GET /v1/webhooks/{webhook}': NOTHING_THERE,
  'PATCH /v1/webhooks/{webhook}': { body: { enabled: false } },
  'DELETE /v1/webhooks/{webhook}': NOTHING_THERE,
  'POST /v1/webhooks/{webhook}/rotate': NOTHING_THERE,
  'POST /v1/webhooks/{webhook}/test': NOTHING_THERE,
  'GET /v1/webhooks/{webhook}/deliveries': NOTHING_THERE,
  'GET /v1/webhooks/{webhook}/deliveries/{delivery}': NOTHING_THERE,
  'POST /v1/webhooks/{webhook}/deliveries/{delivery}/redeliver': NOTHING_THERE,
  'GET /v1/networks': OWNS_NOTHING,
  'GET /v1/networks/{network}/layers': OWNS_NOTHING,
  'POST /v1/networks/{network}/layers/{layer}/patches': OWNS_NOTHING,
  'POST /v1/networks/{network}/layers/{layer}/activations': OWNS_NOTHING,
  'GET /v1/networks/{network}/layers/{layer}/filters': OWNS_NOTHING,
  'POST /v1/networks/{network}/layers/{layer}/maximise': OWNS_NOTHING,
  'POST /v1/networks/{network}/layers/{layer}/maximise/estimate': OWNS_NOTHING,
};

const folder = mkdtempSync(join(tmpdir(), 'likeness-isolation-'));
afterAll(() => rmSync(folder, { recursive: true }));

const limits = { maxFacesPerGallery: 50 };
describe('in memory', () =>
  isolation(async () => ({
    galleries: createMemoryGalleryStore(limits),
    jobs: createMemoryJobStore(),
    keys: createMemoryKeyStore(),
  })));
describe('in SQL', () =>
  isolation(async () => {
    const db = await openSqlite(join(folder, `${crypto.randomUUID()}.db`));
    return {
      galleries: createSqlGalleryStore(db, limits),
      jobs: createSqlJobStore(db),
      keys: createSqlKeyStore(db),
    };
  }));

type Stores = {
  readonly galleries: ReturnType<typeof createMemoryGalleryStore>;
  readonly jobs: ReturnType<typeof createMemoryJobStore>;
  readonly keys: ReturnType<typeof createMemoryKeyStore>;
};

function isolation(open: () => Promise<Stores>): void {
  /** An app with the search that a service has, and two tenants' ways of calling it. */
  async function two() {
    const { galleries, jobs: store, keys } = await open();
    const styles = fakeStyles({ store }).jobs;
    const { app } = fakeApp({ galleries, styles, keys, search: createGallerySearch({ galleries }) });
    const as = async (tenant: string) => {
      const { headers } = await keyIn(keys, { tenant });
      return (method: string, path: string, body?: unknown, more: Record<string, string> = {}) =>
        call(app, method, path, body, { ...headers, ...more });
    };
    return { owner: await as('owner'), stranger: await as('stranger'), styles };
  }

  test('every call with the ids of another is a 404 or an empty list, and changes nothing', async () => {
    const { owner, stranger, styles } = await two();
    await owner('PUT', '/v1/galleries/g', { name: 'theirs' });
    const enrolled = await owner('POST', '/v1/galleries/g/subjects/s/faces', { image, name: 'Robin' });
    const face = enrolled.body.enrolled[0].id;
    await styles.create({ tenant: 'owner', job: 'j' }, style());
    await styles.step({ tenant: 'owner', job: 'j' }, 0, { iterations: 2 });
    const webhook = (await owner('POST', '/v1/webhooks', { url: 'https://theirs.example/' })).body.id;
    const delivery = (await owner('POST', `/v1/webhooks/${webhook}/test`)).body.id;
    const held = () =>
      Promise.all(
        [
          '/v1/galleries',
          '/v1/galleries/g',
          '/v1/galleries/g/subjects',
          '/v1/styles',
          '/v1/styles/j/losses',
          '/v1/webhooks',
          `/v1/webhooks/${webhook}/deliveries`,
        ].map(async (path) => (await owner('GET', path)).body),
      );
    const before = await held();
    expect(before[4].losses).toHaveLength(3); // where it began, and two iterations
    expect((await owner('GET', '/v1/audit')).body.records).not.toEqual([]);

    const { paths } = (await owner('GET', '/openapi.json')).body;
    const calls = Object.entries<object>(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(calls.sort()).toEqual(Object.keys(TRIES).sort());

    const ids: Record<string, string> = { gallery: 'g', subject: 's', face, style: 'j', webhook, delivery };
    // A gallery of the stranger's own would be found from then on, so it is made last.
    const tries = Object.entries(TRIES).sort(
      ([a], [b]) => Number(a.startsWith('PUT')) - Number(b.startsWith('PUT')),
    );
    for (const [operation, wanted] of tries) {
      if (wanted === OWNS_NOTHING) continue;
      const [method, template] = operation.split(' ');
      const path = template.replaceAll(/\{(\w+)\}/g, (_, name) => ids[name]);
      const { status, body } = await stranger(method, path, wanted.body);
      if (wanted.answer) expect([operation, body]).toMatchObject([operation, wanted.answer]);
      else expect([operation, status]).toEqual([operation, 404]);
      expect(JSON.stringify(body)).not.toMatch(/Robin|theirs/);
      expect(await held(), operation).toEqual(before);
      const own = await owner('POST', '/v1/galleries/g/recognize', { image });
      expect(own.body.faces[0].subject).toEqual({ id: 's', name: 'Robin' });
    }
  });

  test('galleries, subjects and idempotency keys of equal names are apart, also in the index of the search', async () => {
    const { owner, stranger } = await two();
    const once = { 'Idempotency-Key': 'the-same' };
    const people = [
      { as: owner, angle: 10, name: 'Robin' },
      { as: stranger, angle: 100, name: 'Kim' },
    ];
    for (const { as, angle, name } of people) {
      await as('PUT', '/v1/galleries/g');
      const body = { image: base64(picture(angle)), name };
      const { status } = await as('POST', '/v1/galleries/g/subjects/s/faces', body, once);
      expect(status).toBe(201);
    }
    for (let round = 0; round < 2; round++) {
      for (const { as, angle, name } of people) {
        const seen = await as('POST', '/v1/galleries/g/recognize', { image: base64(picture(10, 100)) });
        const known = seen.body.faces.map((found: { decision: string }) => found.decision);
        expect(known).toEqual(angle === 10 ? ['known', 'unknown'] : ['unknown', 'known']);
        expect((await as('GET', '/v1/galleries/g/subjects')).body.subjects).toMatchObject([{ name }]);
      }
    }
    expect((await stranger('DELETE', '/v1/galleries/g')).status).toBe(204);
    const left = await owner('POST', '/v1/galleries/g/recognize', { image });
    expect(left.body.faces[0].subject).toEqual({ id: 's', name: 'Robin' });
    expect((await stranger('POST', '/v1/galleries/g/recognize', { image })).status).toBe(404);
  });
}
