// Binary heads: which one judges the vectors of an encoder, and what it says of two sides.
import { Fault } from '../fault.ts';
import type { HeadEntry, Manifest } from '../manifest.ts';
import type { Deps, Session } from '../ports.ts';
import { float32 } from '../tensor.ts';
import { centreOf, dot } from './fuse.ts';
import { opener } from './opener.ts';

export type Heads = {
  /**
   * The head of that id, or the first that the manifest has for the encoder.
   * @throws Fault head_missing with those there are; encoder_mismatch when it is another encoder's.
   */
  entry(encoder: string, id?: string): HeadEntry;
  /**
   * The logit that two sides of one or more unit vectors each show the same person: of a subject with several faces
   * half its nearest face's and half its centre's, as distances are fused.
   * @throws Fault model_missing, model_invalid, runtime_failed. Calling again is safe.
   */
  logit(head: HeadEntry, a: readonly Float32Array[], b: readonly Float32Array[]): Promise<number>;
};

/** Nothing is opened until it is asked for. */
export function createHeads(manifest: Manifest, deps: Pick<Deps, 'models' | 'runtime'>): Heads {
  const entries = manifest.models.filter((model): model is HeadEntry => model.kind === 'head');
  const sessions = new Map(entries.map((entry) => [entry.id, opener(deps, entry)]));

  return {
    entry(encoder, id) {
      const known = entries.map((head) => ({ head: head.id, encoder: head.encoder }));
      const list = known.map(({ head, encoder }) => `${head} (of ${encoder})`).join(', ') || 'none';
      const found = entries.find((head) => (id === undefined ? head.encoder === encoder : head.id === id));
      if (!found) {
        const which = id === undefined ? `${encoder} has no head` : `No head is called "${id}"`;
        throw new Fault('head_missing', `${which}. There are: ${list}.`, {
          ...(id === undefined ? { model: encoder } : { head: id }),
          heads: known,
        });
      }
      if (found.encoder === encoder) return found;
      throw new Fault(
        'encoder_mismatch',
        `The head ${found.id} judges embeddings of ${found.encoder}, and these are of ${encoder}. There are: ${list}.`,
        { models: { head: found.encoder, embeddings: encoder }, heads: known },
      );
    },

    async logit(head, a, b) {
      const session = await sessions.get(head.id)!();
      const [nearestA, nearestB] = nearest(a, b);
      const ofNearest = await run(session, nearestA, nearestB);
      if (a.length * b.length === 1) return ofNearest;
      return (ofNearest + (await run(session, centreOf(a), centreOf(b)))) / 2;
    },
  };
}

async function run(session: Session, a: Float32Array, b: Float32Array): Promise<number> {
  const found = await session.run({ a: float32([1, a.length], a), b: float32([1, b.length], b) });
  const [logit] = found.logit.data as Float32Array;
  if (Number.isFinite(logit)) return logit;
  throw new Fault('model_invalid', `The head answered ${logit} in place of a logit.`);
}

/** The closest two. */
function nearest(a: readonly Float32Array[], b: readonly Float32Array[]) {
  let best = { cosine: Number.NEGATIVE_INFINITY, pair: [a[0], b[0]] as const };
  for (const one of a) {
    for (const other of b) {
      const cosine = dot(one, other);
      if (cosine > best.cosine) best = { cosine, pair: [one, other] };
    }
  }
  return best.pair;
}
