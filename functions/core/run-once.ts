// A model that is wanted for one answer: its session is closed whatever happens.
import type { Feeds, Runtime } from './ports.ts';

/** @throws Fault model_invalid, runtime_failed of the runtime. */
export async function runOnce(runtime: Runtime, model: Uint8Array, feeds: Feeds): Promise<Feeds> {
  const session = await runtime.open(model);
  try {
    return await session.run(feeds);
  } finally {
    await session.release();
  }
}
