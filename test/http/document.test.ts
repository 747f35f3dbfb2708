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
