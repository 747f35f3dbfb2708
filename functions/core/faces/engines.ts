// One face engine an encoder, made when first needed: a gallery may hold templates of another encoder than the default.
import { Fault } from '../fault.ts';
import type { EncoderEntry, Manifest } from '../manifest.ts';
import type { FaceEngine } from './engine.ts';

/** Both throw Fault request_invalid for an id that is not an encoder's, with those that are. */
export type Engines = {
  entry(id: string): EncoderEntry;
  get(id: string): FaceEngine;
};

export function createEngines(manifest: Manifest, make: (encoder: string) => FaceEngine): Engines {
  const entries = new Map(
    manifest.models.filter((model) => model.kind === 'encoder').map((model) => [model.id, model]),
  );
  const made = new Map<string, FaceEngine>();

  function entry(id: string): EncoderEntry {
    const found = entries.get(id);
    if (found) return found;
    const models = [...entries.keys()];
    throw new Fault('request_invalid', `No encoder is called "${id}". There are: ${models.join(', ')}.`, {
      model: id,
      models,
    });
  }

  return {
    entry,
    get(id) {
      const engine = made.get(id) ?? make(entry(id).id);
      made.set(id, engine);
      return engine;
    },
  };
}
