// What the look command works with: the service's own, on one network and without its caps.
import { createDetect } from '../../functions/core/faces/engine.ts';
import { createLook, type LookTools } from '../../functions/core/insight/look.ts';
import { networksOf } from '../../functions/core/insight/networks.ts';
import { createNodeImages } from '../../functions/platform/images-node.ts';
import { createNodeModels } from '../../functions/platform/models-node.ts';
import { createNodeRuntime } from '../../functions/platform/ort-node.ts';
import { isEncoderFile } from '../encoder-file.ts';
import { LIMITS, MODELS_DIRECTORY, modelsFor } from '../open-faces.ts';

/** A session at 1024 pixels takes 900 MB. */
const INSIGHT = { maxPictures: Number.POSITIVE_INFINITY, maxSize: 1024, maxUnits: 512, maxMaps: 2048 };

/** An id of the manifest, or an encoder of one's own as a file. @throws Error with the path. */
export async function openLook(network: string) {
  const models = isEncoderFile(network)
    ? await modelsFor({ encoder: network })
    : await createNodeModels(MODELS_DIRECTORY);
  const runtime = createNodeRuntime();
  const images = createNodeImages({ maxPixels: LIMITS.maxPixels });
  const tools: LookTools = {
    runtime,
    images,
    networks: networksOf(models),
    detect: createDetect({ runtime, models, limits: LIMITS }),
    insight: { limits: INSIGHT },
  };
  return { ...tools, look: createLook(tools) };
}
