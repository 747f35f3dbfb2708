// A style transfer as callers of the Worker see it: the real network, tiny pictures, Durable Objects and alarms.
import { runDurableObjectAlarm } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { writeWav } from '../../functions/core/sound/wav.ts';
import { createWorkerImages } from '../../functions/platform/images-worker.ts';
import { exampleSound } from '../../scripts/example-sounds.ts';
import { niftiOf } from '../core/volume/volumes.ts';
import { picture } from '../fakes/styles.ts';

const ORIGIN = 'https://likeness.example';
const images = createWorkerImages({ maxPixels: 1e6 });

// biome-ignore lint/suspicious/noExplicitAny: what an answer holds is what the tests find out
type Answer = { readonly status: number; readonly headers: Headers; readonly body: any };

async function call(method: string, path: string, body?: FormData | object): Promise<Answer> {
  const isForm = body instanceof FormData;
  const response = await exports.default.fetch(`${ORIGIN}${path}`, {
    method,
    body: isForm ? body : body && JSON.stringify(body),
    headers: body && !isForm ? { 'Content-Type': 'application/json' } : {},
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('Content-Type') ?? '');
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

const OPTIONS = {
  levels: [
    { size: 32, iterations: 2 },
    { size: 64, iterations: 2 },
  ],
  optimiser: { kind: 'l-bfgs', history: 3 },
};

async function made(more: Record<string, string> = {}, options: object = OPTIONS): Promise<Answer> {
  const form = new FormData();
  const file = async (seed: number) =>
    new Blob([(await images.encode(picture(64, 64, seed), 'png')) as Uint8Array<ArrayBuffer>]);
  form.append('content', await file(1), 'content.png');
  form.append('style', await file(2), 'style.png');
  form.append('options', JSON.stringify(options));
  for (const [name, value] of Object.entries(more)) form.append(name, value);
  return call('POST', '/v1/styles', form);
}

async function finished(path: string, each: number): Promise<{ image: ArrayBuffer; losses: unknown }> {
  for (let from = 0; ; ) {
    const { status, body } = await call('POST', `${path}/steps`, { from, iterations: each });
    expect(status).toBe(200);
    from = body.style.iteration;
    if (body.style.status === 'done') break;
  }
  const image = await (await exports.default.fetch(`${ORIGIN}${path}/image`)).arrayBuffer();
  return { image, losses: (await call('GET', `${path}/losses`)).body.losses };
}

test('a job runs to its end in its object, the same bytes in one call as in four, and the loss falls', async () => {
  const first = await made();
  expect(first.status).toBe(201);
  const path = `/v1/styles/${first.body.id}`;
  const once = await finished(path, 9);
  const second = await made();
  expect(second.body.digest).toBe(first.body.digest);
  const split = await finished(`/v1/styles/${second.body.id}`, 1);
  expect(split.losses).toEqual(once.losses);
  expect(new Uint8Array(split.image)).toEqual(new Uint8Array(once.image));
  const totals = (once.losses as { level: number; total: number }[]).map(({ level, total }) => [
    level,
    total,
  ]);
  expect(totals.map(([level]) => level)).toEqual([0, 0, 0, 1, 1, 1]);
  expect(totals[2][1]).toBeLessThan(totals[0][1]);
  const { body } = await call('GET', path);
  expect(body).toMatchObject({ status: 'done', iteration: 4, width: 64, height: 64, engine_changed: false });
  expect(body.engine).toMatch(/^onnxruntime-web /);
});

test('an auto job is continued by its alarm, and its events are the ledger', async () => {
  const { body } = await made({ auto: 'true' });
  const name = JSON.stringify(['default', body.id]);
  const object = env.STYLE.get(env.STYLE.idFromName(name));
  for (let alarm = 0; alarm < 50; alarm++) {
    await runDurableObjectAlarm(object);
    if ((await call('GET', `/v1/styles/${body.id}`)).body.status === 'done') break;
  }
  const events = await call('GET', `/v1/styles/${body.id}/events`);
  expect(events.body.match(/^event: .+$/gm)).toEqual([
    ...Array.from({ length: 6 }, () => 'event: iteration'),
    'event: end',
  ]);
});

test('of two jobs at once each is computed or told to come again, and no session harms another', async () => {
  const paths = [await made(), await made()].map(({ body }) => `/v1/styles/${body.id}`);
  const answers = await Promise.all(
    paths.map((path) => call('POST', `${path}/steps`, { from: 0, iterations: 2 })),
  );
  expect(answers.some(({ status }) => status === 200)).toBe(true);
  for (const { status, body, headers } of answers) {
    if (status === 200) continue;
    expect([status, body.code]).toEqual([503, 'style_busy']);
    expect(Number(headers.get('Retry-After'))).toBeGreaterThan(0);
  }
  const ends: unknown[] = [];
  for (const path of paths) {
    for (let from = 0; from < 4; )
      from = (await call('POST', `${path}/steps`, { from, iterations: 1 })).body.style.iteration;
    ends.push((await call('GET', `${path}/losses`)).body.losses);
  }
  expect(ends[0]).toEqual(ends[1]);
});

test('jobs are listed, forked, cancelled and deleted across objects', async () => {
  const { body } = await made();
  const path = `/v1/styles/${body.id}`;
  await call('POST', `${path}/steps`, { from: 0, iterations: 1 });
  expect((await call('POST', `${path}/cancel`)).body.status).toBe('cancelled');
  const fork = await call('POST', `${path}/fork`, { options: { beta: 5 } });
  expect(fork).toMatchObject({ status: 201, body: { forked_from: { style: body.id, iteration: 1 } } });
  const ids = (await call('GET', '/v1/styles')).body.styles.map(({ id }: { id: string }) => id);
  expect(ids).toEqual(expect.arrayContaining([body.id, fork.body.id]));
  expect((await call('DELETE', path)).status).toBe(204);
  expect((await call('GET', path)).body.code).toBe('style_not_found');
  expect((await call('GET', '/v1/styles')).body.styles.map(({ id }: { id: string }) => id)).not.toContain(
    body.id,
  );
  expect((await call('GET', `/v1/styles/${fork.body.id}`)).status).toBe(200);
});

test('a size that an isolate has no room for is refused with one that fits', async () => {
  const { status, body } = await made({}, { size: 1024 });
  expect([status, body.code]).toEqual([422, 'style_too_large']);
  expect(body.fits).toBeGreaterThanOrEqual(128);
  expect((await made({}, { size: body.fits })).status).toBe(201);
});

test('a unit of a layer is maximised in an object, the same bytes in one call as in four', async () => {
  const path = '/v1/networks/inception-v3-mixed2/layers/activation_3/maximise';
  const request = { options: { unit: 4, levels: OPTIONS.levels, seed: 3 } };
  const [first, second] = [await call('POST', path, request), await call('POST', path, request)];
  expect([first.status, second.body.digest]).toEqual([201, first.body.digest]);
  const once = await finished(`/v1/styles/${first.body.id}`, 9);
  const split = await finished(`/v1/styles/${second.body.id}`, 1);
  expect(split.losses).toEqual(once.losses);
  expect(new Uint8Array(split.image)).toEqual(new Uint8Array(once.image));
  const activations = (once.losses as { raw: { activation: number } }[]).map(({ raw }) => raw.activation);
  expect(activations.at(-1)).toBeGreaterThan(activations[0]);
  const dead = await call('POST', '/v1/networks/inception-v3-mixed2/layers/activation_2/maximise', {
    options: { unit: 11 },
  });
  expect([dead.status, dead.body.code]).toEqual([422, 'unit_dead']);
});

test('a sound is made in an object, the same bytes in one call as in four', async () => {
  const wav = (name: 'tune' | 'rain') => new Blob([writeWav(exampleSound(name, 0.25, 4_000))]);
  const run = async (each: number) => {
    const form = new FormData();
    form.append('content', wav('tune'), 'content.wav');
    form.append('style', wav('rain'), 'style.wav');
    form.append('options', JSON.stringify({ levels: [{ size: 4_000, iterations: 4 }] }));
    const made = await call('POST', '/v1/styles', form);
    expect(made).toMatchObject({ status: 201, body: { kind: 'sound' } });
    const path = `/v1/styles/${made.body.id}`;
    const { losses } = await finished(path, each);
    const result = await exports.default.fetch(`${ORIGIN}${path}/result`);
    return { losses, sound: new Uint8Array(await result.arrayBuffer()) };
  };
  const once = await run(4);
  expect(once.sound).toHaveLength(44 + 2 * 1_000);
  expect(await run(1)).toEqual(once);
});

test('a volume is made in an object, the same bytes in one call as in four', async () => {
  const grid = { width: 10, height: 9, depth: 8 };
  const wave = (pitch: number) =>
    new Blob([
      niftiOf(
        grid,
        Float32Array.from({ length: 720 }, (_, i) => 50 + 40 * Math.sin(pitch * i)),
        { datatype: 2 },
      ),
    ]);
  const run = async (each: number) => {
    const form = new FormData();
    form.append('content', wave(0.2), 'content.nii');
    form.append('style', wave(1.7), 'style.nii');
    form.append('options', JSON.stringify({ levels: [{ size: 10, iterations: 4 }] }));
    const made = await call('POST', '/v1/styles', form);
    expect(made).toMatchObject({ status: 201, body: { kind: 'volume' } });
    const path = `/v1/styles/${made.body.id}`;
    const { losses } = await finished(path, each);
    const result = await exports.default.fetch(`${ORIGIN}${path}/result`);
    return { losses, volume: new Uint8Array(await result.arrayBuffer()) };
  };
  const once = await run(4);
  expect(once.volume).toHaveLength(352 + 4 * 720);
  const totals = (once.losses as { total: number }[]).map(({ total }) => total);
  expect(totals[4]).toBeLessThan(totals[0]);
  expect(await run(1)).toEqual(once);
});

test('a clip is made in an object, the same bytes in one call as in four', async () => {
  const frames = [1, 2].map((seed) => picture(48, 32, seed));
  const file = async (bytes: Promise<Uint8Array>) => new Blob([(await bytes) as Uint8Array<ArrayBuffer>]);
  const clip = async () => {
    const form = new FormData();
    form.append('content', await file(images.encodeClip({ frames, delays: [100, 100] }, 'gif')), 'clip.gif');
    form.append('style', await file(images.encode(picture(40, 40, 3), 'png')), 'style.png');
    form.append('options', JSON.stringify(OPTIONS));
    return call('POST', '/v1/styles', form);
  };
  const [first, second] = [await clip(), await clip()];
  expect([first.status, first.body.kind, second.body.digest]).toEqual([201, 'clip', first.body.digest]);
  const once = await finished(`/v1/styles/${first.body.id}`, 9);
  const split = await finished(`/v1/styles/${second.body.id}`, 1);
  expect(split.losses).toEqual(once.losses);
  expect(new Uint8Array(split.image)).toEqual(new Uint8Array(once.image));
  const gif = await exports.default.fetch(`${ORIGIN}/v1/styles/${first.body.id}/result`);
  const made = await images.decodeClip(new Uint8Array(await gif.arrayBuffer()));
  expect(made.frames.map(({ width, height }) => `${width} x ${height}`)).toEqual(['64 x 44', '64 x 44']);
});
