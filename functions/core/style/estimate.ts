// What a job takes before anything runs, and which jobs are refused: time from multiply-accumulates, memory from what
// lives in the graph at once, both by constants that were measured once for each class of engine.
import { Fault } from '../fault.ts';
import type { CostMeter } from './budget.ts';
import type { Measure, StyleEngine } from './engine.ts';
import type { OptimiserOptions, StyleOptions } from './options.ts';
import type { StyleInputs } from './pictures.ts';
import { type StyleRequest, styleOptions } from './presets.ts';
import { SIDE_MULTIPLE } from './size.ts';

export type StyleLimits = {
  /** Longer sides are rounded to multiples of this: a heap that never shrinks is then used again by the next job. */
  readonly grid?: number;
  /** Width x height of the largest level. */
  readonly maxPixels: number;
  /** Of one call. */
  readonly maxEvaluations: number;
  readonly maxBudgetMs: number;
  /** What the packed state may take where it is stored. The default history of L-BFGS is cut to fit. */
  readonly maxStateBytes: number;
  /** Of session, state and its copies together, in bytes as `Estimate` counts them. */
  readonly maxMemoryBytes: number;
};

/** Measured with `npm run -s bench -- style --json`, which prints beside each prediction what then happened. */
export type EngineClass = {
  /** Milliseconds of one core for 10^9 multiply-accumulates, before this process has measured its own. */
  readonly msPerGmac: number;
  /** What is there before any session: the process with its runtime, or the runtime's heap. */
  readonly baseBytes: number;
  /** Bytes held for each byte that lives in the graph: arenas, copies between the language and the runtime. */
  readonly overLive: number;
};

/** By the beginning of the engine's name. */
const CLASSES: readonly (EngineClass & { readonly engine: string })[] = [
  { engine: 'onnxruntime-node', msPerGmac: 24, baseBytes: 173 * 2 ** 20, overLive: 1.72 },
  { engine: 'onnxruntime-web', msPerGmac: 83, baseBytes: 26 * 2 ** 20, overLive: 0.78 },
];

export type LevelEstimate = Measure & {
  readonly iterations: number;
  readonly evaluations: number;
  readonly msPerEvaluation: number;
};

export type Estimate = {
  readonly levels: readonly LevelEstimate[];
  readonly evaluations: number;
  readonly ms: number;
  /** How many calls, each up to its limits, take the job to its end. */
  readonly invocations: number;
  /** Of L-BFGS; null for others. */
  readonly history: number | null;
  /** Packed, where it is stored. */
  readonly stateBytes: number;
  /** The most that process or heap takes while the largest level runs: base, session, state and one copy of it. */
  readonly memoryBytes: number;
};

/** Of ours on nine pairs of pictures: a line search seldom wants a second trial. Others evaluate once an iteration. */
const EVALUATIONS_AN_ITERATION = { 'l-bfgs': 1.05, adam: 1, 'gradient-descent': 1.1 } as const;

/** With fewer pairs L-BFGS is hardly better than gradient descent. */
const LEAST_HISTORY = 2;

export function classOf(engine: string): EngineClass {
  return CLASSES.find((each) => engine.startsWith(each.engine)) ?? CLASSES[0];
}

/**
 * Complete options, and what every level takes.
 * @throws Fault request_invalid; layer_unknown; picture_too_small; style_too_large with the size that fits.
 */
export async function checkedOptions(
  engine: StyleEngine,
  limits: StyleLimits,
  request: StyleRequest,
  inputs: StyleInputs,
): Promise<{ readonly options: StyleOptions; readonly measures: readonly Measure[] }> {
  const asked = onGrid(styleOptions(request), limits.grid);
  if (request.extractor !== undefined) knownExtractor(engine, request.extractor);
  for (const [kind, name] of [
    ['content', 'content'],
    ['given', 'initial'],
  ] as const) {
    if (asked.initial === kind && !inputs[name]) {
      throw new Fault('request_invalid', `initial is ${kind}, and there is no ${name} picture.`, {
        option: 'initial',
      });
    }
  }
  const largest = asked.levels[asked.levels.length - 1].size;
  const pixelsAt = (size: number) => {
    const { width, height } = engine.size(inputs, size);
    return width * height;
  };
  const step = limits.grid ?? SIDE_MULTIPLE;
  let side = largest;
  while (side > step && pixelsAt(side) > limits.maxPixels) side -= step;
  // No graph is built beyond the limit of pixels. Below, memory is guessed from one, and then known from its own.
  const history = request.optimiser?.history;
  const fitting = (measure: Measure) => {
    const optimiser = withHistory(engine.name, asked.optimiser, history, measure, limits);
    return fits(engine.name, limits, optimiser, measure);
  };
  let measure = await engine.measure(asked, inputs, side);
  const known = measure;
  while (side > step && !fitting(shrunk(known, pixelsAt(side)))) side -= step;
  while (side < largest && side > step) {
    measure = await engine.measure(asked, inputs, side);
    if (fitting(measure)) break;
    side -= step;
  }
  if (side < largest)
    throw tooLarge(engine.name, limits, asked.optimiser, shrunk(known, pixelsAt(largest)), largest, side);
  const options = {
    ...asked,
    optimiser: withHistory(engine.name, asked.optimiser, history, measure, limits),
  };
  const measures: Measure[] = [];
  for (const { size } of options.levels)
    measures.push(size === largest ? measure : await engine.measure(options, inputs, size));
  return { options, measures };
}

