// What every kind of job is computed with: the runtime, and networks that are read once.
import { type Networks, networksOf } from '../insight/networks.ts';
import type { Models, Runtime } from '../ports.ts';
import { type Extractor, openExtractor } from '../style/extractor.ts';

export type JobEngine = {
  /** The runtime's: equal strings give equal bytes. */
  readonly name: string;
  readonly runtime: Runtime;
  readonly models: Models;
  readonly networks: Networks;
  /** As openExtractor. */
  extractor(id: string): Promise<Extractor>;
};

export function createJobEngine(deps: { readonly runtime: Runtime; readonly models: Models }): JobEngine {
  const { runtime, models } = deps;
  const extractors = new Map<string, Promise<Extractor>>();
  return {
    name: runtime.engine,
    runtime,
    models,
    networks: networksOf(models),
    /** One that failed is read again when it is needed again. */
    extractor(id) {
      const opened =
        extractors.get(id) ??
        openExtractor(models, id).catch((error) => {
          extractors.delete(id);
          throw error;
        });
      extractors.set(id, opened);
      return opened;
    },
  };
}
