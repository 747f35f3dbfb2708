// The faces of the sample pictures on whatever platform is handed in, as plain numbers that two platforms can compare.

import { createFaceEngine } from '../functions/core/faces/engine.ts';
import type { Face } from '../functions/core/faces/face.ts';
import type { Images, Limits, Models, Runtime } from '../functions/core/ports.ts';

export type Platform = { readonly runtime: Runtime; readonly models: Models; readonly images: Images };

/** `embeddings` has one of each encoder. */
export type SampleFace = Pick<Face, 'box' | 'score' | 'rotation'> & {
  readonly reasons: readonly string[];
  readonly embeddings: Readonly<Record<string, readonly number[]>>;
};

export const SAMPLES = [1, 2, 3, 4, 5, 6] as const;

const LIMITS: Limits = {
  maxBodyBytes: 10 * 2 ** 20,
  maxPixels: 6_000_000,
  maxFacesPerPicture: 100,
  maxPicturesPerEnrolment: 20,
  maxFacesPerGallery: 1000,
  maxCalibrationComparisons: 1e6,
};

/** The faces of each picture, in the order of detection. */
export async function sampleFaces(
  platform: Platform,
  pictures: readonly Uint8Array[],
): Promise<readonly (readonly SampleFace[])[]> {
  const encoders = platform.models.manifest.models.filter(({ kind }) => kind === 'encoder');
  const engines = encoders.map(({ id }) => createFaceEngine({ ...platform, limits: LIMITS }, id));
  const found: SampleFace[][] = [];
  for (const bytes of pictures) {
    const { picture } = await platform.images.decode(bytes);
    const faces: SampleFace[] = [];
    for (const face of await engines[0].detect(picture)) {
      const embeddings: Record<string, number[]> = {};
      for (const engine of engines) {
        embeddings[engine.encoder.id] = Array.from(await engine.embed(picture, face));
      }
      const { box, score, rotation, quality } = face;
      faces.push({ box, score, rotation, reasons: quality.reasons.map(({ code }) => code), embeddings });
    }
    found.push(faces);
  }
  return found;
}
