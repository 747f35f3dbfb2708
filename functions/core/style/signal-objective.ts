// Content and style of a signal of any rank, a sound or a volume: costs relative to the energy of their targets.
import { gradients } from '../graph/gradient.ts';
import { type Graph, type GraphBuilder, graphBuilder, sizeOfGraph, type Value } from '../graph/graph.ts';
import { memoryOfGraph } from '../graph/memory.ts';
import type { Dims } from '../graph/operator.ts';
import { encodeModel } from '../graph/proto.ts';
import { byDepth } from '../graph/schedule.ts';
import { appendWeightedSum } from '../graph/weighted-costs.ts';
import type { Measure } from '../jobs/kind.ts';
import type { Extent, Losses, Objective } from '../jobs/objective.ts';
import type { Runtime } from '../ports.ts';
import { runOnce } from '../run-once.ts';
import { type Float32Tensor, float32, sizeOf, type Tensor } from '../tensor.ts';
import { appendContentCost, appendStatistic, appendStyleCost } from './costs.ts';
import type { Statistic } from './options.ts';
import { blendInto } from './targets.ts';
import { energyOf } from './weighing.ts';

/** Weights by layer, and of content and style as a whole; as StyleOptions has them. */
export type SignalOptions = {
  readonly content: Readonly<Record<string, number>>;
  readonly style: Readonly<Record<string, number>>;
  readonly statistic: Statistic;
  readonly alpha: number;
  readonly beta: number;
};

/** How a signal is looked at: the values [1, C, ...positions] of each layer. @throws Fault layer_unknown. */
export type Look = (
  builder: GraphBuilder,
  signal: Value,
  layers: readonly string[],
) => ReadonlyMap<string, Value>;

type Term = { readonly kind: 'content' | 'style'; readonly layer: string };

const SIGNAL = 'signal';
const named = ({ kind, layer }: Term, part: string) => `${kind} ${layer} ${part}`;

/** Layers that count. */
export function termsOf(
  { content, style, alpha, beta }: SignalOptions,
  withContent: boolean,
): readonly Term[] {
  const counted = (kind: Term['kind'], weights: Readonly<Record<string, number>>) =>
    Object.entries(weights).flatMap(([layer, weight]) => (weight > 0 ? [{ kind, layer }] : []));
  return [
    ...(withContent && alpha > 0 ? counted('content', content) : []),
    ...(beta > 0 ? counted('style', style) : []),
  ];
}

/**
 * Inputs: `signal`, `weights` [terms] and the targets; outputs: `costs` [terms], raw sums of squares, and `gradient` of
 * their weighted sum. @throws Fault layer_unknown, graph_invalid.
 */
function signalGraph(dims: Dims, look: Look, options: SignalOptions, terms: readonly Term[]): Graph {
  const builder = graphBuilder('signal');
  const signal = builder.input(SIGNAL, dims);
  const features = look(builder, signal, layersOf(terms));
  const costs = terms.map((term) => {
    const value = features.get(term.layer)!;
    if (term.kind === 'content')
      return appendContentCost(builder, { value }, builder.input(named(term, 'features'), value.dims));
    const found = appendStatistic(builder, value, options.statistic);
    return appendStyleCost(builder, found, {
      second: builder.input(named(term, 'second'), found.second.dims),
      mean: found.mean && builder.input(named(term, 'mean'), found.mean.dims),
    });
  });
  const total = appendWeightedSum(builder, costs);
  builder.output(gradients(builder, total, [signal])[0], 'gradient');
  return byDepth(builder.build());
}

/** What a signal of those dims is a target of, under the names of the objective's inputs. */
function targetGraph(dims: Dims, look: Look, statistic: Statistic, terms: readonly Term[]): Graph {
  const builder = graphBuilder('targets');
  const features = look(builder, builder.input(SIGNAL, dims), layersOf(terms));
  for (const term of terms) {
    const value = features.get(term.layer)!;
    if (term.kind === 'content') {
      builder.output(value, named(term, 'features'));
      continue;
    }
    const { second, mean } = appendStatistic(builder, value, statistic);
    builder.output(second, named(term, 'second'));
    if (mean) builder.output(mean, named(term, 'mean'));
  }
  return builder.build();
}

