// MobileFaceNet with its 512 outputs rotated onto their 256 live directions, of which the first 128 or all are kept.
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { type Graph, graphBuilder } from '../../functions/core/graph/graph.ts';
import { readGraph } from '../../functions/core/graph/read.ts';
import { flushed } from '../../functions/core/graph/rewrite.ts';
import { type Float32Tensor, float32 } from '../../functions/core/tensor.ts';
import { NEGLIGIBLE } from './landmarks.ts';
import type { Built } from './recipe.ts';
import { readSource } from './source.ts';
import { outputUnitNorm } from './unit-norm.ts';

/** `input` [1,3,112,112] -> `embedding` [1,D], `norm` [1,1]. */
export function buildMobileFaceNet(id: string, dimensions: number): Built {
  const source = readSource('faceplugin-face-recognition-js', 'model/fr_feature.onnx');
  const graph = flushed(readGraph(source.bytes), NEGLIGIBLE);
  const last = graph.nodes.findLast(({ operator }) => operator === 'Conv')!;
  const [x, w, b] = last.inputs;
  const rotated = rotate(
    graph.constants.get(w) as Float32Tensor,
    graph.constants.get(b) as Float32Tensor,
    dimensions,
  );

  const builder = graphBuilder(id, before(graph, last.outputs[0], x));
  const weights = builder.constant(rotated.weights, 'rotated.weight');
  const bias = builder.constant(rotated.bias, 'rotated.bias');
  const embedded = builder.op('Conv', [builder.value(x), weights, bias], {});
  outputUnitNorm(builder, builder.op('Flatten', [embedded], { axis: 1 }));
  return { graph: builder.build(), source: source.name };
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
  dimensions: number,
): { weights: Float32Tensor; bias: Float32Tensor } {
  const [outputs, inputs] = weights.dims;
  const matrix = Matrix.from1DArray(outputs, inputs, Array.from(weights.data));
  const basis = strongest(matrix.mmul(matrix.transpose()), dimensions);
  return {
    weights: float32([dimensions, inputs, 1, 1], Float32Array.from(basis.mmul(matrix).to1DArray())),
    bias: float32(
      [dimensions],
      Float32Array.from(basis.mmul(Matrix.columnVector(Array.from(bias.data))).to1DArray()),
    ),
  };
}

/** The eigenvectors of the largest eigenvalues as rows. Their signs are free: the largest component is made positive. */
function strongest(symmetric: Matrix, count: number): Matrix {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(symmetric, {
    assumeSymmetric: true,
  });
  const order = realEigenvalues
    .map((_, i) => i)
    .sort((a, b) => realEigenvalues[b] - realEigenvalues[a] || a - b);
  const rows = order.slice(0, count).map((column) => {
    const vector = eigenvectorMatrix.getColumn(column);
    const largest = vector.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
    return vector.map((value) => (largest < 0 ? -value : value));
  });
  return new Matrix(rows);
}
