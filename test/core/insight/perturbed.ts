// What a graph's values see of its input, found by running it: parts of the input are set to something that spreads.
import { type Graph, graphBuilder, type Value } from '../../../functions/core/graph/graph.ts';
import { encodeModel } from '../../../functions/core/graph/proto.ts';
import type { Field, Reach } from '../../../functions/core/insight/reach.ts';
import type { Sight } from '../../../functions/core/insight/sight.ts';
import type { Session } from '../../../functions/core/ports.ts';
import { seeded } from '../../../functions/core/random.ts';
import { float32, sizeOf, type Tensor } from '../../../functions/core/tensor.ts';
import { createNodeRuntime } from '../../../functions/platform/ort-node.ts';
import { laidOpen } from './laid-open.ts';

const runtime = createNodeRuntime();

/** Disagreements that are shown. */
const MOST = 10;

export type Tried = {
  /** Infinity: every border there is. */
  readonly halves: number;
  readonly pixels: number;
  readonly seed: number;
  /** Boxes have holes, as a dilated window has: a single pixel inside need not be seen. */
  readonly holes?: boolean;
  /** What a region is set to. Not a number, which no number of layers weakens, unless weights of 0 must stop it. */
  readonly spreads?: number;
};

/** Beyond all that comes out where nothing was set. */
const FAR = 1e6;

/** Pixels, both ends included, along each spatial axis. */
type Region = readonly (readonly [from: number, to: number])[];

/** One value of the graph as the session gives it: whole, or summed along spatial axes that a region spans anyway. */
type Shown = { readonly name: string; readonly dims: readonly number[]; readonly summed: readonly number[] };

/**
 * Where `sights` are wrong, in words; [] when they are not. Half planes from either side tell the first and the last
 * pixel of every position: their borders lie near the edges and where the seed says. Single pixels tell that the axes
 * make a box.
 */
export async function disagreements(
  graph: Graph,
  sights: ReadonlyMap<string, Sight>,
  { halves: count, pixels, seed, holes = false, spreads = Number.NaN }: Tried,
): Promise<string[]> {
  const open = laidOpen(graph);
  const input = open.values.get(open.inputs[0])!;
  const spatial = input.dims.slice(2);
  const random = seeded(seed);
  const found: string[] = [];
  for (const [axis, size] of spatial.entries()) {
    const shown = shownValues(open, sights, axis);
    const session = await runtime.open(encodeModel(shown.graph));
    for (const half of halves(size, count, random)) {
      const region = spatial.map((length, i) => (i === axis ? half : ([0, length - 1] as const)));
      found.push(...(await compare(session, input, shown.values, sights, { region, spreads, holes: false })));
      if (found.length >= MOST) break;
    }
    await session.release();
  }
  if (pixels === 0) return found.slice(0, MOST);
  const whole = shownValues(open, sights, undefined);
  const session = await runtime.open(encodeModel(whole.graph));
  for (let i = 0; i < pixels; i++) {
    const pixel = spatial
      .map((size) => Math.floor(random() * size))
      .map((at) => [at, at]) as unknown as Region;
    found.push(...(await compare(session, input, whole.values, sights, { region: pixel, spreads, holes })));
  }
  await session.release();
  return found.slice(0, MOST);
}

/** Every value that sees the input. Along `axis` a half plane is tried: maps are summed along the other axes. */
function shownValues(graph: Graph, sights: ReadonlyMap<string, Sight>, axis: number | undefined) {
  const builder = graphBuilder(graph.name, { ...graph, outputs: [] });
  const values: Shown[] = [];
  for (const name of graph.nodes.flatMap(({ outputs }) => outputs)) {
    const sight = sights.get(name);
    const value = builder.value(name);
    if (!sight || value.type !== 'float32') continue;
    const isMap =
      sight.channelAxis === 1 && value.dims.length === graph.values.get(graph.inputs[0])!.dims.length;
    const others = isMap ? value.dims.map((_, i) => i).filter((i) => i > 1 && i !== (axis ?? 0) + 2) : [];
    const summed = axis === undefined ? [] : others;
    const shown: Value = summed.length === 0 ? value : builder.op('ReduceSum', [value, builder.ints(summed)]);
    builder.output(shown, `shown ${values.length}`);
    values.push({ name, dims: shown.dims, summed });
  }
  return { graph: builder.build(), values };
}

