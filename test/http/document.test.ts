// docs/api.md against the app: every address and every code is there, under its status.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { problems } from '../../functions/http/problem.ts';
import { fakeApp } from '../fakes/faces.ts';

const text = readFileSync('docs/api.md', 'utf8');

test('every error code stands in the row of its status', () => {
  for (const [code, { status }] of Object.entries(problems)) {
    const row = new RegExp(`^\\| ${status} \\|.*$`, 'm').exec(text)?.[0];
    expect(row, `${status}`).toContain(`\`${code}\``);
  }
});

test('every call stands in the table of calls', () => {
  const rows = [...text.matchAll(/^\| `([A-Z ]+) (\/\S+)`/gm)];
  const told = new Set(
    rows.flatMap(([, methods, path]) => methods.split(' ').map((method) => `${method} ${path}`)),
  );
  for (const { method, path } of fakeApp().app.routes) {
    if (method === 'ALL' || !path.startsWith('/v1/')) continue;
    expect(told).toContain(`${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
  }
});

test('every call says which codes it may answer, by status, and leaves no answer open', async () => {
  const { paths } = await (await fakeApp().app.request('/openapi.json')).json();
  const { responses } = paths['/v1/galleries/{gallery}'].get;
  expect(Object.keys(responses)).toEqual(['200', '400', '401', '403', '404', '422', '429', '500', '503']);
  const told = (status: string) =>
    responses[status].content['application/problem+json'].schema.allOf[1].properties;
  expect(told('404')).toEqual({ status: { const: 404 }, code: { enum: ['gallery_not_found'] } });
  expect(told('503').code.enum).toEqual(['store_failed']);
  expect(Object.keys(responses['503'].headers)).toEqual(['X-Request-Id', 'Cache-Control', 'Retry-After']);
  for (const item of Object.values<Record<string, { responses: object }>>(paths))
    for (const { responses } of Object.values(item)) expect(responses).not.toHaveProperty('default');
});
