// The page and the document as a browser shows them. They hold nothing of anybody, so that they need no key.
import { OpenAPIHono } from '@hono/zod-openapi';
import { pageAt } from '../core/pages.ts';
import type { Pages } from '../core/ports.ts';
import type { App, Env } from '../http/env.ts';
import { notFound } from '../http/problem.ts';

/** The page sends and shows what this service has, and nothing from elsewhere. Swagger UI writes styles into its elements. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; media-src blob:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** Addresses that a browser opens before it has a key. */
export function isPage(path: string): boolean {
  return path === '/docs' || pageAt(path) !== undefined;
}

export function pages(read: Pages): App {
  const app = new OpenAPIHono<Env>();
  app.get('/docs', (c) => c.redirect('/docs/', 308));
  for (const path of ['/', '/index.html', '/page/*', '/docs/*'])
    app.get(path, async (c) => {
      const page = pageAt(c.req.path);
      const bytes = page && (await read(page.address));
      if (!bytes) return notFound(c);
      return c.body(bytes as Uint8Array<ArrayBuffer>, 200, {
        'Content-Type': page.type,
        'Content-Security-Policy': POLICY,
        'Permissions-Policy': 'camera=(self)',
        'Cache-Control': 'no-cache',
      });
    });
  return app;
}
