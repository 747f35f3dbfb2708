// A POST that makes something, sent again.
import { expect, test } from 'vitest';
import type { Deps } from '../../functions/core/ports.ts';
import { createMemoryIdempotencyStore } from '../../functions/platform/idempotency-memory.ts';
import { createNodeImages } from '../../functions/platform/images-node.ts';
import { answerOf, call, send } from '../fakes/call.ts';
import { heardEvents } from '../fakes/events.ts';
import { base64, fakeApp, picture } from '../fakes/faces.ts';
import { picture as painted } from '../fakes/styles.ts';

const ada = '/v1/galleries/g/subjects/ada';
const faces = `${ada}/faces`;
const image = { image: base64(picture(1)) };
const key = (text = 'one') => ({ 'Idempotency-Key': text });

const images = createNodeImages({ maxPixels: 1e6 });
const paint = base64((await images.encode(painted(60, 40), 'png')) as Uint8Array<ArrayBuffer>);

async function service(change: Partial<Deps> = {}) {
  let ids = 0;
  const randomId = () => (++ids).toString(16).padEnd(32, 'f');
  const events = heardEvents();
  const { app } = fakeApp({ events, randomId, ...change });
  await call(app, 'PUT', '/v1/galleries/g');
  const held = async () => (await call(app, 'GET', ada)).body.faces?.length ?? 0;
  const style = (headers: Record<string, string>) =>
    call(
      app,
      'POST',
      '/v1/styles',
      { content: paint, style: paint, options: { levels: [{ size: 32, iterations: 5 }] } },
      headers,
    );
  return { app, events, held, style };
}

test('an enrolment sent twice is made once, answered alike and told once', async () => {
  const { app, events, held } = await service();
  const first = await call(app, 'POST', faces, image, key());
  const second = await call(app, 'POST', faces, image, key());
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(second.body).toEqual(first.body);
  expect([first, second].map(({ headers }) => headers.get('Idempotency-Replayed'))).toEqual([null, 'true']);
  expect(await held()).toBe(1);
  expect(new Set(events.heard.map(({ id }) => id)).size).toBe(1);
  await call(app, 'POST', faces, image, key('two'));
  await call(app, 'POST', faces, image);
  expect(await held()).toBe(3);
});

test('a form drawn up again has another boundary, and is the same request; quotes are no part of a key', async () => {
  const { app, held } = await service();
  const form = async (headers: Record<string, string>) => {
    const body = new FormData();
    body.append('image', new Blob([picture(1)], { type: 'image/jpeg' }), 'picture.jpg');
    return answerOf(await app.request(faces, { method: 'POST', body, headers }));
  };
  const [bare, quoted] = [await form(key('k')), await form(key('"k"'))];
  expect([bare.status, quoted.status, await held()]).toEqual([201, 201, 1]);
  expect((await send(app, faces, [['image', picture(1)]])).status).toBe(201); // without a key
  expect(await held()).toBe(2);
});

test('a key of another request is refused, and so is one that cannot be a key', async () => {
  const { app, held } = await service();
  await call(app, 'POST', faces, image, key());
  for (const [path, body] of [
    [faces, { image: base64(picture(2)) }],
    [`${faces}?on_multiple=largest`, image],
    ['/v1/galleries/g/subjects/bob/faces', image],
  ] as const) {
    const { status, body: problem } = await call(app, 'POST', path, body, key());
    expect([status, problem.code]).toEqual([422, 'idempotency_key_reused']);
  }
  for (const wrong of ['', 'two words', 'k'.repeat(256), '"half']) {
    const { status, body: problem } = await call(app, 'POST', faces, image, key(wrong));
    expect([wrong, status, problem.code]).toEqual([
      wrong,
      wrong === '"half' ? 201 : 400,
      wrong === '"half' ? undefined : 'request_malformed',
    ]);
  }
  expect(await held()).toBe(2);
});

