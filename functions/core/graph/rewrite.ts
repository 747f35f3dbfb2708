// A graph in, an equal or slightly different graph out: names, constants, batch normalisation folded away.
import { float32, type Tensor } from '../tensor.ts';
import { type Graph, type GraphBuilder, graphBuilder, type Node } from './graph.ts';
import { refuse } from './operator.ts';

/** The same graph with other names; those not listed stay. */
export function renamed(graph: Graph, names: Readonly<Record<string, string>>): Graph {
  const to = (name: string) => names[name] ?? name;
  return {
    ...graph,
    inputs: graph.inputs.map(to),
    outputs: graph.outputs.map(to),
    nodes: graph.nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map(to),
      outputs: node.outputs.map(to),
    })),
    constants: new Map([...graph.constants].map(([name, tensor]) => [to(name), tensor])),
    values: new Map([...graph.values].map(([name, value]) => [to(name), { ...value, name: to(name) }])),
  };
}

/** The same graph with other constants of the same types and shapes. */
function withConstants(graph: Graph, change: (tensor: Tensor, name: string) => Tensor): Graph {
  const constants = new Map([...graph.constants].map(([name, tensor]) => [name, change(tensor, name)]));
  return { ...graph, constants };
}

/** Floats smaller than `below` as 0: denormals slow a processor tenfold and change no result. */
export function flushed(graph: Graph, below: number): Graph {
  return withConstants(graph, (tensor) =>
    tensor.type === 'float32'
      ? float32(
          tensor.dims,
          tensor.data.map((value) => (Math.abs(value) < below ? 0 : value)),
        )
      : tensor,
  );
}

/** Equal constants once, under the first one's name. */
export function deduplicated(graph: Graph): Graph {
  const first = new Map<string, string>();
  const names: Record<string, string> = {};
  for (const [name, { type, dims, data }] of graph.constants) {
    const key = `${type} ${dims} ${data.join()}`;
    const kept = first.get(key) ?? name;
    first.set(key, kept);
    names[name] = kept;
  }
  return renamed(graph, names);
}

/** y = scale (x - mean) / sqrt(var + epsilon) + B after a Conv or Gemm of constant weights becomes part of these. */
export function withoutBatchNormalization(graph: Graph): Graph {
  const makers = new Map(graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const folds = new Map(graph.nodes.flatMap((node) => foldable(graph, makers, node)));
  const folded = new Set(folds.values());
  return rewritten(graph, (builder, node) => {
    if (folded.has(node)) return;
    const maker = folds.get(node);
    const [x, w, b] = (maker ?? node).inputs;
    const inputs = maker
      ? [x, ...absorb(graph, maker, node, w, b).map((tensor) => builder.constant(tensor).name)]
      : node.inputs;
    copy(builder, { ...(maker ?? node), inputs, outputs: node.outputs });
  });
}

/**
 * PReLU(x) as s x + (1 - s) relu(x). ONNX Runtime's own PRelu branches on each value's sign, which real pictures make
 * unpredictable: the face encoder took 10.0 ms of CPU with it and takes 5.2 without, at differences below 1e-6.
 */
export function withoutPRelu(graph: Graph): Graph {
  return rewritten(graph, (builder, node) => {
    const slope = graph.constants.get(node.inputs[1]);
    if (node.operator !== 'PRelu' || slope?.type !== 'float32') return copy(builder, node);
    const x = builder.value(node.inputs[0]);
    const rest = builder.constant(
      float32(
        slope.dims,
        slope.data.map((value) => 1 - value),
      ),
    );
    const both = builder.op('Mul', [x, builder.value(node.inputs[1])]);
    const above = builder.op('Mul', [builder.op('Relu', [x]), rest]);
    builder.op('Add', [both, above], {}, node.outputs[0]);
  });
}

/**
 * Max pools as average pools of the same windows, pads not counted. @throws Fault graph_invalid where a pool is
 * dilated or its indices are read.
 */
export function withAveragePools(graph: Graph): Graph {
  return rewritten(graph, (builder, node) => {
    if (node.operator !== 'MaxPool') return copy(builder, node);
    const { dilations, storage_order: _, ...window } = node.attributes;
    if (node.outputs.length > 1 || (dilations as readonly number[]).some((step) => step !== 1))
      refuse('MaxPool', `with dilations ${dilations} and ${node.outputs.length} outputs has no average`);
    copy(builder, { ...node, operator: 'AveragePool', attributes: { ...window, count_include_pad: 0 } });
  });
}

/** The graph built anew, each node by `write`. */
function rewritten(graph: Graph, write: (builder: GraphBuilder, node: Node) => void): Graph {
  const builder = graphBuilder(graph.name);
  for (const name of graph.inputs)
    builder.input(name, graph.values.get(name)!.dims, graph.values.get(name)!.type);
  for (const [name, tensor] of graph.constants) builder.constant(tensor, name);
  for (const node of graph.nodes) write(builder, node);
  for (const name of graph.outputs) builder.output(builder.value(name));
  return builder.build();
}

function copy(builder: GraphBuilder, { operator, inputs, attributes, outputs }: Node): void {
  const values = inputs.map((name) => (name === '' ? undefined : builder.value(name)));
  builder.ops(operator, values, attributes, outputs);
}

/** The normalisation with the node it can be folded into: one that nobody else reads. */
function foldable(graph: Graph, makers: ReadonlyMap<string, Node>, node: Node): [Node, Node][] {
  if (node.operator !== 'BatchNormalization') return [];
  const maker = makers.get(node.inputs[0]);
  const readers = graph.nodes.filter(({ inputs }) => inputs.includes(node.inputs[0])).length;
  const fits = maker && readers === 1 && !graph.outputs.includes(node.inputs[0]) && rowsAreOutputs(maker);
  const known =
    fits && [...maker.inputs.slice(1), ...node.inputs.slice(1)].every((name) => graph.constants.has(name));
  return known ? [[node, maker]] : [];
}

/** Whether the first axis of the weights is the output channel, and the bias is added as it is. */
function rowsAreOutputs({ operator, attributes }: Node): boolean {
  return operator === 'Conv' || (operator === 'Gemm' && attributes.transB === 1 && attributes.beta === 1);
}

/** New weights and bias, computed in double precision. */
function absorb(
  graph: Graph,
  maker: Node,
  normalization: Node,
  w: string,
  b: string | undefined,
): [Tensor, Tensor] {
  const floats = (name: string) => {
    const tensor = graph.constants.get(name)!;
    return tensor.type === 'float32'
      ? tensor
      : refuse('BatchNormalization', `${name} is ${tensor.type}, wants float32`);
  };
  const [scale, shift, mean, variance] = normalization.inputs.slice(1).map((name) => floats(name).data);
  const epsilon = normalization.attributes.epsilon as number;
  const weights = floats(w);
  const channels = weights.dims[0];
  const bias = b ? floats(b).data : new Float32Array(channels);
  if (bias.length !== channels)
    refuse(maker.operator, `bias of ${bias.length} for ${channels} outputs`, { channels });
  const factors = Array.from(scale, (value, i) => value / Math.sqrt(variance[i] + epsilon));
  const each = weights.data.length / channels;
  return [
    float32(
      weights.dims,
      weights.data.map((value, i) => value * factors[Math.floor(i / each)]),
    ),
    float32(
      [channels],
      bias.map((value, i) => (value - mean[i]) * factors[i] + shift[i]),
    ),
  ];
}