/** From one side up to a border, or from there to the other side: near the edges, and `count` anywhere, or all. */
function halves(size: number, count: number, random: () => number): Region {
  if (count === Number.POSITIVE_INFINITY)
    return Array.from({ length: 2 * size }, (_, i) => (i < size ? [0, i] : [i - size, size - 1]));
  const within = Array.from({ length: count }, (): Region[number] => {
    const at = Math.floor(random() * size);
    return random() < 0.5 ? [0, at] : [at, size - 1];
  });
  return [[0, 1], [size - 2, size - 1], ...within];
}

type How = { readonly region: Region; readonly spreads: number; readonly holes: boolean };

async function compare(
  session: Session,
  input: Value,
  values: readonly Shown[],
  sights: ReadonlyMap<string, Sight>,
  how: How,
): Promise<string[]> {
  const { region } = how;
  const results = await session.run({ [input.name]: perturbed(input.dims, how) });
  return values.flatMap((shown, i) => {
    const { name, dims } = shown;
    const wrong = differing(results[`shown ${i}`], shown, sights.get(name)!, how);
    return wrong === undefined ? [] : [`${name} [${dims}] at ${wrong}, region ${JSON.stringify(region)}`];
  });
}

function perturbed(dims: readonly number[], { region, spreads }: How): Tensor {
  const data = new Float32Array(sizeOf(dims)).fill(1);
  const spatial = dims.slice(2);
  const plane = sizeOf(spatial);
  for (let i = 0; i < data.length; i++) {
    let rest = i % plane;
    let inside = true;
    for (let axis = spatial.length - 1; axis >= 0; axis--) {
      const at = rest % spatial[axis];
      rest = Math.floor(rest / spatial[axis]);
      inside &&= at >= region[axis][0] && at <= region[axis][1];
    }
    if (inside) data[i] = spreads;
  }
  return float32(dims, data);
}

/** The index of the first element that the region reaches, or does not reach, against what the sight says. */
function differing(
  result: Tensor,
  { dims, summed }: Shown,
  sight: Sight,
  { region, spreads, holes }: How,
): string | undefined {
  const tables = new Map<Field, readonly Table[]>();
  const tablesOf = (field: Field | undefined) => {
    if (!field) return NOWHERE;
    const made = tables.get(field) ?? field.map((reach, i) => reached(reach, region[i], summed));
    tables.set(field, made);
    return made;
  };
  const units = sight.fields.map(tablesOf);
  const index = dims.map(() => 0);
  const channel = sight.channelAxis;
  for (let flat = 0; flat < result.data.length; flat++) {
    let expected = true;
    for (const { axis, hit } of units[units.length === 1 || channel === undefined ? 0 : index[channel]])
      expected &&= hit[axis === undefined || hit.length === 1 ? 0 : index[axis]];
    const value = Number(result.data[flat]);
    const found = Number.isNaN(spreads) ? Number.isNaN(value) : Math.abs(value) > FAR;
    if (found !== expected && !(holes && expected)) return `${index}: ${expected ? 'not ' : ''}reached`;
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      if (++index[axis] < dims[axis]) break;
      index[axis] = 0;
    }
  }
}

/** For each position along the axis whether it sees a pixel of the region. */
type Table = { readonly axis: number | undefined; readonly hit: readonly boolean[] };

const NOWHERE: readonly Table[] = [{ axis: undefined, hit: [false] }];

/** Where an axis was summed along, one that sees it is enough. */
function reached({ axis, first, last }: Reach, [from, to]: Region[number], summed: readonly number[]): Table {
  const hit = Array.from(first, (start, i) => start <= to && last[i] >= from);
  return axis !== undefined && summed.includes(axis) ? { axis, hit: [hit.includes(true)] } : { axis, hit };
}
