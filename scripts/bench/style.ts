// `bench style`: an evaluation on node and wasm at four sizes beside the machine's matrix products, a job's own share, memory.
import { cpus } from 'node:os';
import { styleOptions } from '../../functions/core/style/presets.ts';
import { startProgress } from '../progress.ts';
import type { MatmulRound } from './matmul-worker.ts';
import { median, medians } from './measure.ts';
import { type Contestant, start } from './process.ts';
import type { EvaluationFacts, EvaluationKind, Held } from './style-evaluation-worker.ts';
import type { JobFacts, StepsRound } from './style-job-worker.ts';

export type StyleBenchOptions = { readonly rounds: number; readonly starts: number };

/** Pixels a side. */
const SIZES = [128, 256, 384, 512] as const;
/** What the figures that others compare with are given at. */
const SIZE = 256;
/** A core on which the default run has to end in 30 s, GFLOP/s of one-thread matrix products. */
const REFERENCE_GFLOPS = 180;
/** What of it node's evaluation reaches there: what wasm would do beside it tells machines' speed and wasm's apart. */
const REFERENCE_SHARE = 0.48;
/** Of an iteration of L-BFGS, and of the first point of a level. */
const EVALUATIONS_AN_ITERATION = 1.05;
const WARM_UP = 2;

type Engine = 'node' | 'wasm';
type Round = Readonly<Record<'node' | 'forward' | 'wasm' | 'wasmForward', number>> & {
  readonly products: MatmulRound;
};
type SizeResult = {
  readonly size: number;
  readonly macs: number;
  readonly engines: readonly [string, string];
  readonly rounds: readonly Round[];
  readonly node: Held;
  readonly wasm: Held;
};