/** What one evaluation takes, and taking the targets of styles of those dims before it; nothing is run. */
export function measureSignal(
  look: Look,
  options: SignalOptions,
  withContent: boolean,
  dims: Dims,
  styles: readonly Dims[],
): Omit<Measure, 'size'> {
  const terms = termsOf(options, withContent);
  const graph = signalGraph(dims, look, options, terms);
  const { weights, live } = memoryOfGraph(graph);
  const lives = styles.map((style) => memoryOfGraph(targetGraph(style, look, options.statistic, terms)).live);
  return { floats: sizeOf(dims), macs: sizeOfGraph(graph).macs, weights, live: Math.max(live, ...lives) };
}

/**
 * `size` and `dims` of the result; `content` has its dims, styles may be larger or smaller.
 * @throws Fault layer_unknown; model_invalid and runtime_failed of the runtime.
 */
export async function openSignalObjective(
  runtime: Runtime,
  look: Look,
  options: SignalOptions,
  size: Extent,
  dims: Dims,
  content: Float32Tensor | undefined,
  styles: readonly { readonly signal: Float32Tensor; readonly weight: number }[],
): Promise<Objective> {
  const terms = termsOf(options, content !== undefined);
  const graph = signalGraph(dims, look, options, terms);
  const session = await runtime.open(encodeModel(graph));
  try {
    const ofKind = (kind: Term['kind']) => terms.filter((term) => term.kind === kind);
    const targets: Record<string, Tensor> = {};
    if (content)
      Object.assign(targets, await targetsOf(runtime, look, options.statistic, ofKind('content'), content));
    const whole = styles.reduce((sum, { weight }) => sum + weight, 0);
    for (const { signal, weight } of styles) {
      const found = await targetsOf(runtime, look, options.statistic, ofKind('style'), signal);
      for (const [name, values] of Object.entries(found)) blendInto(targets, name, values, weight / whole);
    }
    const factors = terms.map((term) => 1 / energyOfTerm(term, targets));
    const weights = weightsOf(options, terms);
    const each = terms.map(({ kind, layer }) => weights[kind][layer]);
    const fixed = {
      ...targets,
      weights: float32(
        [terms.length],
        Float32Array.from(each, (weight, i) => weight * factors[i]),
      ),
    };
    return {
      size,
      macs: sizeOfGraph(graph).macs,
      weights,
      async evaluate(x) {
        const { costs, gradient } = await session.run({ ...fixed, [SIGNAL]: float32(dims, x) });
        const raw = terms.map((_, i) => Number(costs.data[i]) * factors[i]);
        return { losses: lossesOf(terms, raw, each), gradient: gradient.data as Float32Array };
      },
      release: () => session.release(),
    };
  } catch (error) {
    await session.release();
    throw error;
  }
}

async function targetsOf(
  runtime: Runtime,
  look: Look,
  statistic: Statistic,
  terms: readonly Term[],
  signal: Float32Tensor,
): Promise<Readonly<Record<string, Tensor>>> {
  if (terms.length === 0) return {};
  const model = encodeModel(targetGraph(signal.dims, look, statistic, terms));
  return runOnce(runtime, model, { [SIGNAL]: signal });
}

/** The cost of a signal without any features. */
function energyOfTerm(term: Term, targets: Readonly<Record<string, Tensor>>): number {
  const { data } = targets[named(term, term.kind === 'content' ? 'features' : 'second')];
  return energyOf(data, targets[named(term, 'mean')]?.data);
}

function weightsOf({ content, style, alpha, beta }: SignalOptions, terms: readonly Term[]) {
  const of = (kind: Term['kind'], weights: Readonly<Record<string, number>>, by: number) =>
    Object.fromEntries(
      terms.filter((term) => term.kind === kind).map(({ layer }) => [layer, by * weights[layer]]),
    );
  return { content: of('content', content, alpha), style: of('style', style, beta) };
}

function lossesOf(terms: readonly Term[], raw: readonly number[], weights: readonly number[]): Losses {
  const losses = { content: {} as Record<string, number>, style: {} as Record<string, number> };
  let total = 0;
  for (const [i, { kind, layer }] of terms.entries()) {
    losses[kind][layer] = raw[i];
    total += raw[i] * weights[i];
  }
  return { total, ...losses };
}

function layersOf(terms: readonly Term[]): readonly string[] {
  return [...new Set(terms.map(({ layer }) => layer))];
}
