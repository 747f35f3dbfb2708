// What a fetch of pictures gets through to: a list of attacks, against a server on this machine.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Fault } from '../../functions/core/fault.ts';
import type { Lookup } from '../../functions/platform/outbound-node.ts';
import { parsePictureHosts } from '../../functions/platform/picture-hosts.ts';
import { createPictureUrls } from '../../functions/platform/picture-urls.ts';
import { createNodePictureUrls } from '../../functions/platform/picture-urls-node.ts';
import { addressRule, checkedLookup, isPublicAddress } from '../../functions/platform/public-address-node.ts';
import { resolver } from '../fakes/resolver.ts';

let answer: (request: IncomingMessage, response: ServerResponse) => void;
const requests: IncomingMessage[] = [];
const server = createServer((request, response) => {
  requests.push(request);
  answer(request, response);
});
let origin: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  requests.length = 0;
  answer = (_, response) => response.end('a picture');
});

const nobodyAsks: Lookup = resolver(['127.0.0.1']);

type Given = {
  readonly hosts?: string;
  readonly lookup?: Lookup;
  readonly timeoutMs?: number;
  readonly most?: number;
};

/** The text that was fetched, or the facts of the fault with its code. */
async function fetchAll(urls: readonly string[], given: Given = {}): Promise<unknown[]> {
  const { hosts = origin, lookup = nobodyAsks, timeoutMs = 5_000, most = 1_000_000 } = given;
  let total = 0;
  const found = await createNodePictureUrls(parsePictureHosts(hosts)!, { lookup, timeoutMs }).fetchAll(
    urls,
    (bytes) => {
      total += bytes;
      if (total > most) throw new Fault('body_too_large', `more than ${most}`, { total });
    },
  );
  return found.map((each) =>
    each instanceof Fault ? { code: each.code, ...each.facts } : new TextDecoder().decode(each),
  );
}

async function fetchOne(url: string, given?: Given): Promise<unknown> {
  return (await fetchAll([url], given))[0];
}

const REFUSED = expect.objectContaining({ code: 'picture_url_refused' });
const unreachable = (reason: string) => ({ code: 'picture_unreachable', reason });

test.each([
  'http://images.example/a.jpg',
  'ftp://images.example/a.jpg',
  'file:///etc/passwd',
  'data:image/png;base64,AAAA',
  'https://user:pass@images.example/',
  'https://user@images.example/',
  'https://images.example:22/',
  'https://images.example:8443/',
  'https://localhost/',
  'https://LOCALHOST./',
  'https://a.localhost/',
  'https://127.0.0.1/',
  'https://127.1/',
  'https://2130706433/',
  'https://0x7f.1/',
  'https://0177.0.0.1/',
  'https://①②⑦.0.0.1/',
  'https://10.0.0.1/',
  'https://169.254.169.254/latest/meta-data/',
  'https://192.168.1.1/',
  'https://[::1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[64:ff9b::a00:1]/',
  'https://[fd00:ec2::254]/',
  'https://[fe80::1]/',
  'https://',
  `https://images.example/${'a'.repeat(2_048)}`,
])('where the whole world may be fetched from, %s is refused unasked', async (url) => {
  const asked: string[] = [];
  const lookup = ((host: string) => asked.push(host)) as unknown as Lookup;
  expect(await fetchOne(url, { hosts: 'public', lookup })).toEqual(REFUSED);
  expect(asked).toEqual([]);
});

test('a name with a private address, one among public ones too, is not connected to, nor told from one that is not there', async () => {
  const missing = ((_: string, __: object, done: (error: Error) => void) =>
    done(Object.assign(new Error('none'), { code: 'ENOTFOUND' }))) as unknown as Lookup;
  const lookups = [['127.0.0.1'], ['10.0.0.1'], ['1.1.1.1', '10.0.0.1'], ['::1'], ['::ffff:127.0.0.1'], []];
  const answers = await Promise.all(
    [...lookups.map((found) => resolver(found)), missing].map((lookup) =>
      fetchOne('https://rebind.example/', { hosts: 'public', lookup }),
    ),
  );
  expect(new Set(answers.map((each) => JSON.stringify(each)))).toEqual(
    new Set([JSON.stringify(unreachable('no_address'))]),
  );
});

