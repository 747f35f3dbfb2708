// How much memory a graph's run needs at once: what lives between two nodes, since every shape is known.
import { sizeOf } from '../tensor.ts';
import type { Graph, Value } from './graph.ts';

const BYTES: Readonly<Record<Value['type'], number>> = { float32: 4, int64: 8, int32: 4, uint8: 1, bool: 1 };

/**
 * `weights`: bytes of constants as nodes use them, after what depends on constants alone was computed. `live`: the most
 * bytes of inputs, outputs and values between nodes that exist at once, when nodes run in their order and everything
 * is freed after its last use. A runtime adds its own.
 */
export function memoryOfGraph(graph: Graph): { readonly weights: number; readonly live: number } {
  const bytesOf = (names: Iterable<string>) => {
    let sum = 0;
    for (const name of names) {
      const { type, dims } = graph.values.get(name)!;
      sum += BYTES[type] * sizeOf(dims);
    }
    return sum;
  };
  const fixed = fixedOf(graph);
  const nodes = graph.nodes.filter(({ outputs }) => !fixed.has(outputs[0]));
  const used = new Set(nodes.flatMap(({ inputs }) => inputs.filter((name) => fixed.has(name))));
  const lastUse = new Map(nodes.flatMap(({ inputs }, index) => inputs.map((name) => [name, index] as const)));
  for (const name of [...graph.inputs, ...graph.outputs]) lastUse.set(name, Infinity);
  let now = bytesOf(graph.inputs);
  let live = now;
  for (const [index, { inputs, outputs }] of nodes.entries()) {
    now += bytesOf(outputs);
    live = Math.max(live, now);
    const ended = new Set(
      [...inputs, ...outputs].filter((name) => name !== '' && (lastUse.get(name) ?? index) === index),
    );
    now -= bytesOf([...ended].filter((name) => !fixed.has(name)));
  }
  return { weights: bytesOf(used), live };
}

/** Constants, and what is computed from constants alone. */
function fixedOf(graph: Graph): ReadonlySet<string> {
  const fixed = new Set(graph.constants.keys());
  for (const { inputs, outputs } of graph.nodes) {
    if (inputs.every((name) => name === '' || fixed.has(name))) for (const name of outputs) fixed.add(name);
  }
  return fixed;
}
