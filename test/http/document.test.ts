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

test('every call stands under one heading, and every heading has calls', async () => {
  const { paths, tags } = await (await fakeApp().app.request('/openapi.json')).json();
  const told = Object.values<Record<string, { tags: string[] }>>(paths).flatMap((item) =>
    Object.values(item).map((call) => call.tags),
  );
  expect(told.every((names) => names.length === 1)).toBe(true);
  expect([...new Set(told.flat())].sort()).toEqual(tags.map(({ name }: { name: string }) => name).sort());
});

test('every call says which codes it may answer, by status, and leaves no answer open', async () => {
  const { paths, components } = await (await fakeApp().app.request('/openapi.json')).json();
  const { responses } = paths['/v1/galleries/{gallery}'].get;
  expect(Object.keys(responses)).toEqual(
    expect.arrayContaining(['200', '400', '401', '403', '404', '422', '500', '503']),
  );
  expect(responses['404']).toEqual({ $ref: '#/components/responses/gallery_not_found' });
  expect(responses['503']).toEqual({ $ref: '#/components/responses/store_failed' });
  const { headers, content } = components.responses.store_failed;
  expect(Object.keys(headers)).toEqual(
    expect.arrayContaining(['X-Request-Id', 'Cache-Control', 'Retry-After']),
  );
  expect(content['application/problem+json'].schema.allOf[1].properties).toEqual({
    status: { const: 503 },
    code: { enum: ['store_failed'] },
  });
  const { schema } = paths['/v1/embed'].post.responses['422'].content['application/problem+json'];
  expect(schema.allOf[1].properties.code.enum).toEqual(
    expect.arrayContaining(['request_invalid', 'no_face', 'multiple_faces', 'picture_broken']),
  );
  for (const item of Object.values<Record<string, { responses: object }>>(paths))
    for (const { responses } of Object.values(item)) expect(responses).not.toHaveProperty('default');
});
