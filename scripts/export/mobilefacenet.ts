// MobileFaceNet with its 512 outputs rotated onto their 256 live directions, of which the first 128 or all are kept.
import { Matrix } from 'ml-matrix';
import { type Graph, graphBuilder } from '../../functions/core/graph/graph.ts';
import { readGraph } from '../../functions/core/graph/read.ts';
import { flushed, withoutPRelu } from '../../functions/core/graph/rewrite.ts';
import { type Float32Tensor, float32 } from '../../functions/core/tensor.ts';
import { strongest } from '../strongest-directions.ts';
import { NEGLIGIBLE } from './landmarks.ts';
import type { Built } from './recipe.ts';
import { readSource } from './source.ts';
import { outputUnitNorm } from './unit-norm.ts';

/** Singular values fall from 2.8 to 0.011 here and stay there: what is left out is noise of the training. */
const LIVE_DIRECTIONS = 256;

type Network = {
  /** Up to `x`, what the last convolution reads. */
  readonly trunk: Graph;
  readonly x: string;
  /** [LIVE_DIRECTIONS, inputs, 1, 1] and [LIVE_DIRECTIONS], strongest direction first. */
  readonly weights: Float32Tensor;
  readonly bias: Float32Tensor;
  readonly source: string;
};

/** `input` [1,3,112,112] -> `embedding` [1,D], `norm` [1,1]; D at most LIVE_DIRECTIONS. */
export function buildMobileFaceNet(id: string, dimensions: number): Built {
  const { trunk, x, weights, bias, source } = network();
  const builder = graphBuilder(id, { ...trunk, outputs: [] });
  const embedded = builder.op('Conv', [
    builder.value(x),
    builder.constant(firstRows(weights, dimensions), 'rotated.weight'),
    builder.constant(firstRows(bias, dimensions), 'rotated.bias'),
  ]);
  outputUnitNorm(builder, builder.op('Flatten', [embedded], { axis: 1 }));
  return { graph: builder.build(), source };
}

let made: Network | undefined;

/** Made once: the decomposition takes seconds, and both encoders share it. */
function network(): Network {
  made ??= readNetwork();
  return made;
}

function readNetwork(): Network {
  const source = readSource('faceplugin-face-recognition-js', 'model/fr_feature.onnx');
  const graph = withoutPRelu(flushed(readGraph(source.bytes), NEGLIGIBLE));
  const last = graph.nodes.findLast(({ operator }) => operator === 'Conv')!;
  const [x, w, b] = last.inputs;
  const rotated = rotate(graph.constants.get(w) as Float32Tensor, graph.constants.get(b) as Float32Tensor);
  return { trunk: before(graph, last.outputs[0], x), x, ...rotated, source: source.name };
}

function firstRows({ dims: [rows, ...rest], data }: Float32Tensor, count: number): Float32Tensor {
  return float32([count, ...rest], data.slice(0, (data.length / rows) * count));
}

/** The graph up to `x`, without the node that makes `until` and what follows. */
function before(graph: Graph, until: string, x: string): Graph {
  const end = graph.nodes.findIndex(({ outputs }) => outputs.includes(until));
  return graphBuilder(graph.name, { ...graph, nodes: graph.nodes.slice(0, end), outputs: [x] }).build();
}

/**
 * y = W x + b in the basis of the eigenvectors of W W^T, strongest first: a rotation, so distances stay, and no data
 * is needed for it. Double precision throughout.
 */
function rotate(
  weights: Float32Tensor,
  bias: Float32Tensor,
): { weights: Float32Tensor; bias: Float32Tensor } {
  const [outputs, inputs] = weights.dims;
  const matrix = Matrix.from1DArray(outputs, inputs, Array.from(weights.data));
  const basis = strongest(matrix.mmul(matrix.transpose()), LIVE_DIRECTIONS);
  return {
    weights: float32([LIVE_DIRECTIONS, inputs, 1, 1], Float32Array.from(basis.mmul(matrix).to1DArray())),
    bias: float32(
      [LIVE_DIRECTIONS],
      Float32Array.from(basis.mmul(Matrix.columnVector(Array.from(bias.data))).to1DArray()),
    ),
  };
}
