// What a job takes before anything runs, and which jobs are refused: time from multiply-accumulates, memory from what
// lives in the graph at once, both by constants that were measured once for each class of engine.
import { Fault } from '../fault.ts';
import type { CostMeter } from './budget.ts';
import type { JobEngine } from './engine.ts';
import type { Kind, KindTypes, Measure } from './kind.ts';
import type { JobOptions, OptimiserOptions } from './options.ts';

export type JobLimits = {
  /** Sizes are rounded to multiples of this: a heap that never shrinks is then used again by the next job. */
  readonly grid?: number;
  /** Numbers that are optimised at the largest level: three a pixel. */
  readonly maxFloats: number;
  /** Of one call. */
  readonly maxEvaluations: number;
  readonly maxBudgetMs: number;
  /** What the packed state may take where it is stored. The default history of L-BFGS is cut to fit. */
  readonly maxStateBytes: number;
  /** Of session and state together, in bytes as `Estimate` counts them. */
  readonly maxMemoryBytes: number;
};

/** Measured with `npm run -s bench -- style --json`, which prints beside each prediction what then happened. */
export type EngineClass = {
  /** Milliseconds of one core for 10^9 multiply-accumulates, before this process has measured its own. */
  readonly msPerGmac: number;
  /** To open the session of a level and to look at content and styles: milliseconds, and as many evaluations. */
  readonly opening: { readonly ms: number; readonly evaluations: number };
  /** What is there before any session: the process with its runtime, or the runtime's heap. */
  readonly baseBytes: number;
  /** Bytes held for each byte that lives in the graph: arenas, copies between the language and the runtime. */
  readonly overLive: number;
};

/** By the beginning of the engine's name. */
const CLASSES: readonly (EngineClass & { readonly engine: string })[] = [
  {
    engine: 'onnxruntime-node',
    msPerGmac: 24,
    opening: { ms: 450, evaluations: 9 },
    baseBytes: 245 * 2 ** 20,
    overLive: 1.12,
  },
  {
    engine: 'onnxruntime-web',
    msPerGmac: 83,
    opening: { ms: 1500, evaluations: 2 },
    baseBytes: 26 * 2 ** 20,
    overLive: 0.78,
  },
];

export type LevelEstimate = Measure & {
  readonly iterations: number;
  readonly evaluations: number;
  readonly msPerEvaluation: number;
  /** Of the whole level: opening, evaluations, optimiser. */
  readonly ms: number;
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
  /** The most that process or heap takes while the largest level runs: base, session, state, and a piece of it on its way. */
  readonly memoryBytes: number;
};

/** Of ours on nine pairs of pictures: a line search seldom wants a second trial. Others evaluate once an iteration. */
const EVALUATIONS_AN_ITERATION = { 'l-bfgs': 1.05, adam: 1, 'gradient-descent': 1.1 } as const;

/** Milliseconds for 2^20 bytes: of the vectors that an optimiser passes over in an iteration, and of a state written. */
const MS_PER_MIB = { optimiser: 0.45, written: 2.5 } as const;

/** A state is written and read in chunks of 1 MiB, never as a second copy: one chunk here and one in the store. */
const IN_PASSING = 2 * 2 ** 20;

/** With fewer pairs L-BFGS is hardly better than gradient descent. */
const LEAST_HISTORY = 2;

export function classOf(engine: string): EngineClass {
  return CLASSES.find((each) => engine.startsWith(each.engine)) ?? CLASSES[0];
}

/**
 * Complete options, and what every level takes.
 * @throws Fault request_invalid; layer_unknown; picture_too_small; style_too_large with the size that fits.
 */
export async function checkedOptions<T extends KindTypes>(
  kind: Kind<T>,
  engine: JobEngine,
  limits: JobLimits,
  request: T['request'],
  inputs: T['inputs'],
): Promise<{ readonly options: T['options']; readonly measures: readonly Measure[] }> {
  const { grid } = limits;
  const wanted = kind.options(request);
  const levels = wanted.levels.map((level) => ({ ...level, size: kind.snapped(level.size, grid) }));
  const asked: T['options'] = { ...wanted, levels };
  if (request.extractor !== undefined) checkNetwork(kind, engine, asked);
  kind.check(asked, inputs);
  const largest = levels[levels.length - 1].size;
  const floatsAt = (size: number) => kind.floats(kind.size(asked, inputs, size), asked);
  const step = kind.step(grid);
  let size = largest;
  while (size > step && floatsAt(size) > limits.maxFloats) size -= step;
  // No graph is built beyond that limit. Below, memory is guessed from one, and then known from its own.
  const history = request.optimiser?.history;
  const withRoom = (measure: Measure) => withHistory(engine.name, asked.optimiser, history, measure, limits);
  const fitting = (measure: Measure) => fits(engine.name, limits, withRoom(measure), measure);
  let measure = await kind.measure(engine, asked, inputs, size);
  const known = measure;
  while (size > step && !fitting(shrunk(known, floatsAt(size)))) size -= step;
  while (size < largest && size > step) {
    measure = await kind.measure(engine, asked, inputs, size);
    if (fitting(measure)) break;
    size -= step;
  }
  if (size < largest) {
    const over = shrunk(known, floatsAt(largest));
    throw tooLarge(kind, engine.name, limits, asked.optimiser, over, largest, size);
  }
  const options: T['options'] = { ...asked, optimiser: withRoom(measure) };
  const measures: Measure[] = [];
  for (const level of options.levels)
    measures.push(level.size === largest ? measure : await kind.measure(engine, options, inputs, level.size));
  return { options, measures };
}

