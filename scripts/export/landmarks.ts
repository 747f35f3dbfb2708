// The 68 landmarks network, its last normalisation folded into the fully connected layer.
import { readGraph } from '../../functions/core/graph/read.ts';
import { flushed, withoutBatchNormalization } from '../../functions/core/graph/rewrite.ts';
import type { Built } from './recipe.ts';
import { readSource } from './source.ts';

/** Weights below this are 0: without effect on the output, and denormals slow a processor tenfold. */
export const NEGLIGIBLE = 1e-15;

/** `input` [1,1,64,64] -> `output` [1,136]: x, y of 68 points as fractions of the crop. */
export function buildLandmarks(id: string): Built {
  const source = readSource('faceplugin-face-recognition-js', 'model/fr_landmark.onnx');
  const graph = flushed(withoutBatchNormalization(readGraph(source.bytes)), NEGLIGIBLE);
  return { graph: { ...graph, name: id }, source: source.name };
}
