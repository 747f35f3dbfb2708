// The face pipeline behind one door: sessions opened once, a picture in, faces and unit vectors out.
import { Fault } from '../fault.ts';
import { type Picture, type Pyramid, pyramidOf, samplePlanes } from '../image.ts';
import type { DetectorEntry, EncoderEntry, LandmarksEntry, Manifest, ModelEntry } from '../manifest.ts';
import type { Deps, Session } from '../ports.ts';
import { alignFace } from './align.ts';
import type { Face } from './face.ts';
import { findFaces } from './find.ts';

export type FaceEngine = {
  readonly encoder: EncoderEntry;
  /** Every face, largest first. An empty list is an answer, not an error. */
  detect(picture: Picture): Promise<readonly Face[]>;
  /** The unit vector [encoder.dimensions] of a face that `detect` found in this picture. */
  embed(picture: Picture, face: Face): Promise<Float32Array>;
};

/**
 * Opens nothing until it is asked: each session is created by the first call that needs it, and tried again if that
 * failed. @throws Fault model_missing when the manifest has no encoder of that id.
 */
export function createFaceEngine(deps: Pick<Deps, 'runtime' | 'models' | 'limits'>, encoderId: string): FaceEngine {
  const { models, runtime, limits } = deps;
  const encoder = encoderOf(models.manifest, encoderId);
  const open = (entry: ModelEntry) => lazily(async () => runtime.open(await models.read(entry.file)));
  const [coarse, fine] = detectorsOf(models.manifest).map((entry) => ({ entry, open: open(entry) }));
  const landmarks = open(models.manifest.models.find((entry): entry is LandmarksEntry => entry.kind === 'landmarks')!);
  const encode = open(encoder);
  // A picture's halved copies live as long as the picture, so that embedding its faces does not make them again.
  const pyramids = new WeakMap<Picture, Pyramid>();
  const pyramid = (picture: Picture) => {
    const made = pyramids.get(picture) ?? pyramidOf(picture);
    pyramids.set(picture, made);
    return made;
  };

  return {
    encoder,
    async detect(picture) {
      const nets = {
        coarse: async () => ({ ...coarse.entry, session: await coarse.open() }),
        fine: async () => ({ ...fine.entry, session: await fine.open() }),
        landmarks,
      };
      return findFaces(pyramid(picture), nets, limits.maxFacesPerPicture);
    },
    async embed(picture, face) {
      return embedCrop(pyramid(picture), face, encoder, await encode());
    },
  };
}

/** @throws Fault model_missing with the ids there are. */
export function encoderOf(manifest: Manifest, id: string): EncoderEntry {
  const encoders = manifest.models.filter((entry): entry is EncoderEntry => entry.kind === 'encoder');
  const found = encoders.find((entry) => entry.id === id);
  if (found) return found;
  const known = encoders.map((entry) => entry.id);
  throw new Fault('model_missing', `There is no encoder '${id}'; there are ${known.join(', ')}.`, { encoder: id, known });
}

function detectorsOf(manifest: Manifest): readonly DetectorEntry[] {
  return manifest.models
    .filter((entry): entry is DetectorEntry => entry.kind === 'detector')
    .sort((a, b) => a.width - b.width);
}

async function embedCrop(pyramid: Pyramid, face: Face, encoder: EncoderEntry, session: Session): Promise<Float32Array> {
  const { size, order, mean, scale, mirror } = encoder.crop;
  const { toPicture } = alignFace(face.landmarks, encoder.crop);
  const data = samplePlanes(pyramid, toPicture, size, size, { order, scaling: { mean, scale }, border: 0 });
  const run = async (planes: Float32Array) => {
    const { embedding } = await session.run({ input: { type: 'float32', dims: [1, 3, size, size], data: planes } });
    return embedding.data as Float32Array;
  };
  const vector = await run(data);
  if (!mirror) return vector;
  for (let row = 0; row < data.length; row += size) data.subarray(row, row + size).reverse();
  return unit(vector, await run(data));
}

/** The normalised sum of two vectors. */
function unit(a: Float32Array, b: Float32Array): Float32Array {
  const sum = a.map((v, i) => v + b[i]);
  const norm = Math.sqrt(sum.reduce((squares, v) => squares + v * v, 0));
  return sum.map((v) => v / norm);
}

/** One shared attempt; a failed one is forgotten, so that the next call tries again. */
function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
