// The face pipeline as the Node service runs it, for measuring: same models, same decoder, same runtime.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createFaceEngine, encoderOf, type FaceEngine } from '../functions/core/faces/engine.ts';
import type { Calibration } from '../functions/core/manifest.ts';
import type { Images, Limits, Models, Runtime } from '../functions/core/ports.ts';
import { createNodeImages } from '../functions/platform/images-node.ts';
import { createNodeModels } from '../functions/platform/models-node.ts';
import { createNodeRuntime } from '../functions/platform/ort-node.ts';
import {
  type EncoderReport,
  type ExportedEncoder,
  exportFile,
  isEncoderFile,
  reportBeside,
} from './encoder-file.ts';

export type Faces = {
  readonly runtime: Runtime;
  readonly models: Models;
  readonly images: Images;
  readonly engine: FaceEngine;
};

/** An encoder of the manifest by its id, or an ONNX file, which is fed as one of the manifest when it says so. */
export type EncoderChoice = { readonly encoder: string; readonly like?: string };

export const SHIPPED_MODELS = fileURLToPath(new URL('../models', import.meta.url));

/** As the service finds them, so that what is measured is what it runs. */
export const MODELS_DIRECTORY = process.env.LIKENESS_MODELS || SHIPPED_MODELS;

const DEFAULT_ENCODER = 'mobilefacenet-128';

/** The service's own limits, except that nothing here comes from a stranger. */
export const LIMITS: Limits = {
  maxBodyBytes: Number.POSITIVE_INFINITY,
  maxPixels: 40_000_000,
  maxFacesPerPicture: 100,
  maxPicturesPerEnrolment: 20,
  maxFacesPerGallery: 1_000_000,
  maxCalibrationComparisons: 200_000_000,
};

export async function openFaces(choice: EncoderChoice): Promise<Faces> {
  const runtime = createNodeRuntime();
  const models = await modelsFor(choice);
  const images = await createNodeImages({ maxPixels: LIMITS.maxPixels });
  const engine = createFaceEngine({ runtime, models, limits: LIMITS }, choice.encoder);
  return { runtime, models, images, engine };
}

/** Null for a file that nobody has measured. @throws what `openFaces` throws, before any work. */
export async function calibrationFor(choice: EncoderChoice): Promise<Calibration | null> {
  const { calibration } = encoderOf((await modelsFor(choice)).manifest, choice.encoder);
  return calibration === UNMEASURED ? null : calibration;
}

/**
 * Fed as the encoder `like` of the manifest is; else as the report beside it says; else as the default encoder is. The
 * entry's id is the path. @throws Error with the path.
 */
export async function openEncoderFile(
  path: string,
  like?: string,
): Promise<ExportedEncoder & { readonly report?: EncoderReport }> {
  const { manifest } = await createNodeModels(MODELS_DIRECTORY);
  try {
    const bytes = new Uint8Array(await readFile(path));
    const report = like === undefined ? await reportBeside(path, bytes) : undefined;
    if (report?.fed === null)
      throw new Error(`It was trained on ${report.recipe.medium}s, and pictures would be fed.`);
    const fed = report?.fed ?? encoderOf(manifest, like ?? DEFAULT_ENCODER);
    return { ...exportFile(path, bytes, fed, report?.entry?.calibration ?? UNMEASURED), report };
  } catch (cause) {
    throw new Error(`${path}: ${(cause as Error).message}`, { cause });
  }
}

/** The manifest's models, and the file's. @throws Fault model_missing with the ids there are; Error of the file. */
export async function modelsFor({ encoder, like }: EncoderChoice): Promise<Models> {
  const models = await createNodeModels(MODELS_DIRECTORY);
  if (!isEncoderFile(encoder)) {
    encoderOf(models.manifest, encoder);
    return models;
  }
  const { entry, bytes } = await openEncoderFile(encoder, like);
  return {
    manifest: { ...models.manifest, models: [...models.manifest.models, entry] },
    read: async (file) => (file === entry.file ? bytes : models.read(file)),
  };
}

/** Stands where the manifest wants one; never shown. */
const UNMEASURED: Calibration = {
  source: 'not measured',
  impostorPairs: 0,
  genuinePairs: 0,
  curve: [],
  platt: { slope: 0, intercept: 0 },
  verify: { threshold: 0, fmr: 0 },
  recognize: { threshold: 0, basis: 'not measured' },
};
