// An ONNX file of opset 9 to 17 as a Graph: static shapes, opset 17's forms, constant chains folded.
import { Fault } from '../fault.ts';
import type { Tensor } from '../tensor.ts';
import { fold } from './fold.ts';
import { type Graph, type GraphBuilder, graphBuilder, type Value } from './graph.ts';
import type { Dims } from './operator.ts';
import { OPSET, type OperatorName, operatorOf } from './ops.ts';
import { decodeModel, type FileInput, type FileNode } from './proto.ts';
import { constantOf, upgrade } from './upgrade.ts';

const OLDEST_OPSET = 9;

export type ReadOptions = {
  /** Shapes of inputs, instead of what the file says (needed where that is symbolic). */
  readonly dims?: Readonly<Record<string, Dims>>;
  /** Values by name, instead of the file's constant or what a node computes. */
  readonly constants?: Readonly<Record<string, Tensor>>;
  /** Values to be the outputs, in place of the file's: nothing that they do not need is read. */
  readonly outputs?: readonly string[];
};

/** @throws Fault model_invalid for what is no ONNX file; graph_invalid for what cannot be made static, naming it. */
export function readGraph(bytes: Uint8Array, options: ReadOptions = {}): Graph {
  const file = decodeModel(bytes);
  if (file.opset < OLDEST_OPSET || file.opset > OPSET) {
    throw new Fault('graph_invalid', `Opset ${file.opset}, wants ${OLDEST_OPSET} to ${OPSET}.`, {
      opset: file.opset,
    });
  }
  const builder = graphBuilder(file.name);
  for (const input of file.inputs) builder.input(input.name, staticDims(input, options), input.type);
  const constants = new Map([...file.constants, ...Object.entries(options.constants ?? {})]);
  for (const [name, tensor] of constants) builder.constant(tensor, name);
  const outputs = options.outputs ?? file.outputs;
  const nodes = options.outputs ? needed(file.nodes, outputs) : file.nodes;
  for (const node of nodes) add(builder, node, file.opset, constants);
  for (const name of outputs) builder.output(builder.value(name));
  return builder.build();
}

/** The nodes that these values are computed with. */
function needed(nodes: readonly FileNode[], values: readonly string[]): readonly FileNode[] {
  const names = new Set(values);
  const kept: FileNode[] = [];
  for (const node of [...nodes].reverse()) {
    if (!node.outputs.some((name) => names.has(name))) continue;
    kept.unshift(node);
    for (const name of node.inputs) names.add(name);
  }
  return kept;
}

function staticDims({ name, dims }: FileInput, options: ReadOptions): Dims {
  const asked = options.dims?.[name] ?? dims;
  if (asked.includes(undefined)) {
    const facts = { name, dims: asked };
    throw new Fault(
      'graph_invalid',
      `The input ${name} has shape [${asked.map((size) => size ?? '?')}]: give its dims.`,
      facts,
    );
  }
  return asked as Dims;
}

function add(
  builder: GraphBuilder,
  node: FileNode,
  opset: number,
  constants: ReadonlyMap<string, Tensor>,
): void {
  const [first] = node.outputs;
  if (constants.has(first)) return;
  if (node.operator === 'Constant') {
    builder.constant(constantOf(node.attributes), first);
    return;
  }
  const inputs = node.inputs.map((name): Value | undefined =>
    name === '' ? undefined : builder.value(name),
  );
  const use = upgrade({ ...node, inputs }, opset, builder);
  operatorOf(use.operator);
  const outputs =
    use.operator === 'Identity'
      ? [first]
      : node.outputs.slice(0, node.outputs.findLastIndex((name) => name !== '') + 1);
  const known = use.inputs.map((value) => value && builder.known(value));
  const folded = fold({ ...use, known, outputs: 1 });
  if (folded) builder.constant(folded, first);
  else builder.ops(use.operator as OperatorName, use.inputs, use.attributes, outputs);
}
