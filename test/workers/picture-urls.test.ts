// Pictures by URL from a Worker: hosts that are listed and no others, by a fetch that is bounded as on Node.
import { afterEach, expect, test, vi } from 'vitest';
import { Fault } from '../../functions/core/fault.ts';
import { createWorkerPictureUrls } from '../../functions/platform/picture-urls-worker.ts';
import { answered } from './fixtures.ts';

afterEach(() => vi.restoreAllMocks());

const HOST = 'https://images.example';

/** What fetch answers, by URL; what it was asked. */
function web(answers: Readonly<Record<string, () => Response | Promise<Response>>>) {
  return vi.spyOn(globalThis, 'fetch').mockImplementation(async (url) => {
    const found = answers[String(url)];
    if (!found) throw new TypeError('nobody is there');
    return found();
  });
}

async function fetchAll(urls: readonly string[], room: (bytes: number) => void = () => {}) {
  const pictures = createWorkerPictureUrls('images.example,http://10.0.0.1:9000')!;
  return (await pictures.fetchAll(urls, room)).map((each) =>
    each instanceof Fault ? (each.facts.answered ?? each.facts.reason) : new TextDecoder().decode(each),
  );
}

test('it is off unless hosts are listed, and the whole world is no list', async () => {
  expect(createWorkerPictureUrls()).toBeUndefined();
  expect(() => createWorkerPictureUrls('public')).toThrow('LIKENESS_PICTURE_URLS is to list hosts here');
  const fetched = web({});
  const response = await answered(
    () =>
      new Request('https://likeness.example/v1/detect', {
        method: 'POST',
        body: JSON.stringify({ image: `${HOST}/ada.jpg` }),
        headers: { 'Content-Type': 'application/json' },
      }),
  );
  expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([
    422,
    'picture_url_refused',
  ]);
  expect(fetched).not.toHaveBeenCalled();
});

test('a redirect is followed here and to no other host, and nothing is sent but that a picture is wanted', async () => {
  const fetched = web({
    [`${HOST}/a`]: () => new Response(null, { status: 302, headers: { Location: '/b' } }),
    [`${HOST}/b`]: () => new Response('a picture'),
    [`${HOST}/c`]: () => new Response(null, { status: 302, headers: { Location: 'https://10.0.0.1/' } }),
    [`${HOST}/d`]: () => new Response('s3cret', { status: 403 }),
    [`${HOST}/e`]: () => new Response(null),
    'http://10.0.0.1:9000/f': () => new Response('listed'),
  });
  const urls = [...'abcdeg'].map((name) => `${HOST}/${name}`);
  expect(await fetchAll([...urls, 'http://10.0.0.1:9000/f'])).toEqual([
    'a picture',
    'a picture',
    'it redirects to where nothing is fetched from',
    403,
    '',
    'connection_failed',
    'listed',
  ]);
  const [, init] = fetched.mock.calls[0];
  expect(init).toMatchObject({ redirect: 'manual', cache: 'no-store' });
  expect(() => new Request(HOST, init)).not.toThrow(); // the runtime knows what is asked of it
  expect(Object.keys(init?.headers ?? {})).toEqual(['Accept', 'User-Agent']);
});

test.each([
  'http://images.example/',
  'https://elsewhere.example/',
  'https://localhost/',
  'https://127.0.0.1/',
  'https://2130706433/',
  'https://[::ffff:7f00:1]/',
  'http://10.0.0.1/',
  'https://user@images.example/',
  'file:///etc/passwd',
])('%s is refused unasked', async (url) => {
  const fetched = web({});
  const [reason] = await fetchAll([url]);
  expect(reason).not.toBe('connection_failed');
  expect(fetched).not.toHaveBeenCalled();
});

test('bytes are counted as they come, and too many end the fetch', async () => {
  let ended = false;
  const body = () =>
    new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(1_000)),
      cancel: () => {
        ended = true;
      },
    });
  web({ [`${HOST}/endless`]: () => new Response(body()) });
  let total = 0;
  const room = (bytes: number) => {
    total += bytes;
    if (total > 10_000) throw new Fault('body_too_large', 'too much');
  };
  await expect(fetchAll([`${HOST}/endless`], room)).rejects.toThrow('too much');
  expect(ended).toBe(true);
});
