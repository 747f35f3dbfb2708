// Weights as nodes use them: what a file packs into smaller types and unpacks by Cast, Mul and Add is computed here.
import { type Float32Tensor, float32, sizeOf, type Tensor } from '../tensor.ts';
import { type Graph, graphBuilder } from './graph.ts';
import { numbersOf } from './operator.ts';
import type { OperatorName } from './ops.ts';
import { DATA_TYPES } from './ops-elementwise.ts';

/** As a runtime computes them: rounded to float32 after every operator. */
const RULES: Readonly<Partial<Record<OperatorName, (a: number, b: number) => number>>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
};

/** The same graph with such chains of constants replaced by their results, under the same names; others stay. */
export function withUnpackedWeights(graph: Graph): Graph {
  const constants = new Map(graph.constants);
  const nodes = graph.nodes.filter(({ operator, inputs, outputs: [output], attributes }) => {
    const known = inputs.map((name) => constants.get(name));
    if (known.length === 0 || known.some((tensor) => tensor === undefined)) return true;
    const [first, second] = known as Tensor[];
    const { dims } = graph.values.get(output)!;
    const rule = RULES[operator];
    if (operator === 'Cast' && attributes.to === DATA_TYPES.float32)
      constants.set(output, float32(dims, Float32Array.from(numbersOf(first))));
    else if (rule && first.type === 'float32' && second.type === 'float32')
      constants.set(output, together(first, second, dims, rule));
    else return true;
    return false;
  });
  return graphBuilder(graph.name, { ...graph, nodes, constants }).build();
}

/** NumPy's broadcasting of two tensors to `dims`. */
function together(
  a: Float32Tensor,
  b: Float32Tensor,
  dims: readonly number[],
  apply: (a: number, b: number) => number,
): Float32Tensor {
  const [left, right] = [placesIn(a.dims, dims), placesIn(b.dims, dims)];
  const out = new Float32Array(sizeOf(dims));
  for (let i = 0; i < out.length; i++) out[i] = apply(a.data[left(i)], b.data[right(i)]);
  return float32(dims, out);
}

/** Where the i-th element of `to` comes from in what was stretched to it. */
function placesIn(from: readonly number[], to: readonly number[]): (i: number) => number {
  const lead = to.length - from.length;
  let [inner, own] = [1, 1];
  const steps: { inner: number; size: number; own: number }[] = [];
  for (let axis = to.length - 1; axis >= lead; axis--) {
    const size = from[axis - lead];
    if (size > 1) steps.push({ inner, size, own });
    inner *= to[axis];
    own *= size;
  }
  if (own === inner && lead === 0) return (i) => i;
  return (i) => steps.reduce((sum, step) => sum + (Math.floor(i / step.inner) % step.size) * step.own, 0);
}