test('of two at once one is done and the other is told to wait', async () => {
  const idempotency = createMemoryIdempotencyStore();
  const began: (() => void)[] = [];
  const { app, held } = await service({
    idempotency: {
      ...idempotency,
      async begin(...given) {
        const beginning = await idempotency.begin(...given);
        if (began.length < 2) {
          await new Promise<void>((resolve) => {
            began.push(resolve);
            if (began.length === 2) for (const go of began) go();
          });
        }
        return beginning;
      },
    },
  });
  const both = await Promise.all([1, 2].map(() => call(app, 'POST', faces, image, key())));
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect(both.find(({ status }) => status === 409)?.body.code).toBe('idempotency_running');
  expect((await call(app, 'POST', faces, image, key())).status).toBe(201);
  expect(await held()).toBe(1);
});

test('what was forgotten since is not found, and does not come back', async () => {
  const { app, held } = await service();
  const { body } = await call(app, 'POST', faces, image, key());
  await call(app, 'DELETE', `${faces}/${body.enrolled[0].id}`);
  const without = await call(app, 'POST', faces, image, key());
  expect([without.status, without.body.code, await held()]).toEqual([404, 'face_not_found', 0]);
  await call(app, 'DELETE', ada);
  const gone = await call(app, 'POST', faces, image, key());
  expect([gone.status, gone.body.code]).toEqual([404, 'subject_not_found']);
  expect((await call(app, 'GET', ada)).status).toBe(404);
});

test('a request that failed has not used its key up', async () => {
  const { app, held } = await service();
  await call(app, 'DELETE', '/v1/galleries/g');
  expect((await call(app, 'POST', faces, image, key())).body.code).toBe('gallery_not_found');
  await call(app, 'PUT', '/v1/galleries/g');
  expect((await call(app, 'POST', faces, image, key())).status).toBe(201);
  expect(await held()).toBe(1);
});

test('an attempt that died before its end was written is done again under the same ids', async () => {
  const idempotency = createMemoryIdempotencyStore();
  let time = 0;
  let dead = true;
  const { app, held } = await service({
    now: () => time,
    idempotency: {
      ...idempotency,
      end: async (...given) => (dead ? undefined : idempotency.end(...given)),
    },
  });
  const first = await call(app, 'POST', faces, image, key());
  dead = false;
  expect((await call(app, 'POST', faces, image, key())).status).toBe(409);
  time += 30_000;
  const second = await call(app, 'POST', faces, image, key());
  expect(second.body.enrolled).toEqual(first.body.enrolled);
  expect(await held()).toBe(1);
});

test('after a day a key is new', async () => {
  let time = 0;
  const { app, held } = await service({ now: () => time });
  await call(app, 'POST', faces, image, key());
  time += 24 * 3_600_000;
  const late = await call(app, 'POST', faces, image, key());
  expect([late.status, late.headers.get('Idempotency-Replayed')]).toEqual([201, null]);
  expect(await held()).toBe(2);
});

test('a style, and a fork of it, sent twice are one job each; one that was deleted is not made again', async () => {
  const { app, style } = await service({ images });
  const [first, second] = [await style(key()), await style(key())];
  expect([first.status, second.status, second.body.id]).toEqual([201, 201, first.body.id]);
  const fork = () => call(app, 'POST', `/v1/styles/${first.body.id}/fork`, {}, key('fork'));
  const forks = [await fork(), await fork()];
  expect(forks.map(({ status }) => status)).toEqual([201, 201]);
  expect(forks[1].body.id).toBe(forks[0].body.id);
  expect((await call(app, 'GET', '/v1/styles')).body.styles).toHaveLength(2);
  await call(app, 'DELETE', `/v1/styles/${first.body.id}`);
  expect((await style(key())).body.code).toBe('style_not_found');
  expect((await fork()).body.id).toBe(forks[0].body.id);
});

test('every POST that answers 201 takes a key', async () => {
  const { app } = await service();
  const { body } = await call(app, 'GET', '/openapi.json');
  type Operation = { responses: object; parameters?: readonly { name: string }[] };
  const posts = Object.entries(body.paths as Record<string, { post?: Operation }>).flatMap(
    ([path, { post }]) =>
      post && '201' in post.responses ? [[path, post.parameters?.map(({ name }) => name)] as const] : [],
  );
  expect(posts.length).toBeGreaterThanOrEqual(4);
  for (const [path, names] of posts)
    expect([path, names]).toEqual([path, expect.arrayContaining(['Idempotency-Key'])]);
});
