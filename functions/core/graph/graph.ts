// An ONNX graph as a value, and the builder that makes one: every name has a static shape and type.
import { Fault } from '../fault.ts';
import { type ElementType, float32, sizeOf, type Tensor } from '../tensor.ts';
import { type Attributes, type Call, type Dims, show, type ValueType } from './operator.ts';
import { inferCall, OPERATORS, type OperatorName } from './ops.ts';

/** A tensor that will exist when the graph runs. */
export type Value = ValueType & { readonly name: string };

/** One operator applied. '' among `inputs` is one that was left out; `attributes` are all it has, defaults filled in. */
export type Node = {
  readonly operator: OperatorName;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Attributes;
};

/** Nodes are in an order they can run in. `values` holds every name: inputs, constants and node outputs. */
export type Graph = {
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly nodes: readonly Node[];
  readonly constants: ReadonlyMap<string, Tensor>;
  readonly values: ReadonlyMap<string, Value>;
};

export type GraphBuilder = {
  input(name: string, dims: Dims, type?: ElementType): Value;
  constant(tensor: Tensor, name?: string): Value;
  /** A float32 scalar; equal ones are made once. */
  scalar(value: number): Value;
  /** An int64 vector, as shapes, axes and pads are given; equal ones are made once. */
  ints(values: readonly number[]): Value;
  /** One operator with one output. `undefined` leaves an optional input out. @throws Fault graph_invalid. */
  op(
    operator: OperatorName,
    inputs: readonly (Value | undefined)[],
    attributes?: Attributes,
    name?: string,
  ): Value;
  /** One operator with several outputs: how many, or their names. @throws Fault graph_invalid. */
  ops(
    operator: OperatorName,
    inputs: readonly (Value | undefined)[],
    attributes: Attributes,
    outputs: number | readonly string[],
  ): readonly Value[];
  /** Makes the value an output, under its own name or (through Identity) another. */
  output(value: Value, name?: string): Value;
  /** The constant behind a value. */
  known(value: Value): Tensor | undefined;
  /** The value of that name. @throws Fault graph_invalid when there is none. */
  value(name: string): Value;
  /** The nodes so far, in the order they run in. */
  nodes(): readonly Node[];
  /** An optional output (its index) of a node that is already here, made if nobody asked for it before. */
  also(node: Node, output: number): Value;
  /** The graph so far, without what no output needs. */
  build(): Graph;
};

