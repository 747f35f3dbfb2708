// The face pipeline as the Node service runs it, for measuring: same models, same decoder, same runtime.
import { fileURLToPath } from 'node:url';
import { createFaceEngine, encoderOf, type FaceEngine } from '../functions/core/faces/engine.ts';
import type { EncoderEntry } from '../functions/core/manifest.ts';
import type { Images, Limits, Models, Runtime } from '../functions/core/ports.ts';
import { createNodeImages } from '../functions/platform/images-node.ts';
import { createNodeModels } from '../functions/platform/models-node.ts';
import { createNodeRuntime } from '../functions/platform/ort-node.ts';

export type Faces = {
  readonly runtime: Runtime;
  readonly models: Models;
  readonly images: Images;
  readonly engine: FaceEngine;
};

export const MODELS_DIRECTORY = fileURLToPath(new URL('../models', import.meta.url));

/** The service's own limits, except that nothing here comes from a stranger. */
export const LIMITS: Limits = {
  maxBodyBytes: Number.POSITIVE_INFINITY,
  maxPixels: 40_000_000,
  maxFacesPerPicture: 100,
  maxPicturesPerEnrolment: 20,
  maxFacesPerGallery: 1_000_000,
};

export async function openFaces(encoder: string): Promise<Faces> {
  const runtime = createNodeRuntime();
  const models = await createNodeModels(MODELS_DIRECTORY);
  const images = await createNodeImages({ maxPixels: LIMITS.maxPixels });
  const engine = createFaceEngine({ runtime, models, limits: LIMITS }, encoder);
  return { runtime, models, images, engine };
}

/** @throws Fault model_missing with the ids there are. */
export async function encoderEntry(id: string): Promise<EncoderEntry> {
  return encoderOf((await createNodeModels(MODELS_DIRECTORY)).manifest, id);
}
