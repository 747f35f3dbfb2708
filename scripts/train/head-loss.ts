// What a head is fitted by: a weighted cross-entropy with a ridge, and its gradient.
import { gradients } from '../../functions/core/graph/gradient.ts';
import { type Graph, graphBuilder } from '../../functions/core/graph/graph.ts';
import { appendLogit } from '../export/head.ts';
import { appendCrossEntropy } from './losses.ts';

/**
 * What is minimised: the weighted cross-entropy, and `ridge` / 2 times the squared distance of the slopes from their
 * mean. Shrunk towards 0 a head would be less sure than it may be; shrunk towards each other its slopes become one, as
 * of a logistic on the sum of the features. Inputs `x` [rows, width], `target` and `weight` [rows, 1], `ridge` [],
 * `slope` [width, 1] and `intercept` [1]; outputs `loss`, `d_slope` and `d_intercept`.
 */
export function headLossGraph(rows: number, width: number): Graph {
  const builder = graphBuilder('head');
  const x = builder.input('x', [rows, width]);
  const [target, weight] = ['target', 'weight'].map((name) => builder.input(name, [rows, 1]));
  const ridge = builder.input('ridge', []);
  const slope = builder.input('slope', [width, 1]);
  const intercept = builder.input('intercept', [1]);
  const logit = appendLogit(builder, x, slope, intercept);
  const entropy = builder.op(
    'ReduceSum',
    [builder.op('Mul', [weight, appendCrossEntropy(builder, logit, target)])],
    { keepdims: 0 },
  );
  const mean = builder.op('ReduceMean', [slope], { keepdims: 1 });
  const apart = builder.op('ReduceSumSquare', [builder.op('Sub', [slope, mean])], { keepdims: 0 });
  const penalty = builder.op('Mul', [builder.op('Mul', [apart, ridge]), builder.scalar(0.5)]);
  const loss = builder.op('Add', [entropy, penalty]);
  builder.output(loss, 'loss');
  const [bySlope, byIntercept] = gradients(builder, loss, [slope, intercept]);
  builder.output(bySlope, 'd_slope');
  builder.output(byIntercept, 'd_intercept');
  return builder.build();
}