export async function benchStyle({ rounds, starts }: StyleBenchOptions): Promise<Record<string, unknown>> {
  const evaluations = SIZES.length * (WARM_UP + rounds);
  const progress = startProgress('Benchmark', evaluations + SIZES.length + 1 + rounds + 2 * starts);
  try {
    const results: SizeResult[] = [];
    for (const size of SIZES) results.push(await benchSize(size, rounds, progress.tick));
    const jobs = new Map<string, JobFacts>();
    for (const size of SIZES) {
      jobs.set(`${size}`, await withContestant(job('node', size), (it) => it.ask<JobFacts>('job')));
      progress.tick();
    }
    jobs.set(`wasm_${SIZE}`, await withContestant(job('wasm', SIZE), (it) => it.ask<JobFacts>('job')));
    progress.tick();
    const steps = await withContestant(job('node', SIZE), async (it) => {
      const calls: StepsRound[] = [];
      for (let round = 0; round < rounds; round++) {
        calls.push(await it.ask<StepsRound>('steps'));
        progress.tick();
      }
      return calls;
    });
    const overhead = median(steps.map(({ cpuMs, sessionMs }) => (cpuMs - sessionMs) / sessionMs));
    const cold = { node: await coldStarts('node'), wasm: await coldStarts('wasm') };
    return {
      ...Object.assign({}, ...results.map(sizeValues)),
      ...defaultRunValues(results, overhead),
      step_overhead: overhead,
      ...Object.assign({}, ...Array.from(jobs, ([name, facts]) => jobValues(name, facts))),
      cold_start_to_evaluation_ms: cold.node,
      wasm_cold_start_to_evaluation_ms: cold.wasm,
      engine: results[0].engines[0],
      wasm_engine: results[0].engines[1],
      rounds,
      machine: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores, Node ${process.version}`,
      date: new Date().toISOString(),
    };

    async function coldStarts(engine: Engine): Promise<number> {
      const times: number[] = [];
      for (let i = 0; i < starts; i++) {
        const began = performance.now();
        await withContestant(evaluation(engine, SIZE, 'gradient'), (it) => it.ask('evaluate'));
        times.push(performance.now() - began);
        progress.tick();
      }
      return median(times);
    }
  } finally {
    progress.stop();
  }
}

/** Node and wasm, gradient and forward pass, and the products take turns, so that what else runs falls on all. */
async function benchSize(size: number, rounds: number, tick: () => void): Promise<SizeResult> {
  const contestants = {
    products: start(new URL('./matmul-worker.ts', import.meta.url)),
    node: evaluation('node', size, 'gradient'),
    forward: evaluation('node', size, 'forward'),
    wasm: evaluation('wasm', size, 'gradient'),
    wasmForward: evaluation('wasm', size, 'forward'),
  };
  const { products, node, forward, wasm, wasmForward } = contestants;
  try {
    const facts = await node.ask<EvaluationFacts>('about');
    const { engine: wasmEngine } = await wasm.ask<EvaluationFacts>('about');
    const measured: Round[] = [];
    for (let round = 0; round < WARM_UP + rounds; round++) {
      const one = {
        products: await products.ask<MatmulRound>('multiply'),
        node: await node.ask<number>('evaluate'),
        forward: await forward.ask<number>('evaluate'),
        wasm: await wasm.ask<number>('evaluate'),
        wasmForward: await wasmForward.ask<number>('evaluate'),
      };
      if (round >= WARM_UP) measured.push(one);
      tick();
    }
    return {
      size,
      macs: facts.macs,
      engines: [facts.engine, wasmEngine],
      rounds: measured,
      node: await node.ask<Held>('held'),
      wasm: await wasm.ask<Held>('held'),
    };
  } finally {
    for (const contestant of Object.values(contestants)) contestant.stop();
  }
}

function evaluation(engine: Engine, size: number, kind: EvaluationKind): Contestant {
  return start(new URL('./style-evaluation-worker.ts', import.meta.url), [engine, `${size}`, kind]);
}

function job(engine: Engine, size: number): Contestant {
  return start(new URL('./style-job-worker.ts', import.meta.url), [engine, `${size}`]);
}

async function withContestant<T>(contestant: Contestant, ask: (it: Contestant) => Promise<T>): Promise<T> {
  try {
    return await ask(contestant);
  } finally {
    contestant.stop();
  }
}

/** GFLOP/s: that size of matrix whose middle rate is best. */
function productRate(rounds: readonly Round[]): number {
  return Math.max(...Object.values(medians(rounds.map(({ products }) => products))));
}

function cpuOf(rounds: readonly Round[], who: Exclude<keyof Round, 'products'>): number {
  return median(rounds.map((round) => round[who]));
}

function sizeValues({ size, macs, rounds, node, wasm }: SizeResult): Record<string, number> {
  const of = (who: Exclude<keyof Round, 'products'>) => cpuOf(rounds, who);
  const rate = productRate(rounds);
  const gflops = (ms: number) => (2 * macs) / ms / 1e6;
  return {
    [`gmacs_${size}`]: macs / 1e9,
    [`matmul_gflops_${size}`]: rate,
    [`node_ms_${size}`]: of('node'),
    [`node_forward_ms_${size}`]: of('forward'),
    [`gradient_over_forward_${size}`]: of('node') / of('forward'),
    [`node_gflops_${size}`]: gflops(of('node')),
    [`share_of_matmul_${size}`]: gflops(of('node')) / rate,
    [`wasm_ms_${size}`]: of('wasm'),
    [`wasm_gradient_over_forward_${size}`]: of('wasm') / of('wasmForward'),
    [`wasm_gflops_${size}`]: gflops(of('wasm')),
    [`wasm_gflops_at_reference_${size}`]: (REFERENCE_SHARE * REFERENCE_GFLOPS * of('node')) / of('wasm'),
    [`wasm_over_node_${size}`]: of('wasm') / of('node'),
    [`wasm_heap_mib_${size}`]: wasm.heapMib,
    [`evaluation_peak_rss_mb_${size}`]: node.peakRssMib,
  };
}

/** The default recipe from its evaluations, with what a job adds to them, scaled to the reference core. */
function defaultRunValues(results: readonly SizeResult[], overhead: number): Record<string, number> {
  let [ms, scaledMs, count] = [0, 0, 0];
  for (const { size, iterations } of styleOptions().levels) {
    const { rounds } = results.find((result) => result.size === size)!;
    const evaluations = Math.ceil(iterations * EVALUATIONS_AN_ITERATION) + 1;
    const level = evaluations * cpuOf(rounds, 'node') * (1 + overhead);
    ms += level;
    scaledMs += level * (productRate(rounds) / REFERENCE_GFLOPS);
    count += evaluations;
  }
  return {
    default_run_evaluations: count,
    default_run_cpu_seconds_here: ms / 1000,
    default_run_cpu_seconds: scaledMs / 1000,
  };
}

function jobValues(name: string, facts: JobFacts): Record<string, number> {
  return {
    [`job_predicted_ms_${name}`]: facts.predictedMs,
    [`job_predicted_ms_later_${name}`]: facts.predictedMsLater,
    [`job_cpu_ms_${name}`]: facts.cpuMs,
    [`time_predicted_over_happened_${name}`]: facts.predictedMsLater / facts.cpuMs,
    [`job_predicted_mb_${name}`]: facts.predictedMib,
    [`memory_predicted_over_happened_${name}`]: facts.predictedMib / facts.mib,
    [`job_state_mb_${name}`]: facts.stateMib,
    ...(facts.heapMib > 0
      ? { [`job_heap_mib_${name}`]: facts.heapMib }
      : { [`peak_rss_mb_${name}`]: facts.mib }),
  };
}
