// From what a caller hands in, a picture or an embedding, to unit vectors of one encoder.
import { Fault } from '../fault.ts';
import type { Picture } from '../image.ts';
import type { Decoded } from '../ports.ts';
import type { InTurn } from '../turns.ts';
import { unitVector } from './embedding.ts';
import type { Detect } from './engine.ts';
import type { Face } from './face.ts';
import { type OnMultiple, pick } from './pick.ts';
import type { FaceTools } from './tools.ts';

export type PictureSource = { readonly kind: 'picture'; readonly bytes: Uint8Array };
/** A picture that could not be fetched. */
export type UnfetchedSource = { readonly kind: 'unfetched'; readonly reason: Fault };
/** `model` is the id of the encoder that made it. */
export type EmbeddingSource = {
  readonly kind: 'embedding';
  readonly values: readonly number[];
  readonly model: string;
};

/** What a picture was and every face in it, largest first; not its pixels, which are let go when its turn ends. */
export type Seen = {
  readonly width: number;
  readonly height: number;
  readonly format: Decoded['format'];
  readonly orientation: number;
  readonly faces: readonly Face[];
};

/** One vector to compare; `face` is null when it came as an embedding, or stands for a whole picture. */
export type Probe = { readonly vector: Float32Array; readonly face: Face | null };

export type Probed = { readonly probes: readonly Probe[]; readonly seen: Seen | null };

/** Decodes and detects, in turn. @throws Fault picture_* */
export function see(tools: FaceTools, bytes: Uint8Array, encoder: string): Promise<Seen> {
  return withPicture(tools, bytes, tools.engines.get(encoder).detect, async (_, seen) => seen);
}

/** `use` has the pixels; the turn lasts as long as it does. */
function withPicture<T>(
  { images, inTurn = atOnce }: FaceTools,
  bytes: Uint8Array,
  detect: Detect,
  use: (picture: Picture, seen: Seen) => Promise<T>,
): Promise<T> {
  return inTurn(async () => {
    const { picture, format, orientation } = await images.decode(bytes);
    const faces = await detect(picture);
    return use(picture, { width: picture.width, height: picture.height, format, orientation, faces });
  });
}

const atOnce: InTurn = (work) => work();
const noFaces: Detect = async () => [];

/**
 * At least one probe, in the order of `pick`; one of the whole picture where the encoder takes that.
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
  const { detect, embedWhole } = engine;
  if (embedWhole) {
    return withPicture(tools, source.bytes, noFaces, async (picture, seen) => ({
      probes: [{ vector: await embedWhole(picture), face: null }],
      seen,
    }));
  }
  return withPicture(tools, source.bytes, detect, async (picture, seen) => {
    const probes: Probe[] = [];
    for (const face of pick(seen.faces, onMultiple, seen)) {
      probes.push({ vector: await engine.embed(picture, face), face });
    }
    return { probes, seen };
  });
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
