import { expect, test } from 'vitest';
import { createTurns } from '../../functions/core/turns.ts';
import { call } from '../fakes/call.ts';
import { base64, fakeApp, picture } from '../fakes/faces.ts';

/** Work that ends when it is told, and what has begun so far. */
function started() {
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const work = (id: number) => async () => {
    begun.push(id);
    await new Promise<void>((resolve) => {
      ends[id] = resolve;
    });
    if (id === 1) throw new Error('1 fails');
    return id;
  };
  return { begun, ends, work };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('so many run at once, the others in the order they came, and a failure hands its turn over', async () => {
  const inTurn = createTurns(2);
  const { begun, ends, work } = started();
  const done = Promise.allSettled([0, 1, 2, 3, 4].map((id) => inTurn(work(id))));
  await settled();
  expect(begun).toEqual([0, 1]);
  ends[1]();
  await settled();
  expect(begun).toEqual([0, 1, 2]);
  ends[0]();
  ends[2]();
  await settled();
  expect(begun).toEqual([0, 1, 2, 3, 4]);
  ends[3]();
  ends[4]();
  const results = await done;
  expect(results.map((each) => (each.status === 'fulfilled' ? each.value : each.reason.message))).toEqual([
    0,
    '1 fails',
    2,
    3,
    4,
  ]);
  expect(await inTurn(async () => 'free again')).toBe('free again');
});

test('every call that takes pictures holds at most so many decoded', async () => {
  const { images } = fakeApp().tools;
  let held = 0;
  let most = 0;
  const turns = createTurns(2);
  const { app } = fakeApp({
    images: {
      ...images,
      decode: async (bytes) => {
        most = Math.max(most, ++held);
        await settled();
        return images.decode(bytes);
      },
    },
    inTurn: (work) =>
      turns(async () => {
        try {
          return await work();
        } finally {
          held--;
        }
      }),
  });
  const image = { image: base64(picture(1)) };
  await call(app, 'PUT', '/v1/galleries/g');
  const enrol = () =>
    call(app, 'POST', '/v1/galleries/g/subjects/s/faces', { faces: [image, image, { image: '' }] });
  await enrol();
  const answers = await Promise.all([
    ...Array.from({ length: 3 }, enrol),
    ...['/v1/detect', '/v1/embed', '/v1/galleries/g/recognize'].flatMap((path) => [
      call(app, 'POST', path, image),
      call(app, 'POST', path, image),
    ]),
    call(app, 'POST', '/v1/verify', { a: image, b: image }),
  ]);
  expect(answers.map((each) => each.status)).toEqual([201, 201, 201, 200, 200, 200, 200, 200, 200, 200]);
  expect([most, held]).toEqual([2, 0]);
});