/** Starts a graph, or continues one: `from` keeps its nodes, inputs, outputs and names. */
export function graphBuilder(name: string, from?: Graph): GraphBuilder {
  const inputs = [...(from?.inputs ?? [])];
  const outputs = [...(from?.outputs ?? [])];
  const nodes = [...(from?.nodes ?? [])];
  const constants = new Map(from?.constants);
  const values = new Map(from?.values);
  const shared = new Map<string, Value>();
  const counters = new Map<string, number>();

  function fresh(stem: string): string {
    for (;;) {
      const count = (counters.get(stem) ?? 0) + 1;
      counters.set(stem, count);
      if (!values.has(`${stem}_${count}`)) return `${stem}_${count}`;
    }
  }

  function define(value: Value): Value {
    if (value.name === '' || values.has(value.name)) {
      throw new Fault(
        'graph_invalid',
        `The name ${JSON.stringify(value.name)} is ${value.name ? 'already taken' : 'empty'}.`,
        { name: value.name },
      );
    }
    if (value.dims.some((size) => !Number.isInteger(size) || size < 0)) {
      throw new Fault('graph_invalid', `${value.name}: shape ${show(value.dims)} is not static.`, {
        name: value.name,
        dims: value.dims,
      });
    }
    values.set(value.name, value);
    return value;
  }

  function share(key: string, tensor: Tensor): Value {
    const made = shared.get(key) ?? builder.constant(tensor);
    shared.set(key, made);
    return made;
  }

  function own(value: Value): Value {
    if (values.get(value.name) !== value) {
      throw new Fault('graph_invalid', `${value.name} is not a value of this graph.`, { name: value.name });
    }
    return value;
  }

  const builder: GraphBuilder = {
    input(name, dims, type = 'float32') {
      inputs.push(name);
      return define({ name, type, dims });
    },
    constant(tensor, name = fresh('constant')) {
      if (sizeOf(tensor.dims) !== tensor.data.length) {
        throw new Fault(
          'graph_invalid',
          `${name}: ${tensor.data.length} elements for shape ${show(tensor.dims)}.`,
          { name, dims: tensor.dims },
        );
      }
      constants.set(name, tensor);
      return define({ name, type: tensor.type, dims: tensor.dims });
    },
    scalar: (value) =>
      share(`float32 ${Object.is(value, -0) ? '-0' : value}`, float32([], Float32Array.of(value))),
    ints: (list) =>
      share(`int64 ${list.join()}`, {
        type: 'int64',
        dims: [list.length],
        data: BigInt64Array.from(list, BigInt),
      }),
    op: (operator, given, attributes = {}, name) =>
      builder.ops(operator, given, attributes, [name ?? fresh(operator.toLowerCase())])[0],
    ops(operator, given, attributes, asked) {
      const names =
        typeof asked === 'number'
          ? Array.from({ length: asked }, () => fresh(operator.toLowerCase()))
          : asked;
      const found = inferCall({
        operator,
        inputs: given.map((value) => value && own(value)),
        known: given.map((value) => value && constants.get(value.name)),
        attributes,
        outputs: names.length,
      });
      nodes.push({
        operator,
        inputs: given.map((value) => value?.name ?? ''),
        outputs: names,
        attributes: found.attributes,
      });
      return found.outputs.map(({ type, dims }, index) => define({ name: names[index], type, dims }));
    },
    output(value, name = value.name) {
      const named = name === own(value).name ? value : builder.op('Identity', [value], {}, name);
      outputs.push(named.name);
      return named;
    },
    known: (value) => constants.get(own(value).name),
    value(name) {
      const value = values.get(name);
      if (!value) throw new Fault('graph_invalid', `There is no value ${name}.`, { name });
      return value;
    },
    nodes: () => [...nodes],
    also(node, output) {
      const at = nodes.findIndex(({ outputs: [first] }) => first === node.outputs[0]);
      const found = nodes[at];
      const named = found?.outputs[output];
      if (named) return builder.value(named);
      if (!found || output !== found.outputs.length)
        throw new Fault('graph_invalid', `${node.operator}: output ${output} cannot be added.`, { output });
      const name = fresh(node.operator.toLowerCase());
      const asked = { ...found, outputs: [...found.outputs, name] };
      const inferred = inferCall(callOf({ values, constants }, asked)).outputs[output];
      nodes[at] = asked;
      return define({ name, type: inferred.type, dims: inferred.dims });
    },
    build: () => pruned({ name, inputs, outputs, nodes, constants, values }),
  };
  return builder;
}

/** Multiply-accumulates of one run, and the number of learned parameters (also those unpacked from smaller types). */
export function sizeOfGraph(graph: Graph): { macs: number; parameters: number } {
  let macs = 0;
  const fixed = new Set(graph.constants.keys());
  const learned = new Set<string>();
  for (const node of graph.nodes) {
    macs += inferCall(callOf(graph, node)).macs;
    if (node.inputs.every((name) => name === '' || fixed.has(name)))
      for (const name of node.outputs) fixed.add(name);
    else if (OPERATORS[node.operator].learned)
      for (const name of node.inputs) if (fixed.has(name)) learned.add(name);
  }
  const parameters = [...learned].reduce((sum, name) => sum + sizeOf(graph.values.get(name)!.dims), 0);
  return { macs, parameters };
}

/** The node as its operator's rules see it. */
export function callOf(graph: Pick<Graph, 'values' | 'constants'>, node: Node): Call {
  return {
    operator: node.operator,
    inputs: node.inputs.map((name) => graph.values.get(name)),
    known: node.inputs.map((name) => graph.constants.get(name)),
    attributes: node.attributes,
    outputs: node.outputs.length,
  };
}

function pruned(graph: Graph): Graph {
  const needed = new Set([...graph.outputs]);
  const nodes: Node[] = [];
  for (const node of [...graph.nodes].reverse()) {
    if (!node.outputs.some((name) => needed.has(name))) continue;
    nodes.unshift(node);
    for (const name of [...node.inputs, ...node.outputs]) needed.add(name);
  }
  for (const name of graph.inputs) needed.add(name);
  const keep = <T>(map: ReadonlyMap<string, T>) => new Map([...map].filter(([name]) => needed.has(name)));
  return {
    name: graph.name,
    inputs: [...graph.inputs],
    outputs: [...graph.outputs],
    nodes,
    constants: keep(graph.constants),
    values: keep(graph.values),
  };
}
