// The layers of a network as records: operator, shapes, parameters, cost, receptive field, units that never respond.
import { callOf, type Graph, type Node } from '../graph/graph.ts';
import type { Dims } from '../graph/operator.ts';
import { inferCall, OPERATORS } from '../graph/ops.ts';
import { withUnpackedWeights } from '../graph/unpack.ts';
import { sizeOf } from '../tensor.ts';
import { boundsOf, deadUnits } from './bounds.ts';
import type { Field } from './reach.ts';
import { describeField, type ReceptiveField, sightsOfGraph } from './receptive-field.ts';
import { fieldOf, type Sight, wholeField } from './sight.ts';

/** One value that is computed from the input. */
export type Layer = {
  readonly name: string;
  readonly operator: string;
  /** Names of the layers, or of the input, that it is computed from. */
  readonly inputs: readonly string[];
  readonly shape: Dims;
  /** Along axis 1, where what is there is a unit: [N, C], or [N, C, ...] with a position for each. Else null. */
  readonly units: number | null;
  /** Learned numbers; those that several layers share count in each. */
  readonly parameters: number;
  /** Multiply-accumulates of one run. */
  readonly macs: number;
  /** Kernel, strides, pads and the like, as ONNX has them. */
  readonly attributes: Readonly<Record<string, number | string | readonly number[]>>;
  /** What any unit sees, in pixels of the input. */
  readonly field: ReceptiveField;
  /** Where units see differently: each kind, with the units from `first` to `last` that see so; null for nothing. */
  readonly fields: readonly UnitFields[];
  /** Units that no input changes, as the weights prove. Null where the weights alone do not tell. */
  readonly dead: readonly number[] | null;
};

export type UnitFields = {
  readonly first: number;
  readonly last: number;
  readonly field: ReceptiveField | null;
};

/** `range`: between which numbers those of the input lie. In the order in which they are computed. */
export function layersOf(
  packed: Graph,
  range: { readonly least: number; readonly most: number },
): readonly Layer[] {
  const graph = withUnpackedWeights(packed);
  const sights = sightsOfGraph(graph);
  const bounds = boundsOf(graph, range);
  const spatial = graph.values.get(graph.inputs[0])!.dims.slice(2);
  return graph.nodes.flatMap((node) =>
    node.outputs.flatMap((name, output): Layer[] => {
      const sight = sights.get(name);
      const whole = sight && wholeField(sight);
      if (!sight || !whole) return [];
      const { dims } = graph.values.get(name)!;
      const units = unitsOf(sight, dims, spatial.length);
      const known = bounds.get(name);
      return [
        {
          name,
          operator: node.operator,
          inputs: node.inputs.filter((input) => sights.has(input)),
          shape: dims,
          units,
          ...(output === 0 ? costOf(graph, node) : { parameters: 0, macs: 0 }),
          attributes: attributesOf(node),
          field: describeField(whole, spatial),
          fields: units === null ? [] : fieldsOf(sight, units, spatial),
          dead: known && units === known.fixed.length ? deadUnits(known) : null,
        },
      ];
    }),
  );
}

/** A map or a vector with units along axis 1; everything else has positions there, or classes behind them. */
function unitsOf({ channelAxis }: Sight, dims: Dims, spatial: number): number | null {
  if (dims.length === 2) return dims[1];
  return channelAxis === 1 && dims.length === 2 + spatial ? dims[1] : null;
}

function costOf(graph: Graph, node: Node): { parameters: number; macs: number } {
  const { macs } = inferCall(callOf(graph, node));
  if (!OPERATORS[node.operator].learned) return { parameters: 0, macs };
  const learned = new Set(node.inputs.filter((name) => graph.constants.has(name)));
  const parameters = [...learned].reduce((sum, name) => sum + sizeOf(graph.values.get(name)!.dims), 0);
  return { parameters, macs };
}

function attributesOf({ attributes }: Node): Layer['attributes'] {
  return Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) =>
      typeof value === 'object' && 'dims' in value ? [] : [[name, value]],
    ),
  );
}

/** Runs of units that see alike; [] when all do. */
function fieldsOf(sight: Sight, units: number, spatial: readonly number[]): UnitFields[] {
  const described = new Map<Field, ReceptiveField>();
  const runs: { first: number; last: number; field: ReceptiveField | null; key: string }[] = [];
  for (let unit = 0; unit < units; unit++) {
    const own = fieldOf(sight, unit);
    const field = own ? (described.get(own) ?? describeField(own, spatial)) : null;
    if (own && field) described.set(own, field);
    const key = JSON.stringify(field);
    const run = runs.at(-1);
    if (run?.key === key) run.last = unit;
    else runs.push({ first: unit, last: unit, field, key });
  }
  return runs.length === 1 ? [] : runs.map(({ first, last, field }) => ({ first, last, field }));
}
