// A session opened once: what every model that a face passes is held by.
import type { ModelEntry } from '../manifest.ts';
import type { Deps, Session } from '../ports.ts';

/** Opens a model once; the attempt is shared, and a failed one is forgotten, so that the next call tries again. */
export function opener(
  { models, runtime }: Pick<Deps, 'models' | 'runtime'>,
  { file }: ModelEntry,
): () => Promise<Session> {
  let opened: Promise<Session> | undefined;
  return () => {
    opened ??= models
      .read(file)
      .then((bytes) => runtime.open(bytes))
      .catch((error) => {
        opened = undefined;
        throw error;
      });
    return opened;
  };
}