test('a name that is public first and private second: what was checked is what is connected to, once a connection', async () => {
  const lookup = checkedLookup(isPublicAddress, resolver(['1.1.1.1'], ['127.0.0.1']));
  const looked = () =>
    new Promise((resolve) =>
      lookup('rebind.example', {}, (error, address) => resolve(error?.name ?? address)),
    );
  expect([await looked(), await looked()]).toEqual(['1.1.1.1', 'AddressRefused']);
  const port = new URL(origin).port;
  const hosts = `http://images.example:${port},rebind.example`;
  answer = (_, response) => response.writeHead(302, { Location: 'https://rebind.example/' }).end();
  const again = resolver(['127.0.0.1'], ['127.0.0.1']);
  expect(await fetchOne(`http://images.example:${port}/`, { hosts, lookup: again })).toEqual(
    unreachable('no_address'),
  );
  expect(requests).toHaveLength(1);
});

test('a listed origin is called as it is written, and no other port, scheme or spelling of it', async () => {
  expect(await fetchOne(`${origin}/a.jpg`)).toBe('a picture');
  const [, port] = /:(\d+)$/.exec(origin)!;
  for (const url of [
    `http://127.0.0.1:${Number(port) + 1}/`,
    `https://127.0.0.1:${port}/`,
    `http://localhost:${port}/`,
    `http://127.0.0.2:${port}/`,
    'http://127.0.0.1/',
    `http://127.0.0.1:${port}@images.example/`,
  ])
    expect(await fetchOne(url), url).toEqual(REFUSED);
  expect(requests).toHaveLength(1);
});

test('a request says what it is and nothing of the caller', async () => {
  await fetchOne(`${origin}/a.jpg?b=c#d`);
  const [{ method, url, headers }] = requests;
  expect([method, url]).toEqual(['GET', '/a.jpg?b=c']);
  expect(Object.keys(headers).sort()).toEqual([
    'accept',
    'accept-encoding',
    'connection',
    'host',
    'user-agent',
  ]);
});

test.each([
  'http://169.254.169.254/latest/meta-data/',
  'https://10.0.0.1/',
  'https://[::ffff:127.0.0.1]/',
  'http://localhost/',
  'file:///etc/passwd',
  'https://user:pass@images.example/',
  'https://elsewhere.example/',
  '//10.0.0.1/',
  'https://[',
])('a redirect to %s is refused, and where it leads to is not repeated', async (Location) => {
  answer = (_, response) => response.writeHead(302, { Location }).end();
  const found = await fetchOne(origin, { hosts: `${origin},images.example` });
  expect(found).toEqual(REFUSED);
  expect(JSON.stringify(found)).not.toMatch(/169\.254|elsewhere|pass|10\.0/);
  expect(requests).toHaveLength(1);
});

test('three redirects are followed, and not a fourth', async () => {
  answer = ({ url }, response) => {
    const left = Number(url!.slice(1));
    if (left === 0) response.end('at last');
    else response.writeHead([301, 302, 303, 307, 308][left % 5], { Location: `/${left - 1}` }).end();
  };
  expect(await fetchOne(`${origin}/3`)).toBe('at last');
  expect(await fetchOne(`${origin}/4`)).toEqual(unreachable('redirects'));
  expect(requests).toHaveLength(8);
});

test('of an answer that is no 200 the status is told and nothing of what it says', async () => {
  for (const status of [201, 204, 206, 300, 304, 403, 404, 500]) {
    answer = (_, response) => response.writeHead(status, { 'X-Secret': 's3cret' }).end();
    expect(await fetchOne(origin)).toEqual({ ...unreachable('status'), answered: status });
  }
});

test('bytes are counted as they come, whatever the length is said to be, and too many end all fetches', async () => {
  let gone: () => void;
  const closed = new Promise<void>((resolve) => (gone = resolve));
  answer = (_, response) => {
    response.on('close', gone);
    const more = () => response.write('x'.repeat(10_000), (error) => error || setImmediate(more));
    more();
  };
  await expect(fetchOne(origin, { most: 50_000 })).rejects.toThrow('more than 50000');
  await closed;
  answer = (_, response) => response.writeHead(200, { 'Content-Length': 1e12 }).write('x');
  expect(await fetchOne(origin, { timeoutMs: 100 })).toEqual(unreachable('timeout'));
});

test('all pictures of a request have one time together, and a slow one does not take that of those that came', async () => {
  answer = ({ url }, response) => {
    if (url === '/silent') return;
    if (url === '/drops') {
      response.write('x');
      const timer = setInterval(() => response.write('x'), 5);
      response.on('close', () => clearInterval(timer));
    } else response.end('a picture');
  };
  const urls = ['/a', '/silent', '/drops', '/b'].map((path) => origin + path);
  const late = unreachable('timeout');
  expect(await fetchAll(urls, { timeoutMs: 300 })).toEqual(['a picture', late, late, 'a picture']);
});