/** One that is asked for by name and is not there is the caller's mistake; the preset's own being missing is ours. */
function knownExtractor(engine: StyleEngine, id: string): void {
  try {
    engine.extractorSha256(id);
  } catch (error) {
    if (!(error instanceof Fault && error.code === 'model_missing')) throw error;
    throw new Fault('request_invalid', error.message, { option: 'extractor', ...error.facts }, error);
  }
}

export function estimateOf(
  engine: string,
  limits: StyleLimits,
  options: StyleOptions,
  measures: readonly Measure[],
  meter: CostMeter,
): Estimate {
  const { optimiser } = options;
  const each = EVALUATIONS_AN_ITERATION[optimiser.kind];
  const levels = measures.map((measure, i) => {
    const { iterations } = options.levels[i];
    const evaluations = Math.ceil(iterations * each) + 1; // the first one is where the level begins
    return { ...measure, iterations, evaluations, msPerEvaluation: meter.costOf(measure.macs) };
  });
  const last = measures[measures.length - 1];
  const ms = levels.reduce((sum, level) => sum + level.evaluations * level.msPerEvaluation, 0);
  const evaluations = levels.reduce((sum, level) => sum + level.evaluations, 0);
  return {
    levels,
    evaluations,
    ms,
    invocations: Math.max(Math.ceil(evaluations / limits.maxEvaluations), Math.ceil(ms / limits.maxBudgetMs)),
    history: optimiser.kind === 'l-bfgs' ? optimiser.history : null,
    stateBytes: stateBytesOf(optimiser, last.width * last.height),
    memoryBytes: memoryOf(engine, optimiser, last),
  };
}

function onGrid(options: StyleOptions, grid = 1): StyleOptions {
  const snapped = (size: number) => Math.max(grid, Math.round(size / grid) * grid);
  return { ...options, levels: options.levels.map((level) => ({ ...level, size: snapped(level.size) })) };
}

/** At another number of pixels: what lives in the graph grows with them. */
function shrunk(measure: Measure, pixels: number): Measure {
  const share = pixels / (measure.width * measure.height);
  const side = Math.sqrt(share);
  return {
    ...measure,
    width: measure.width * side,
    height: measure.height * side,
    live: measure.live * share,
  };
}

function fits(engine: string, limits: StyleLimits, optimiser: OptimiserOptions, measure: Measure): boolean {
  return (
    memoryOf(engine, optimiser, measure) <= limits.maxMemoryBytes &&
    stateBytesOf(optimiser, measure.width * measure.height) <= limits.maxStateBytes
  );
}

function memoryOf(engine: string, optimiser: OptimiserOptions, measure: Measure): number {
  return sessionBytesOf(engine, measure) + 2 * stateBytesOf(optimiser, measure.width * measure.height);
}

/** Vectors that a state holds, each a picture of three float32 planes; what else is in it is small. */
function stateBytesOf(optimiser: OptimiserOptions, pixels: number): number {
  const vectors = optimiser.kind === 'l-bfgs' ? 4 + 2 * optimiser.history : optimiser.kind === 'adam' ? 3 : 2;
  return 12 * pixels * vectors;
}

/** The history asked for stands; the preset's is cut to what the store holds and the memory leaves, state and copy. */
function withHistory(
  engine: string,
  optimiser: OptimiserOptions,
  asked: number | undefined,
  measure: Measure,
  { maxStateBytes, maxMemoryBytes }: StyleLimits,
): OptimiserOptions {
  if (optimiser.kind !== 'l-bfgs' || asked !== undefined) return optimiser;
  const bytes = Math.min(maxStateBytes, (maxMemoryBytes - sessionBytesOf(engine, measure)) / 2);
  const room = Math.floor((bytes / (12 * measure.width * measure.height) - 4) / 2);
  return { ...optimiser, history: Math.max(LEAST_HISTORY, Math.min(optimiser.history, room)) };
}

/** What process or heap takes with a session that has run. */
function sessionBytesOf(engine: string, { weights, live }: Measure): number {
  const { baseBytes, overLive } = classOf(engine);
  return baseBytes + weights + overLive * live;
}

function tooLarge(
  engine: string,
  { maxPixels, maxMemoryBytes, maxStateBytes }: StyleLimits,
  optimiser: OptimiserOptions,
  measure: Measure,
  size: number,
  fits: number,
): Fault {
  const pixels = Math.round(measure.width * measure.height);
  const [memory, state] = [memoryOf(engine, optimiser, measure), stateBytesOf(optimiser, pixels)];
  const mib = (bytes: number) => Math.ceil(bytes / 2 ** 20);
  return new Fault(
    'style_too_large',
    `A style of ${size} px has ${pixels} pixels of at most ${maxPixels}, takes ${mib(memory)} MiB of at most ${mib(maxMemoryBytes)}, and its state ${mib(state)} MiB of at most ${mib(maxStateBytes)}. ${fits} px fits.`,
    {
      size,
      fits,
      pixels,
      maxPixels,
      memoryBytes: Math.round(memory),
      maxMemoryBytes,
      stateBytes: state,
      maxStateBytes,
    },
  );
}
