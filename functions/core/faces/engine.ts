// The face pipeline behind one door: sessions opened once, a picture in, faces and unit vectors out.
import { Fault } from '../fault.ts';
import {
  type Affine,
  type Picture,
  type Pyramid,
  pyramidOf,
  sampleLuminance,
  samplePlanes,
} from '../image.ts';
import type { Crop, EncoderEntry, Manifest } from '../manifest.ts';
import type { Deps, Session } from '../ports.ts';
import { alignFace } from './align.ts';
import type { Detector } from './detect.ts';
import type { Face } from './face.ts';
import { findFaces } from './find.ts';
import { opener } from './opener.ts';

export type FaceEngine = {
  readonly encoder: EncoderEntry;
  /** Every face, largest first. An empty list is an answer, not an error. */
  detect(picture: Picture): Promise<readonly Face[]>;
  /** The unit vector [encoder.dimensions] of a face that `detect` found in this picture. */
  embed(picture: Picture, face: Face): Promise<Float32Array>;
  /** Of the picture as it is: there for an encoder of whole pictures, and then no face is to be looked for. */
  readonly embedWhole?: (picture: Picture) => Promise<Float32Array>;
  /** Opens every session that a picture needs, if they are not open yet. */
  readonly open?: () => Promise<void>;
};

/** Every face of a picture, largest first. `open` opens its sessions. */
export type Detect = FaceEngine['detect'] & { readonly open?: () => Promise<unknown> };

type Source = Pick<Deps, 'runtime' | 'models' | 'limits'>;

/**
 * Nothing is opened until it is asked for: each session is created by the first call that needs it, and tried again
 * if that failed. Engines of several encoders share one `detect`.
 */
export function createDetect(deps: Source): Detect {
  const entries = deps.models.manifest.models;
  const detectors = entries.filter((entry) => entry.kind === 'detector').sort((a, b) => a.width - b.width);
  const [coarse, fine] = detectors.map((entry) => {
    const session = opener(deps, entry);
    let detector: Detector | undefined;
    return async () => {
      detector ??= { width: entry.width, height: entry.height, session: await session() };
      return detector;
    };
  });
  const landmarks = opener(deps, entries.find((entry) => entry.kind === 'landmarks')!);
  const detect: FaceEngine['detect'] = (picture) =>
    findFaces(pyramidOf(picture), { coarse, fine, landmarks }, deps.limits.maxFacesPerPicture);
  return Object.assign(detect, { open: () => Promise.all([coarse(), fine(), landmarks()]) });
}

/** @throws Fault model_missing when the manifest has no encoder of that id. */
export function createFaceEngine(
  deps: Source,
  encoderId: string,
  detect: Detect = createDetect(deps),
): FaceEngine {
  const encoder = encoderOf(deps.models.manifest, encoderId);
  const session = opener(deps, encoder);
  const { size, alignment } = encoder.crop;
  let spare: Float32Array | undefined; // an input that no run is using: fewer megabytes for the collector

  async function embed(picture: Picture, toPicture: Affine): Promise<Float32Array> {
    const data = spare ?? new Float32Array(channelsOf(encoder.crop) * size * size);
    spare = undefined;
    const vector = await embedCrop(pyramidOf(picture), toPicture, encoder, await session(), data);
    spare = data;
    return vector;
  }

  return {
    encoder,
    detect,
    open: async () => void (await Promise.all([detect.open?.(), session()])),
    embed: (picture, face) => embed(picture, alignFace(face.landmarks, encoder.crop).toPicture),
    ...(alignment === 'whole-picture' && {
      embedWhole: (picture) => embed(picture, [picture.width / size, 0, 0, 0, picture.height / size, 0]),
    }),
  };
}

/** @throws Fault model_missing with the ids there are. */
export function encoderOf(manifest: Manifest, id: string): EncoderEntry {
  const encoders = manifest.models.filter((entry): entry is EncoderEntry => entry.kind === 'encoder');
  const found = encoders.find((entry) => entry.id === id);
  if (found) return found;
  const known = encoders.map((entry) => entry.id);
  throw new Fault('model_missing', `There is no encoder '${id}'; there are ${known.join(', ')}.`, {
    encoder: id,
    known,
  });
}

async function embedCrop(
  pyramid: Pyramid,
  toPicture: Affine,
  encoder: EncoderEntry,
  session: Session,
  data: Float32Array,
): Promise<Float32Array> {
  const { size, mirror } = encoder.crop;
  sampleCrop(pyramid, toPicture, encoder.crop, data);
  const run = async (planes: Float32Array) => {
    const { embedding } = await session.run({
      input: { type: 'float32', dims: [1, channelsOf(encoder.crop), size, size], data: planes },
    });
    return embedding.data as Float32Array;
  };
  const vector = await run(data);
  if (!mirror) return vector;
  for (let row = 0; row < data.length; row += size) data.subarray(row, row + size).reverse();
  return unit(vector, await run(data));
}

export function channelsOf({ order }: Pick<Crop, 'order'>): 1 | 3 {
  return order === 'luminance' ? 1 : 3;
}

/** The window of the picture as the encoder's input, into all of `out`. Beyond the edge of a picture lies black. */
export function sampleCrop(pyramid: Pyramid, toPicture: Affine, crop: Crop, out: Float32Array): void {
  const { size, order, mean, scale, alignment } = crop;
  if (order === 'luminance') {
    const luminance = sampleLuminance(pyramid, toPicture, size, size);
    for (let i = 0; i < out.length; i++) out[i] = (luminance[i] - mean[0]) / scale;
    return;
  }
  const border = alignment === 'whole-picture' ? 'replicate' : 0;
  samplePlanes(pyramid, toPicture, size, size, { order, scaling: { mean, scale }, border }, out);
}

/** The normalised sum of two vectors. */
function unit(a: Float32Array, b: Float32Array): Float32Array {
  const sum = a.map((v, i) => v + b[i]);
  const norm = Math.sqrt(sum.reduce((squares, v) => squares + v * v, 0));
  return sum.map((v) => v / norm);
}
