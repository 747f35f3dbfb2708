// Where a webhook gets through to: a list of attacks, against a receiver on this machine that must not be reached.
import type { lookup } from 'node:dns';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Reach, readOutboundUrl } from '../../functions/platform/outbound-url.ts';
import { addressRule, isPublicAddress } from '../../functions/platform/public-address-node.ts';
import { createNodeSender } from '../../functions/platform/webhook-sender-node.ts';
import { resolver } from '../fakes/resolver.ts';

let answer: (request: IncomingMessage, response: ServerResponse) => void;
const requests: { url?: string; body: string; id?: string }[] = [];
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    requests.push({ url: request.url, body, id: request.headers['webhook-id'] as string });
    answer(request, response);
  });
});
let port: number;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => server.close());
beforeEach(() => {
  requests.length = 0;
  answer = (_, response) => response.writeHead(204).end();
});

function post(url: string, reach: Reach, given?: typeof lookup, timeoutMs = 5_000) {
  const request = { url, headers: { 'webhook-id': 'evt_1' }, body: '{"ä":1}', timeoutMs };
  return createNodeSender(reach, given)(request);
}

const PRIVATE = [
  '0.0.0.0',
  '10.0.0.1',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '192.0.2.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:10.0.0.1',
  '::ffff:7f00:1',
  '64:ff9b::a00:1',
  '2002:a00:1::',
  '2001::1',
  '2001:db8::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'ff02::1',
];

test('addresses are public when they are given out to the world, and no other is', () => {
  for (const address of PRIVATE) expect(isPublicAddress(address), address).toBe(false);
  for (const address of ['1.1.1.1', '172.32.0.1', '100.128.0.1', '193.0.0.1', '2606:4700::1111', '2a00::1'])
    expect(isPublicAddress(address), address).toBe(true);
});

test.each([
  'http://example.com/',
  'ftp://example.com/',
  'file:///etc/passwd',
  'https://user:pass@example.com/',
  'https://user@example.com/',
  'https://localhost/',
  'https://LOCALHOST./',
  'https://a.localhost/',
  'https://2130706433/',
  'https://0x7f.1/',
  'https://0177.0.0.1/',
  'https://127.1/',
  'https://[::ffff:169.254.169.254]/',
  'https://①②⑦.0.0.1/',
  ...PRIVATE.map((address) => (address.includes(':') ? `https://[${address}]/` : `https://${address}/`)),
  'no url',
  '//example.com/',
  `https://example.com/${'a'.repeat(2_048)}`,
])('%s is refused when a webhook is made, and when it is called', async (url) => {
  const rules = { reach: 'public', allowsAddress: addressRule('public', false) } as const;
  expect(readOutboundUrl(url, rules)).toHaveProperty('refused');
  if (URL.canParse(url)) expect(await post(url, 'public')).toEqual({ error: 'address_refused' });
});

test('where addresses cannot be checked, none may be spelt out', () => {
  for (const url of ['https://1.1.1.1/', 'https://[2606:4700::1111]/', 'https://0x1010101/'])
    expect(readOutboundUrl(url, { reach: 'public' })).toHaveProperty('refused');
  expect(readOutboundUrl('https://EXAMPLE.com:8443/a?b#c', { reach: 'public' })).toEqual({
    url: 'https://example.com:8443/a?b',
  });
});

test('a name that resolves to a private address, or to one among public ones, is not connected to', async () => {
  for (const found of [['127.0.0.1'], ['::1'], ['1.1.1.1', '10.0.0.1'], ['::ffff:127.0.0.1'], []])
    expect(await post(`https://rebind.example:${port}/`, 'public', resolver(found))).toEqual({
      error: 'address_refused',
    });
  expect(requests).toEqual([]);
});

test('a name is resolved once a delivery: what was checked is what is connected to', async () => {
  let asked = 0;
  const answers = resolver(['127.0.0.1'], ['10.0.0.1']);
  const counting = ((...given: Parameters<typeof lookup>) => {
    asked++;
    return answers(...given);
  }) as unknown as typeof lookup;
  expect(await post(`http://localhost:${port}/`, 'loopback', counting)).toMatchObject({ status: 204 });
  expect(asked).toBe(1);
  expect(await post(`http://localhost:${port}/`, 'loopback', counting)).toEqual({ error: 'address_refused' });
  expect(requests).toHaveLength(1);
});

test('a service that this machine alone can call may call this machine, by http too, and no private network', async () => {
  expect(await post(`http://127.0.0.1:${port}/hook`, 'loopback')).toEqual({ status: 204, retryAfterMs: 0 });
  expect(requests).toEqual([{ url: '/hook', body: '{"ä":1}', id: 'evt_1' }]);
  for (const url of ['https://10.0.0.1/', 'http://10.0.0.1/', 'http://1.1.1.1/', 'http://example.com/'])
    expect(await post(url, 'loopback')).toEqual({ error: 'address_refused' });
});

test('a redirect is not followed', async () => {
  answer = (_, response) =>
    response.writeHead(302, { Location: `http://127.0.0.1:${port}/other`, 'Retry-After': '7' }).end();
  expect(await post(`http://127.0.0.1:${port}/`, 'any')).toEqual({ status: 302, retryAfterMs: 7_000 });
  expect(requests).toHaveLength(1);
});

test('an answer without end is cut off, and one that hangs is a timeout, or what its status said', async () => {
  answer = (_, response) => {
    response.writeHead(200);
    const more = () => response.write('x'.repeat(10_000), (error) => error || setImmediate(more));
    more();
  };
  expect(await post(`http://127.0.0.1:${port}/`, 'any')).toMatchObject({ status: 200 });
  answer = () => {};
  expect(await post(`http://127.0.0.1:${port}/`, 'any', undefined, 50)).toEqual({ error: 'timeout' });
  answer = (_, response) => void response.writeHead(200).write('x');
  expect(await post(`http://127.0.0.1:${port}/`, 'any', undefined, 500)).toMatchObject({ status: 200 });
  answer = (request) => request.socket.destroy();
  expect(await post(`http://127.0.0.1:${port}/`, 'any')).toEqual({ error: 'connection_failed' });
  answer = ({ socket }) =>
    void socket.end('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n');
  expect(await post(`http://127.0.0.1:${port}/`, 'any')).toEqual({ error: 'connection_failed' });
  expect(await post(`https://127.0.0.1:${port}/`, 'any')).toEqual({ error: 'tls_failed' });
});
