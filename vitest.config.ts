// Two projects: `node` in Node, `workers` inside workerd. `npx vitest run --project node test/core` runs a part.
import { execFileSync } from 'node:child_process';
import { cloudflareTest } from '@cloudflare/vitest-pool-workers';
import { defineConfig } from 'vitest/config';
import { serveFixture } from './test/fixtures-service.ts';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/workers/**'],
          // A file does not load again what the one before it loaded: that took three fifths of the processor time. So
          // files share what modules and the process hold: a test puts back what it changes.
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        plugins: [
          cloudflareTest(() => {
            // What the ASSETS binding serves; needs the models, which `npm run models` writes.
            execFileSync(process.execPath, ['--import', 'tsx', 'scripts/stage.ts']);
            return {
              wrangler: { configPath: './wrangler.toml' },
              miniflare: {
                serviceBindings: { FIXTURES: serveFixture },
                kvNamespaces: ['TEST_KEYS'],
                ratelimits: { TEST_LIMIT: { simple: { limit: 2, period: 60 } } },
                bindings: { LIKENESS_OPEN: 'true' },
              },
            };
          }),
        ],
        test: {
          name: 'workers',
          include: ['test/workers/**/*.test.ts'],
          // One isolate for all files, because each spends 5 s on receiving the 14 MB of ONNX Runtime. So they share
          // globals, KV and Durable Objects as requests do in production: a test makes its own galleries.
          isolate: false,
          maxWorkers: 1,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
