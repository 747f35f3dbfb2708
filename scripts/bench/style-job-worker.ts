// Style jobs as the Node service computes them, with its SQL store: engine (node, wasm), pixels a side.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Asked } from '../../functions/core/jobs/kinds.ts';
import { createSqlJobStore } from '../../functions/platform/jobs-sql.ts';
import { createNodeModels } from '../../functions/platform/models-node.ts';
import { createNodeRuntime } from '../../functions/platform/ort-node.ts';
import { openSqlite } from '../../functions/platform/sqlite.ts';
import { createNodeStyles } from '../../functions/platform/styles-node.ts';
import { cpuMeter } from '../cpu-meter.ts';
import { MODELS_DIRECTORY } from '../open-faces.ts';
import { cpuMs } from './measure.ts';
import { serve } from './process.ts';
import { styleInputs } from './style-inputs.ts';
import { createWasmRuntime } from './wasm-runtime.ts';

/** Predictions beside what then happened: CPU time, which is the clock these jobs are given, and memory in MiB. */
export type JobFacts = {
  /** Before this process has measured anything, and after it has done one job. */
  readonly predictedMs: number;
  readonly predictedMsLater: number;
  /** Of the second job. */
  readonly cpuMs: number;
  readonly predictedMib: number;
  /** The most that the process held; on wasm its heap and the state, which is what an isolate holds. */
  readonly mib: number;
  readonly heapMib: number;
  readonly stateMib: number;
};

export type StepsRound = { readonly cpuMs: number; readonly sessionMs: number };

/** More than the longest default history, so that the optimiser's state has its full size. */
const ITERATIONS = 24;
const STEPS = 20;
const TENANT = 'bench';

const [engine, side] = process.argv.slice(2);
const size = Number(side);
const wasm = engine === 'wasm' ? createWasmRuntime() : undefined;
const meter = cpuMeter(wasm ?? createNodeRuntime());
const folder = await mkdtemp(path.join(tmpdir(), 'likeness-bench-'));
process.on('exit', () => void rm(folder, { recursive: true, force: true }));
const db = await openSqlite(path.join(folder, 'likeness.db'));
const { jobs } = createNodeStyles({
  store: createSqlJobStore(db),
  runtime: meter.runtime,
  models: await createNodeModels(MODELS_DIRECTORY),
  atOnce: 1,
  clock: () => 1000 * meter.seconds().all,
});
const inputs = styleInputs();
const began = new Set<string>();

serve({ job: measureJob, steps: measureSteps });

async function measureJob(): Promise<JobFacts> {
  const style = { kind: 'style' as const, request: { levels: [{ size, iterations: ITERATIONS }] }, inputs };
  const { ms: predictedMs, memoryBytes, stateBytes } = await jobs.estimate(style);
  await finish('first', style);
  const { ms: predictedMsLater } = await jobs.estimate(style);
  const cpu = await cpuMs(() => finish('second', style));
  const heapBytes = wasm?.heapBytes() ?? 0;
  const held = wasm ? heapBytes + stateBytes : process.resourceUsage().maxRSS * 1024;
  return {
    predictedMs,
    predictedMsLater,
    cpuMs: cpu,
    predictedMib: memoryBytes / 2 ** 20,
    mib: held / 2 ** 20,
    heapMib: heapBytes / 2 ** 20,
    stateMib: stateBytes / 2 ** 20,
  };
}

/** From the first target to the end. */
async function finish(id: string, style: Asked) {
  const at = { tenant: TENANT, job: id };
  await jobs.create(at, { ...style, auto: false });
  for (let from = 0; ; ) {
    const { job, ending } = await jobs.step(at, from, {});
    if (ending === 'done') return;
    from = job.progress.iteration;
  }
}

/** One call of `steps` in the middle of a job, whose optimiser has its history full and whose session is open. */
async function measureSteps(): Promise<StepsRound> {
  const at = { tenant: TENANT, job: 'steps' };
  if (!began.has(at.job)) {
    await jobs.create(at, {
      kind: 'style',
      request: { levels: [{ size, iterations: 100_000 }] },
      inputs,
      auto: false,
    });
    await steps(ITERATIONS);
    began.add(at.job);
  }
  const before = meter.seconds().networks;
  const cpu = await cpuMs(() => steps(STEPS));
  return { cpuMs: cpu, sessionMs: 1000 * (meter.seconds().networks - before) };

  async function steps(iterations: number): Promise<void> {
    const { progress } = await jobs.get(at);
    const stepped = await jobs.step(at, progress.iteration, { iterations });
    if (stepped.iterations !== iterations)
      throw new Error(`A call of ${iterations} iterations made ${stepped.iterations}: ${stepped.ending}.`);
  }
}
