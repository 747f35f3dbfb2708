// Reverse mode: a graph gets its own backward pass, in the same operators, so that any ONNX runtime runs it.
import { Fault } from '../fault.ts';
import { sizeOf } from '../tensor.ts';
import { expanded, type Rule, reshaped, summed, times, type Use, zeros } from './gradient-rule.ts';
import { RULES } from './gradient-rules.ts';
import type { GraphBuilder, Node, Value } from './graph.ts';
import { type Dims, show } from './operator.ts';

/**
 * Appends the backward pass of the scalar `of` (float32, one element) and gives its gradient with respect to each of
 * `to` (float32: inputs, constants, or anything between), in the dims of each; zeros where `of` does not depend on it.
 * @throws Fault graph_invalid when `of` is no scalar, a value is not float32, or an operator on the way cannot pass a
 * gradient to an input that needs one.
 */
export function gradients(builder: GraphBuilder, of: Value, to: readonly Value[]): readonly Value[] {
  for (const value of [of, ...to]) own(builder, value);
  if (sizeOf(of.dims) !== 1)
    throw new Fault('graph_invalid', `Only a scalar has a gradient: ${of.name} is ${show(of.dims)}.`, {
      name: of.name,
      dims: of.dims,
    });
  const nodes = builder.nodes();
  const asked = new Set(to.map(({ name }) => name));
  const needed = dependents(builder, nodes, asked);
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const found = new Map<string, Value>([[of.name, builder.scalar(1)]]);
  for (const node of nodes.toReversed()) {
    if (!node.outputs.some((name) => found.has(name) && needed.has(name))) continue;
    const use = useOf(builder, node, found, needed, (name) =>
      asked.has(name) ? undefined : makers.get(name),
    );
    passBack(use, RULES[node.operator], found, needed);
  }
  return to.map(({ name, dims }) => {
    const gradient = found.get(name);
    return gradient ? expanded(builder, gradient, dims) : zeros(builder, dims);
  });
}

function own(builder: GraphBuilder, value: Value): void {
  if (builder.value(value.name) !== value || value.type !== 'float32')
    throw new Fault('graph_invalid', `${value.name} is not a float32 value of this graph.`, {
      name: value.name,
      type: value.type,
    });
}

/** The names of all float values that depend on those `asked` in a way that a gradient can flow back. */
function dependents(
  builder: GraphBuilder,
  nodes: readonly Node[],
  asked: ReadonlySet<string>,
): ReadonlySet<string> {
  const needed = new Set(asked);
  for (const { operator, inputs, outputs } of nodes) {
    if (RULES[operator].kind === 'none' || !inputs.some((name) => needed.has(name))) continue;
    for (const name of outputs) if (name !== '' && builder.value(name).type === 'float32') needed.add(name);
  }
  return needed;
}

function useOf(
  builder: GraphBuilder,
  node: Node,
  found: ReadonlyMap<string, Value>,
  needed: ReadonlySet<string>,
  maker: (name: string) => Node | undefined,
): Use {
  const outputs = node.outputs.map((name) => builder.value(name));
  return {
    builder,
    node,
    inputs: node.inputs.map((name) => (name === '' ? undefined : builder.value(name))),
    outputs,
    gradient: found.get(node.outputs[0]) ?? builder.scalar(0),
    full(output = 0) {
      const gradient = found.get(node.outputs[output]);
      const { dims } = outputs[output];
      return gradient ? expanded(builder, gradient, dims) : zeros(builder, dims);
    },
    needs: (input) => needed.has(node.inputs[input]),
    maker: ({ name }) => maker(name),
  };
}

/** Applies one rule, and adds what it gives to what other uses of the same values gave. */
function passBack(use: Use, rule: Rule, found: Map<string, Value>, needed: ReadonlySet<string>): void {
  if (rule.kind === 'none') return;
  const { builder, inputs, outputs } = use;
  for (const [index, given] of rule.back(use).entries()) {
    const input = inputs[index];
    if (!given || !input || !needed.has(input.name)) continue;
    const part = unbroadcast(
      builder,
      given,
      rule.kind === 'elementwise' ? outputs[0].dims : given.dims,
      input.dims,
    );
    const before = found.get(input.name);
    found.set(input.name, before ? builder.op('Add', [before, part]) : part);
  }
}

/**
 * A gradient for something of dims `from` as one for what was stretched to it from dims `to`: summed along the axes
 * that were stretched, which is a multiplication where the gradient is the same all along.
 */
function unbroadcast(builder: GraphBuilder, gradient: Value, from: Dims, to: Dims): Value {
  const rank = Math.max(gradient.dims.length, from.length, to.length);
  const at = (dims: Dims, axis: number) => dims[axis - rank + dims.length] ?? 1;
  const stretched = Array.from({ length: rank }, (_, axis) => axis).filter(
    (axis) => at(to, axis) === 1 && Math.max(at(from, axis), at(gradient.dims, axis)) !== 1,
  );
  const alike = stretched.filter((axis) => at(gradient.dims, axis) === 1);
  const axes = stretched.filter((axis) => !alike.includes(axis));
  const offset = rank - gradient.dims.length;
  const total = summed(
    builder,
    gradient,
    axes.map((axis) => axis - offset),
    1,
  );
  const short = reshaped(builder, total, total.dims.slice(Math.max(0, total.dims.length - to.length)));
  return times(builder, short, sizeOf(alike.map((axis) => at(from, axis))));
}