test('a connection that breaks, answers no HTTP or another protocol is told from a slow one', async () => {
  const broken: ((request: IncomingMessage, response: ServerResponse) => void)[] = [
    ({ socket }) => socket.destroy(),
    ({ socket }) => void socket.end('hello\r\n\r\n'),
    ({ socket }) =>
      void socket.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
    ({ socket }) => void socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf'),
    ({ socket }) => void socket.end(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`),
  ];
  for (answer of broken) expect(await fetchOne(origin)).toEqual(unreachable('connection_failed'));
  const tls = origin.replace('http', 'https');
  expect(await fetchOne(tls, { hosts: tls })).toEqual(unreachable('tls_failed'));
});

/** Answers when so many wait, and the last ones when all have come. Says how many waited at most. */
function answerBy(most: number, all: number): () => number {
  let waited = 0;
  const waiting: ServerResponse[] = [];
  answer = (_, response) => {
    waited = Math.max(waited, waiting.push(response));
    if (waiting.length === most || requests.length === all)
      for (const each of waiting.splice(0)) each.end('a picture');
  };
  return () => waited;
}

test('a request fetches four at once, and a URL that it names twice once', async () => {
  const waited = answerBy(4, 10);
  const urls = Array.from({ length: 10 }, (_, i) => `${origin}/${i}`);
  expect(await fetchAll([...urls, ...urls])).toEqual(Array(20).fill('a picture'));
  expect([waited(), requests.length]).toEqual([4, 10]);
});

test('all requests together fetch sixteen at once', async () => {
  const waited = answerBy(16, 20);
  const { fetchAll } = createNodePictureUrls(parsePictureHosts(origin)!);
  const urls = [0, 1, 2, 3].map((i) => `${origin}/${i}`);
  await Promise.all(Array.from({ length: 5 }, () => fetchAll(urls, () => {})));
  expect([waited(), requests.length]).toEqual([16, 20]);
});

test('whose turn does not come in time is told that there is too much to do', async () => {
  const over = (ms: number) =>
    new Promise((resolve) => AbortSignal.timeout(ms).addEventListener('abort', resolve));
  const pictures = createPictureUrls({
    hosts: parsePictureHosts(origin)!,
    get: () => Promise.reject(new Error('nothing is fetched')),
    allowsAddress: addressRule,
    inTurn: async (work) => over(50).then(work),
    timeoutMs: 1,
  });
  await expect(pictures.fetchAll([origin], () => {})).rejects.toMatchObject({ code: 'overloaded' });
});

test.each([
  ['images.example', 'https://images.example/a', 'public'],
  ['images.example', 'https://IMAGES.example./a', 'public'],
  ['images.example', 'https://a.images.example/', undefined],
  ['images.example', 'https://images.example.evil.example/', undefined],
  ['images.example', 'https://evilimages.example/', undefined],
  ['images.example', 'http://images.example/', undefined],
  ['images.example', 'https://images.example:444/', undefined],
  ['images.example:8443', 'https://images.example:8443/', 'public'],
  ['images.example:8443', 'https://images.example/', undefined],
  ['*.images.example', 'https://a.b.images.example/', 'public'],
  ['*.images.example', 'https://images.example/', undefined],
  ['*.images.example', 'https://evilimages.example/', undefined],
  ['bücher.example', 'https://xn--bcher-kva.example/', 'public'],
  ['a.example, http://images:9000', 'http://images:9000/x', 'any'],
  ['a.example, http://images:9000', 'https://images:9000/x', undefined],
  ['public, https://images:9000', 'https://images:9000/x', 'any'],
  ['public', 'https://anything.example/x', 'public'],
  ['public', 'https://anything.example:444/x', undefined],
])('%s: %s is %s', (setting, url, reach) => {
  expect(parsePictureHosts(setting)!.reachOf(new URL(url))).toBe(reach);
});

test.each([
  '',
  ',',
  '*',
  '*.',
  'a b',
  'off,public',
  'images.example/path',
  'http://u@images/',
  'http://images/x',
  'ftp://images',
])('the setting "%s" is refused', (setting) => {
  expect(() => parsePictureHosts(setting)).toThrow(/is neither off nor public/);
});
