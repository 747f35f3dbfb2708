// From what a caller hands in, a picture or an embedding, to unit vectors of one encoder.
import { Fault } from '../fault.ts';
import type { Decoded } from '../ports.ts';
import { unitVector } from './embedding.ts';
import type { Face } from './face.ts';
import { type OnMultiple, pick } from './pick.ts';
import type { FaceTools } from './tools.ts';

export type PictureSource = { readonly kind: 'picture'; readonly bytes: Uint8Array };
/** `model` is the id of the encoder that made it. */
export type EmbeddingSource = {
  readonly kind: 'embedding';
  readonly values: readonly number[];
  readonly model: string;
};

/** A decoded picture and every face in it, largest first. */
export type Seen = { readonly decoded: Decoded; readonly faces: readonly Face[] };

/** One vector to compare; `face` is null when it came as an embedding. */
export type Probe = { readonly vector: Float32Array; readonly face: Face | null };

export type Probed = { readonly probes: readonly Probe[]; readonly seen: Seen | null };

/** Decodes and detects. @throws Fault picture_* */
export async function see(tools: FaceTools, bytes: Uint8Array, encoder: string): Promise<Seen> {
  const decoded = await tools.images.decode(bytes);
  return { decoded, faces: await tools.engines.get(encoder).detect(decoded.picture) };
}

/**
 * At least one probe, in the order of `pick`.
 * @throws Fault picture_*, no_face, multiple_faces, embedding_invalid; encoder_mismatch when the embedding is another's.
 */
export async function probe(
  tools: FaceTools,
  source: PictureSource | EmbeddingSource,
  encoder: string,
  onMultiple: OnMultiple,
): Promise<Probed> {
  if (source.kind === 'embedding') {
    if (source.model !== encoder) throw mismatch({ embedding: source.model, wanted: encoder });
    return {
      probes: [{ vector: unitVector(source.values, tools.engines.entry(encoder)), face: null }],
      seen: null,
    };
  }
  const engine = tools.engines.get(encoder);
  const seen = await see(tools, source.bytes, encoder);
  const { picture } = seen.decoded;
  const probes: Probe[] = [];
  for (const face of pick(seen.faces, onMultiple, picture)) {
    probes.push({ vector: await engine.embed(picture, face), face });
  }
  return { probes, seen };
}

/** Vectors of different encoders have no distance. `models` says whose is which. */
export function mismatch(models: Readonly<Record<string, string>>): Fault {
  const list = Object.entries(models).map(([who, id]) => `${who} is of ${id}`);
  return new Fault(
    'encoder_mismatch',
    `Embeddings of different encoders cannot be compared: ${list.join(', ')}.`,
    { models },
  );
}
