// The last layers of an encoder as a network that learns, and the rest as a graph that stays as it is.
import { appendGraph } from '../../functions/core/graph/append.ts';
import {
  type Graph,
  type GraphBuilder,
  graphBuilder,
  type Node,
  type Value,
} from '../../functions/core/graph/graph.ts';
import type { Dims } from '../../functions/core/graph/operator.ts';
import { float32, sizeOf } from '../../functions/core/tensor.ts';
import { sliced } from './graphs.ts';
import type { Network, Parameter } from './network.ts';

export type Split = {
  /** `input` -> what the learning layers read; without a node where they read the input itself. */
  readonly frozen: Graph;
  /**
   * From one row of all that is read, [sum of the sizes]. Its parameters are what is added to the encoder's own: they
   * start at 0, and a decay of them pulls towards where the encoder was (L2-SP, Li et al. 2018).
   */
  readonly network: Network;
  /** How many layers learn. */
  readonly layers: number;
  /** The encoder with so much added; every other number is as it was. */
  encoder(flat: Float32Array): Graph;
};

/** `graph` is `input` -> `embedding`, `norm`. @throws Error where there are not so many layers. */
export function splitEncoder(graph: Graph, layers: number | 'all'): Split {
  const found = graph.nodes.filter((node) => isLayer(graph, node));
  if (layers !== 'all' && !(layers >= 1 && layers <= found.length))
    throw new Error(`The last ${layers} layers are to learn: it has ${found.length}.`);
  const learning = layers === 'all' ? found : found.slice(-layers);
  const { own, parameters } = withOwnWeights(graph, learning);
  const late = dependents(own, new Set(parameters.map(({ name }) => name)));
  const made = new Set(late.flatMap(({ outputs }) => outputs));
  const read = [...new Set(late.flatMap(({ inputs }) => inputs))].filter(
    (name) => name !== '' && !made.has(name) && !own.constants.has(name),
  );
  const tail = { ...own, nodes: late, inputs: [], constants: without(own, parameters) };
  const rest = graphBuilder('frozen', { ...own, outputs: [] });
  for (const name of read) rest.output(rest.value(name));
  const dims = read.map((name) => own.values.get(name)!.dims);
  return {
    frozen: rest.build(),
    network: {
      input: [dims.reduce((sum, each) => sum + sizeOf(each), 0)],
      dimensions: own.values.get('embedding')!.dims[1],
      parameters,
      append(builder, x, parameter) {
        const inputs = Object.fromEntries(parts(builder, x, dims).map((value, i) => [read[i], value]));
        for (const { name } of parameters) {
          const start = builder.constant(own.constants.get(name)!);
          inputs[name] = builder.op('Add', [start, parameter(name)]);
        }
        const values = appendGraph(builder, tail, inputs);
        return { embedding: values.get('embedding')!, norm: values.get('norm')! };
      },
    },
    layers: learning.length,
    encoder(flat) {
      const constants = new Map(own.constants);
      for (const { name, dims, data } of sliced(parameters, flat)) {
        const start = own.constants.get(name)!.data as Float32Array;
        constants.set(
          name,
          float32(
            dims,
            start.map((value, i) => value + data[i]),
          ),
        );
      }
      return graphBuilder(graph.name, { ...own, constants }).build();
    },
  };
}

/** A layer has weights of its own: slopes and scales after it are left as they are. */
function isLayer({ constants }: Graph, { operator, inputs }: Node): boolean {
  return ['Conv', 'Gemm', 'MatMul'].includes(operator) && constants.get(inputs[1])?.type === 'float32';
}

/** Weights and biases under names of the layer's own: constants that are equal elsewhere are shared in a file. */
function withOwnWeights(graph: Graph, learning: readonly Node[]) {
  const constants = new Map(graph.constants);
  const values = new Map(graph.values);
  const parameters: Parameter[] = [];
  const nodes = graph.nodes.map((node) => {
    const at = learning.indexOf(node);
    if (at === -1) return node;
    const inputs = node.inputs.map((name, i) => {
      const tensor = graph.constants.get(name);
      if (i === 0 || tensor === undefined) return name;
      const own = `last${learning.length - at}_${i === 1 ? 'weight' : 'bias'}`;
      constants.set(own, tensor);
      values.set(own, { name: own, type: tensor.type, dims: tensor.dims });
      parameters.push({ name: own, dims: tensor.dims, fanIn: 0 });
      return own;
    });
    return { ...node, inputs };
  });
  return { own: { ...graph, nodes, constants, values }, parameters };
}

/** The nodes that depend on any of these names, in their order. */
function dependents({ nodes }: Graph, names: ReadonlySet<string>): Node[] {
  const reached = new Set(names);
  return nodes.filter(({ inputs, outputs }) => {
    if (!inputs.some((name) => reached.has(name))) return false;
    for (const name of outputs) reached.add(name);
    return true;
  });
}

function without({ constants }: Graph, parameters: readonly Parameter[]): Graph['constants'] {
  const own = new Set(parameters.map(({ name }) => name));
  return new Map([...constants].filter(([name]) => !own.has(name)));
}

/** `x` [n, sum of the sizes] as its parts [n, ...dims without the first, which is 1]. */
function parts(builder: GraphBuilder, x: Value, dims: readonly Dims[]): readonly Value[] {
  const [n] = x.dims;
  const sizes = dims.map(sizeOf);
  const rows =
    sizes.length === 1 ? [x] : builder.ops('Split', [x, builder.ints(sizes)], { axis: 1 }, sizes.length);
  return rows.map((row, i) => builder.op('Reshape', [row, builder.ints([n, ...dims[i].slice(1)])]));
}
