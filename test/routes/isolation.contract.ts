// Every call of the document with another tenant's ids: nothing is there, and nothing changes for whoever it belongs to.
import { expect, test } from 'vitest';
import { createGallerySearch } from '../../functions/core/faces/search.ts';
import type { GalleryStore } from '../../functions/core/faces/store.ts';
import type { Jobs } from '../../functions/core/jobs/jobs.ts';
import type { KeyStore } from '../../functions/core/keys/store.ts';
import { call } from '../fakes/call.ts';
import { base64, embedding, fakeApp, picture } from '../fakes/faces.ts';
import { keyIn } from '../fakes/keys.ts';
import { style } from '../fakes/styles.ts';

const image = base64(picture(10));
/** Nothing of what these tests do comes under its events. */
const hook = { url: 'https://theirs.example/', events: ['gallery.deleted'] };
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

/** What the app runs on that holds anything of a tenant's; `steps`: iterations of a style transfer that are computed. */
export type Held = Parameters<typeof fakeApp>[0] & {
  readonly galleries: GalleryStore;
  readonly keys: KeyStore;
  readonly styles: Jobs;
};

export function isolation(open: () => Promise<Held>, steps: number): void {
  /** An app with the search that a service has, and two tenants' ways of calling it. */
  async function two() {
    const held = await open();
    const { galleries, styles, keys } = held;
    const { app } = fakeApp({ ...held, search: createGallerySearch({ galleries }) });
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
    if (steps > 0) await styles.step({ tenant: 'owner', job: 'j' }, 0, { iterations: steps });
    const webhook = (await owner('POST', '/v1/webhooks', hook)).body.id;
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
        ].map(async (path) => settled((await owner('GET', path)).body)),
      );
    const before = await held();
    const { losses } = before[4] as { losses: unknown[] };
    expect(losses).toHaveLength(steps > 0 ? steps + 1 : 0); // where it began, and each iteration
    expect(delivery).toBeTypeOf('string');
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

/** Without what changes by itself while a delivery is tried. */
function settled(body: unknown): unknown {
  const moving = new Set(['failing_since', 'status', 'attempts', 'next_attempt_at', 'last_attempt']);
  return JSON.parse(JSON.stringify(body, (name, value) => (moving.has(name) ? undefined : value)));
}
