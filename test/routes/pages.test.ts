// Which files a browser gets, without a key, and which addresses are no files.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readNodePage } from '../../functions/platform/pages-node.ts';
import { call } from '../fakes/call.ts';
import { fakeApp } from '../fakes/faces.ts';

const { app } = fakeApp({ pages: readNodePage, apiKeySha256: 'a'.repeat(64) });

test.each([
  ['/', 'text/html; charset=utf-8', 'public/index.html'],
  ['/page/page.js', 'text/javascript; charset=utf-8', 'public/page/page.js'],
  ['/page/page.css', 'text/css; charset=utf-8', 'public/page/page.css'],
  ['/docs/', 'text/html; charset=utf-8', 'public/docs/index.html'],
  ['/docs/swagger-ui.css', 'text/css; charset=utf-8', 'node_modules/swagger-ui-dist/swagger-ui.css'],
])('%s is a file that needs no key, and may load nothing from elsewhere', async (path, type, file) => {
  const response = await app.request(path);
  expect(response.status).toBe(200);
  expect(response.headers.get('Content-Type')).toBe(type);
  expect(response.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
  expect(await response.text()).toBe(readFileSync(file, 'utf8'));
});

test('/docs leads to /docs/', async () => {
  const { status, headers } = await call(app, 'GET', '/docs');
  expect([status, headers.get('Location')]).toEqual([308, '/docs/']);
});

test.each([
  '/page/none.js',
  '/page/page.js.map',
  '/docs/../package.json',
  '/page/%2e%2e/package.json',
  '/page/..%2f..%2fpackage.json',
  '/docs/swagger-ui-bundle.js.map',
  '/models/manifest.json',
  '/page/',
])('%s is no file', async (path) => {
  const { status } = await call(app, 'GET', path, undefined);
  expect([401, 404]).toContain(status);
});

test('whatever is no page still wants the key', async () => {
  for (const path of ['/v1/models', '/openapi.json', '/page/../v1/models'])
    expect((await call(app, 'GET', path)).status).toBe(401);
});
