// The checker: a graph from anywhere says what it is, and every word of it is inferred again and compared.
import { Fault } from '../fault.ts';
import { sizeOf } from '../tensor.ts';
import { callOf, type Graph, type Node, type Value } from './graph.ts';
import { show, type ValueType } from './operator.ts';
import { inferCall } from './ops.ts';

/**
 * Names are unique and defined before they are used; operators and attributes are known; declared types and shapes
 * are the inferred ones. @throws Fault graph_invalid with the numbers, at the first thing that is wrong.
 */
export function checkGraph(graph: Graph): void {
  const defined = new Set<string>();
  for (const name of graph.inputs) define(defined, name, declared(graph, name));
  for (const [name, { type, dims, data }] of graph.constants) {
    const value = declared(graph, name);
    define(defined, name, value);
    compare(name, value, { type, dims });
    if (data.length !== sizeOf(dims))
      fail(`${name}: ${data.length} elements for shape ${show(dims)}.`, { name, dims });
  }
  for (const node of graph.nodes) checkNode(graph, node, defined);
  for (const name of graph.outputs) {
    if (!defined.has(name)) fail(`The output ${name} is not computed by any node.`, { name });
  }
  if (new Set(graph.outputs).size !== graph.outputs.length)
    fail(`Outputs repeat: ${graph.outputs.join(', ')}.`, { outputs: graph.outputs });
  for (const name of graph.values.keys()) {
    if (!defined.has(name)) fail(`${name} is declared and never defined.`, { name });
  }
}

function checkNode(graph: Graph, node: Node, defined: Set<string>): void {
  for (const name of node.inputs) {
    if (name !== '' && !defined.has(name)) {
      fail(`${node.operator}: the input ${name} is used before it is defined.`, {
        operator: node.operator,
        name,
      });
    }
  }
  const inferred = inferCall(callOf(graph, node));
  for (const [index, name] of node.outputs.entries()) {
    const value = declared(graph, name);
    compare(`${node.operator}: output ${name}`, value, inferred.outputs[index]);
    define(defined, name, value);
  }
}

function declared(graph: Graph, name: string): Value {
  return graph.values.get(name) ?? fail(`${name} has no declared type.`, { name });
}

function define(defined: Set<string>, name: string, value: Value): void {
  if (name === '' || value.name !== name)
    fail(`The value ${JSON.stringify(value.name)} stands under ${JSON.stringify(name)}.`, { name });
  if (defined.has(name)) fail(`The name ${name} is defined twice.`, { name });
  defined.add(name);
}

function compare(what: string, found: ValueType, wanted: ValueType): void {
  if (found.type !== wanted.type || show(found.dims) !== show(wanted.dims)) {
    const facts = { declared: found.dims, inferred: wanted.dims };
    fail(
      `${what} is declared ${found.type} ${show(found.dims)}, is ${wanted.type} ${show(wanted.dims)}.`,
      facts,
    );
  }
}

function fail(message: string, facts: Readonly<Record<string, unknown>>): never {
  throw new Fault('graph_invalid', message, facts);
}
