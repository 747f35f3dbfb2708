// The binary heads: what each looks at in two embeddings, defined once for export, fitting and measuring.
import { type Graph, type GraphBuilder, graphBuilder, type Value } from '../../functions/core/graph/graph.ts';
import type { HeadFeatures, HeadWeights } from '../../functions/core/manifest.ts';
import { float32 } from '../../functions/core/tensor.ts';

/** Keeps 0 / 0 out of a coordinate that is 0 on both sides; no other coordinate of a unit vector is as small. */
const EPSILON = 1e-6;

/**
 * From embeddings [N, D] of two sides the features [N, widthOf].
 *
 * Chi-square is sum (a - b)^2 / (a + b) of two histograms (Taigman et al. 2014 weigh its terms). Embeddings are no
 * histograms: coordinates are negative, so a + b may be 0 or negative, and the term infinite or of the wrong sign. Here
 * it is (a - b)^2 / (|a| + |b| + epsilon): the same where both are positive, symmetric, 0 only where they are equal, and
 * never above |a - b|, which it is where the signs differ.
 */
const FEATURES: Readonly<Record<HeadFeatures, (builder: GraphBuilder, a: Value, b: Value) => Value>> = {
  distance: (builder, a, b) =>
    builder.op('ReduceSumSquare', [builder.op('Sub', [a, b])], { axes: [1], keepdims: 1 }),
  'abs-difference': (builder, a, b) => builder.op('Abs', [builder.op('Sub', [a, b])]),
  'chi-square': (builder, a, b) => {
    const apart = builder.op('Sub', [a, b]);
    const size = builder.op('Add', [builder.op('Abs', [a]), builder.op('Abs', [b])]);
    const divisor = builder.op('Add', [size, builder.scalar(EPSILON)]);
    return builder.op('Div', [builder.op('Mul', [apart, apart]), divisor]);
  },
};

export const HEAD_FEATURES = Object.keys(FEATURES) as HeadFeatures[];

/** How many features embeddings of so many dimensions have. */
export function widthOf(features: HeadFeatures, dimensions: number): number {
  return features === 'distance' ? 1 : dimensions;
}

/** Inputs `a` and `b` [rows, dimensions]; output `features`. */
export function featureGraph(features: HeadFeatures, rows: number, dimensions: number): Graph {
  const builder = graphBuilder('features');
  builder.output(appendSides(builder, features, rows, dimensions), 'features');
  return builder.build();
}

/** The head as it is shipped: inputs `a` and `b` [rows, D], outputs `logit` and `probability` [rows, 1]. */
export function headGraph(
  name: string,
  features: HeadFeatures,
  dimensions: number,
  { slope, intercept }: HeadWeights,
  rows = 1,
): Graph {
  const builder = graphBuilder(name);
  const x = appendSides(builder, features, rows, dimensions);
  const [by, plus] = [
    builder.constant(float32([slope.length, 1], Float32Array.from(slope)), 'slope'),
    builder.constant(float32([1], Float32Array.of(intercept)), 'intercept'),
  ];
  const logit = appendLogit(builder, x, by, plus, 'logit');
  builder.output(logit);
  builder.output(builder.op('Sigmoid', [logit], {}, 'probability'));
  return builder.build();
}

function appendSides(builder: GraphBuilder, features: HeadFeatures, rows: number, dimensions: number): Value {
  const [a, b] = ['a', 'b'].map((name) => builder.input(name, [rows, dimensions]));
  return FEATURES[features](builder, a, b);
}

/** From [rows, width], [width, 1] and [1]: [rows, 1]. */
export function appendLogit(
  builder: GraphBuilder,
  x: Value,
  slope: Value,
  intercept: Value,
  name?: string,
): Value {
  return builder.op('Add', [builder.op('MatMul', [x, slope]), intercept], {}, name);
}
