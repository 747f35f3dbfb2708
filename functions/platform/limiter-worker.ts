// The limiter of a Worker: Cloudflare's rate limiting binding, which counts at each place and tells no number.
import type { Limiter } from '../core/keys/limiter.ts';

/** How many in how long, wrangler.toml says at the binding; a key's own quota is not looked at. */
export function createBindingLimiter(binding: RateLimit): Limiter {
  return {
    async take(caller, quota) {
      const { success } = await binding.limit({ key: caller });
      return { allowed: success, left: success ? undefined : 0, seconds: quota.seconds };
    },
  };
}
