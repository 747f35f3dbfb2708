// Requests as they should not be: wrong types, huge and odd values, broken bodies, addresses and headers.
import { one } from './draw.ts';

export type Sent = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
};

type Spoil = (sent: Sent, random: () => number) => Sent;

/** What stands where something else was wanted. */
const JUNK: readonly unknown[] = [
  null,
  -1,
  0,
  1e308,
  -1e308,
  0.5,
  2 ** 53,
  '',
  'x'.repeat(5_000),
  [],
  {},
  [[[[]]]],
  true,
  'NaN',
  'Infinity',
  '\u0000',
  '\ud800',
  '\u202e\u{1f469}\u200d\u{1f680}',
  { a: 1 },
  { image: { image: 1 } },
  'https://127.0.0.1/',
  { image: 'file:///etc/passwd' },
  Array.from({ length: 300 }, () => 0),
];

const NAMES = ['extra', '__proto__', 'constructor', 'toString', '', 'image', '\u0000'];

/** Segments of an address, as they are written. */
const ODD_IDS = [
  '%00',
  '%0A',
  '..%2F..',
  '%2F',
  '%25',
  '%F0%9F%91%A9',
  'e%CC%81',
  '%ED%A0%80',
  '%ff',
  '%zz',
  'x'.repeat(400),
  '__proto__',
  '%7Bgallery%7D',
  '%20',
  ';',
  '.',
];

const TYPES = [
  '',
  'text/plain',
  'application/xml',
  'application/json; charset=utf-16',
  'multipart/form-data',
  'multipart/form-data; boundary=',
  'application/x-www-form-urlencoded',
  'image/jpeg',
  'image/',
  '\t',
];

const HEADERS: readonly (readonly [string, string])[] = [
  ['Accept', '*/*;q=x,,;'],
  ['Accept', 'image/png;q=0, application/json;q=0'],
  ['Accept', 'x'.repeat(2_000)],
  ['Last-Event-ID', 'NaN'],
  ['Last-Event-ID', '-9e99'],
  ['X-Request-Id', 'a b<c>'],
  ['Idempotency-Key', 'a b'],
  ['Idempotency-Key', '"'],
  ['Authorization', 'Basic =='],
  ['Content-Encoding', 'gzip'],
];

const QUERIES = [
  'limit=0',
  'limit=1&limit=2',
  'cursor=%00',
  'from=-1',
  'on_multiple=',
  'format=bmp',
  'as=json&as=png',
  'fmr=NaN',
  'fmr=1e999',
  'units=0-',
  'x',
  '&&=&',
  'image=a&image=b',
  '%5B%5D=1',
];

const SPOILS: readonly Spoil[] = [
  ofJson,
  ofJson,
  ofJson,
  ofJson,
  (sent, random) => ({
    ...sent,
    path: sent.path.replace(/\/[^/]+/g, (each) => (random() < 0.3 ? `/${one(ODD_IDS, random)}` : each)),
  }),
  (sent, random) => ({
    ...sent,
    path: `${sent.path}${sent.path.includes('?') ? '&' : '?'}${one(QUERIES, random)}`,
  }),
  (sent, random) => ({ ...sent, headers: { ...sent.headers, 'Content-Type': one(TYPES, random) } }),
  (sent, random) => {
    const [name, value] = one(HEADERS, random);
    return { ...sent, headers: { ...sent.headers, [name]: value } };
  },
  (sent, random) => ({ ...sent, body: sent.body?.slice(0, Math.floor(random() * sent.body.length)) }),
  (sent, random) => ({ ...sent, body: sent.body && Uint8Array.from({ length: 200 }, () => 256 * random()) }),
  (sent, random) => ({
    ...sent,
    body:
      typeof sent.body === 'string'
        ? sent.body.replace(/[0-9]+/, one(['NaN', '1e999', '-0', '9'.repeat(400), '0x1'], random))
        : sent.body,
  }),
  (sent) => ({ ...sent, body: typeof sent.body === 'string' ? '['.repeat(2_000) + sent.body : sent.body }),
  (sent) => ({
    ...sent,
    body:
      typeof sent.body === 'string' && sent.body.length > 2
        ? sent.body.replace(/^\{("[^"]*":)/, '{$1 1, $1')
        : sent.body,
  }),
  (sent, random) => ({ ...sent, method: one(['GET', 'PUT', 'POST', 'PATCH', 'DELETE'], random) }),
];

export const spoiled: Spoil = (sent, random) => one(SPOILS, random)(sent, random);

function ofJson(sent: Sent, random: () => number): Sent {
  if (typeof sent.body !== 'string' || !sent.body.startsWith('{')) return sent;
  return { ...sent, body: JSON.stringify(spoiledValue(JSON.parse(sent.body), random)) };
}

function spoiledValue(value: unknown, random: () => number): unknown {
  if (typeof value !== 'object' || value === null || random() < 0.1) return one(JUNK, random);
  if (Array.isArray(value)) return value.map((each) => (random() < 0.5 ? each : spoiledValue(each, random)));
  const entries = Object.entries(value);
  const at = Math.floor(random() * (entries.length + 1));
  if (at === entries.length) return { ...value, [one(NAMES, random)]: one(JUNK, random) };
  const [name, inner] = entries[at];
  if (random() < 0.2) return Object.fromEntries(entries.filter(([each]) => each !== name));
  return { ...value, [name]: random() < 0.5 ? one(JUNK, random) : spoiledValue(inner, random) };
}
