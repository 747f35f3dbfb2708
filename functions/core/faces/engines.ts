// One face engine an encoder, opened when first needed: a gallery may hold templates of another encoder than the default.
import { Fault } from '../fault.ts';
import type { EncoderEntry, Manifest } from '../manifest.ts';
import type { FaceEngine } from './engine.ts';

export type Engines = {
  /** The manifest's entry. @throws Fault request_invalid for an id that is not an encoder's, with those that are. */
  entry(id: string): EncoderEntry;
  /** The opened engine. One that failed to open is tried again by the next caller. */
  get(id: string): Promise<FaceEngine>;
};

export function createEngines(manifest: Manifest, open: (encoder: string) => Promise<FaceEngine>): Engines {
  const entries = new Map(manifest.models.filter((model) => model.kind === 'encoder').map((model) => [model.id, model]));
  const opened = new Map<string, Promise<FaceEngine>>();

  function entry(id: string): EncoderEntry {
    const found = entries.get(id);
    if (found) return found;
    const models = [...entries.keys()];
    throw new Fault('request_invalid', `No encoder is called "${id}". There are: ${models.join(', ')}.`, { model: id, models });
  }

  return {
    entry,
    async get(id) {
      entry(id);
      const present = opened.get(id);
      if (present) return present;
      const opening = open(id);
      opened.set(id, opening);
      opening.catch(() => opened.delete(id));
      return opening;
    },
  };
}