/** One that is asked for by name and is not there is the caller's mistake; the preset's own being missing is ours. */
function checkNetwork<T extends KindTypes>(kind: Kind<T>, engine: JobEngine, options: T['options']): void {
  try {
    kind.network(engine, options);
  } catch (error) {
    if (!(error instanceof Fault && error.code === 'model_missing')) throw error;
    throw new Fault('request_invalid', error.message, { option: 'extractor', ...error.facts }, error);
  }
}

export function estimateOf(
  engine: string,
  limits: JobLimits,
  options: JobOptions,
  measures: readonly Measure[],
  meter: CostMeter,
): Estimate {
  const { optimiser } = options;
  const { opening } = classOf(engine);
  const each = EVALUATIONS_AN_ITERATION[optimiser.kind];
  const levels = measures.map((measure, i) => {
    const { iterations } = options.levels[i];
    const evaluations = Math.ceil(iterations * each) + 1; // the first one is where the level begins
    const msPerEvaluation = meter.costOf(measure.work ?? measure.macs);
    const passed = stateBytesOf(optimiser, measure.floats, meanHistory(optimiser, iterations));
    const ms =
      opening.ms +
      (opening.evaluations + evaluations) * msPerEvaluation +
      (iterations * MS_PER_MIB.optimiser * passed) / 2 ** 20;
    return { ...measure, iterations, evaluations, msPerEvaluation, ms };
  });
  const last = measures[measures.length - 1];
  const stateBytes = stateBytesOf(optimiser, last.floats);
  const computed = levels.reduce((sum, level) => sum + level.ms, 0);
  const evaluations = levels.reduce((sum, level) => sum + level.evaluations, 0);
  const invocations = Math.max(
    Math.ceil(evaluations / limits.maxEvaluations),
    Math.ceil(computed / limits.maxBudgetMs),
  );
  const ms = computed + (invocations * MS_PER_MIB.written * stateBytes) / 2 ** 20;
  return {
    levels,
    evaluations,
    ms,
    invocations,
    history: optimiser.kind === 'l-bfgs' ? optimiser.history : null,
    stateBytes,
    memoryBytes: memoryOf(engine, optimiser, last),
  };
}

/** Of another size: what lives in the graph grows with the numbers that are optimised. */
function shrunk(measure: Measure, floats: number): Measure {
  return { ...measure, floats, live: (measure.live * floats) / measure.floats };
}

function fits(engine: string, limits: JobLimits, optimiser: OptimiserOptions, measure: Measure): boolean {
  return (
    memoryOf(engine, optimiser, measure) <= limits.maxMemoryBytes &&
    stateBytesOf(optimiser, measure.floats) <= limits.maxStateBytes
  );
}

function memoryOf(engine: string, optimiser: OptimiserOptions, measure: Measure): number {
  return sessionBytesOf(engine, measure) + stateBytesOf(optimiser, measure.floats) + IN_PASSING;
}

/** Vectors that a state holds, each of as many float32; what else is in it is small. */
function stateBytesOf(
  optimiser: OptimiserOptions,
  floats: number,
  history = optimiser.kind === 'l-bfgs' ? optimiser.history : 0,
): number {
  const vectors = optimiser.kind === 'l-bfgs' ? 4 + 2 * history : optimiser.kind === 'adam' ? 3 : 2;
  return 4 * floats * vectors;
}

/** Pairs that L-BFGS has on the average of so many iterations. */
function meanHistory(optimiser: OptimiserOptions, iterations: number): number {
  if (optimiser.kind !== 'l-bfgs' || iterations === 0) return 0;
  const growing = Math.min(optimiser.history, iterations);
  return growing - (growing * (growing + 1)) / (2 * iterations);
}

/** The history asked for stands; the preset's is cut to what the store holds and the memory leaves. */
function withHistory(
  engine: string,
  optimiser: OptimiserOptions,
  asked: number | undefined,
  measure: Measure,
  { maxStateBytes, maxMemoryBytes }: JobLimits,
): OptimiserOptions {
  if (optimiser.kind !== 'l-bfgs' || asked !== undefined) return optimiser;
  const bytes = Math.min(maxStateBytes, maxMemoryBytes - sessionBytesOf(engine, measure) - IN_PASSING);
  const room = Math.floor((bytes / (4 * measure.floats) - 4) / 2);
  return { ...optimiser, history: Math.max(LEAST_HISTORY, Math.min(optimiser.history, room)) };
}

/** What process or heap takes with a session that has run. */
function sessionBytesOf(engine: string, { weights, live }: Measure): number {
  const { baseBytes, overLive } = classOf(engine);
  return baseBytes + weights + overLive * live;
}

function tooLarge(
  { unit }: Pick<Kind, 'unit'>,
  engine: string,
  { maxFloats, maxMemoryBytes, maxStateBytes }: JobLimits,
  optimiser: OptimiserOptions,
  measure: Measure,
  size: number,
  fits: number,
): Fault {
  const [count, most] = [measure.floats, maxFloats].map((floats) => Math.floor(floats / unit.floats));
  const [memory, state] = [memoryOf(engine, optimiser, measure), stateBytesOf(optimiser, measure.floats)];
  const mib = (bytes: number) => Math.ceil(bytes / 2 ** 20);
  return new Fault(
    'style_too_large',
    `A style of ${size} ${unit.size} has ${count} ${unit.name} of at most ${most}, takes ${mib(memory)} MiB of at most ${mib(maxMemoryBytes)}, and its state ${mib(state)} MiB of at most ${mib(maxStateBytes)}. ${fits} ${unit.size} fits.`,
    {
      size,
      fits,
      [unit.name]: count,
      [`max${unit.name[0].toUpperCase()}${unit.name.slice(1)}`]: most,
      memoryBytes: Math.round(memory),
      maxMemoryBytes,
      stateBytes: state,
      maxStateBytes,
    },
  );
}
