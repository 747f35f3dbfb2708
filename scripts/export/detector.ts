// The face detector: one network at two input sizes, its priors made anew for each.
import { graphBuilder } from '../../functions/core/graph/graph.ts';
import { readGraph } from '../../functions/core/graph/read.ts';
import { deduplicated, renamed } from '../../functions/core/graph/rewrite.ts';
import { float32, type Tensor } from '../../functions/core/tensor.ts';
import { priors } from './priors.ts';
import type { Built } from './recipe.ts';
import { readSource } from './source.ts';

/** Names in the source file: decoding multiplies offsets by the sizes, adds the centers, multiplies sizes by the sizes. */
const PRIORS = { sizes: ['467', '475'], centers: ['469'] } as const;
const SOURCE_SIZE = { width: 320, height: 240 };

/** `input` [1,3,H,W] -> `scores` [1,A]: how much of a face, `boxes` [1,A,4]: corners x1,y1,x2,y2 as fractions, 0..1. */
export function buildDetector(id: string, width: number, height: number): Built {
  const source = readSource('faceplugin-face-recognition-js', 'model/fr_detect.onnx');
  checkPriors(source.bytes);
  const read = readGraph(source.bytes, {
    dims: { input: [1, 3, height, width] },
    constants: priorConstants(width, height),
  });
  const graph = renamed({ ...deduplicated(read), outputs: [] }, { scores: 'softmax' });
  const builder = graphBuilder(id, graph);
  // Of the two classes, background and face, the second.
  const face = builder.constant({ type: 'int64', dims: [], data: BigInt64Array.of(1n) });
  builder.output(builder.op('Gather', [builder.value('softmax'), face], { axis: 2 }, 'scores'));
  builder.output(builder.value('boxes'));
  return { graph: builder.build(), source: source.name };
}

function priorConstants(width: number, height: number): Record<string, Tensor> {
  const { centers, sizes } = priors(width, height);
  const tensor = (data: Float32Array) => float32([1, data.length / 2, 2], data);
  return Object.fromEntries([
    ...PRIORS.sizes.map((name) => [name, tensor(sizes)]),
    ...PRIORS.centers.map((name) => [name, tensor(centers)]),
  ]);
}

/** The priors made here for the source's own size must be those in the file, bit for bit. */
function checkPriors(bytes: Uint8Array): void {
  const { constants } = readGraph(bytes);
  for (const [name, made] of Object.entries(priorConstants(SOURCE_SIZE.width, SOURCE_SIZE.height))) {
    const found = constants.get(name)?.data;
    const different = made.data.findIndex((value, i) => value !== found?.[i]);
    if (found?.length !== made.data.length || different !== -1) {
      throw new Error(
        `Detector priors ${name}: ${found?.length} in the file, ${made.data.length} made; element ${different} differs.`,
      );
    }
  }
}
