// The bindings of wrangler.toml and of vitest.config.ts, as tests see them.
import type { Env as WorkerEnv } from '../../functions/worker.ts';

declare global {
  namespace Cloudflare {
    interface GlobalProps {
      mainModule: typeof import('../../functions/worker.ts');
    }
    interface Env extends WorkerEnv {
      /** test/fixtures-service.ts */
      readonly FIXTURES: Fetcher;
      readonly TEST_KEYS: KVNamespace;
      readonly TEST_LIMIT: RateLimit;
    }
  }
}
