// A network laid open: the same windows and branches, with positive weights, and nothing that hides what comes in.
import { type Graph, graphBuilder, type Value } from '../../../functions/core/graph/graph.ts';
import type { OperatorName } from '../../../functions/core/graph/ops.ts';
import { withUnpackedWeights } from '../../../functions/core/graph/unpack.ts';
import { float32, sizeOf, type Tensor } from '../../../functions/core/tensor.ts';

/** Rectifiers and curves are bypassed, maxima become sums or means. */
const INSTEAD: Readonly<Partial<Record<OperatorName, OperatorName>>> = {
  Relu: 'Identity',
  Exp: 'Identity',
  Max: 'Sum',
  MaxPool: 'AveragePool',
};

/** Weights are 1 / (inputs of a filter), so that values neither grow nor vanish. */
export function laidOpen(graph: Graph): Graph {
  const plain = withUnpackedWeights(graph);
  const builder = graphBuilder(graph.name);
  for (const name of plain.inputs) builder.input(name, plain.values.get(name)!.dims);
  // What says how large a Resize makes its input is no weight.
  const sizes = new Set(plain.nodes.flatMap(({ operator, inputs }) => (operator === 'Resize' ? inputs : [])));
  for (const [name, tensor] of plain.constants)
    builder.constant(sizes.has(name) ? tensor : positive(tensor), name);
  for (const { operator, inputs, attributes, outputs } of plain.nodes) {
    const given = inputs.map((name) => (name === '' ? undefined : builder.value(name)));
    const { dilations: _, storage_order: __, ...window } = attributes;
    const name = INSTEAD[operator] ?? operator;
    if (operator === 'Softmax') mixing(builder, given[0]!, attributes.axis as number, outputs[0]);
    else builder.ops(name, given, operator === 'MaxPool' ? window : attributes, outputs);
  }
  for (const name of plain.outputs) builder.output(builder.value(name));
  return builder.build();
}

/** Each element with all along the axis, as in Softmax, without exponentials that might swallow what is not a number. */
function mixing(builder: ReturnType<typeof graphBuilder>, x: Value, axis: number, name: string): void {
  builder.op('Add', [x, builder.op('ReduceSum', [x, builder.ints([axis])])], {}, name);
}

function positive(tensor: Tensor): Tensor {
  if (tensor.type !== 'float32') return tensor;
  const each = tensor.dims.length < 2 ? 1 : 1 / sizeOf(tensor.dims.slice(1));
  return float32(tensor.dims, new Float32Array(tensor.data.length).fill(each));
}
