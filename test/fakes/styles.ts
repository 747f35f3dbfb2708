// Style transfer without a network: the cost is a long valley in as many dimensions as the picture has numbers.

import type { Picture } from '../../functions/core/image.ts';
import { networksOf } from '../../functions/core/insight/networks.ts';
import { createCostMeter } from '../../functions/core/jobs/budget.ts';
import type { JobEngine } from '../../functions/core/jobs/engine.ts';
import type { JobLimits } from '../../functions/core/jobs/estimate.ts';
import { createJobs, type Jobs, type JobTools } from '../../functions/core/jobs/jobs.ts';
import { KINDS, type Kinds } from '../../functions/core/jobs/kinds.ts';
import { createSessions } from '../../functions/core/jobs/sessions.ts';
import type { Models } from '../../functions/core/ports.ts';
import { styleKind } from '../../functions/core/style/kind.ts';
import { resultSize, type StyleObjective } from '../../functions/core/style/objective.ts';
import { createMemoryJobStore } from '../../functions/platform/jobs-memory.ts';

/** Milliseconds that the fake clock moves in an evaluation of `MACS_A_PIXEL` each. */
const MS_AN_EVALUATION = 10;
const MACS_A_PIXEL = 1_000;

export function picture(width: number, height: number, seed = 1): Picture {
  const data = Uint8Array.from({ length: 4 * width * height }, (_, i) =>
    i % 4 === 3 ? 255 : Math.round(127 + 120 * Math.sin(i * 0.7 * seed)),
  );
  return { width, height, data };
}

export async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export async function sha256Of(floats: Float32Array): Promise<string> {
  return sha256(new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength));
}

/** An objective whose valley is 100 times as steep across as along; `alpha` and `beta` weigh its two halves. */
function valley(
  size: { readonly width: number; readonly height: number },
  weights: { readonly alpha: number; readonly beta: number },
  evaluated: () => void = () => {},
): StyleObjective {
  return {
    size,
    macs: MACS_A_PIXEL * size.width * size.height,
    weights: { content: { one: weights.alpha }, style: { two: weights.beta }, tv: 0, range: 0 },
    async evaluate(x) {
      let [one, two] = [0, 0];
      const gradient = x.map((value, i) => {
        const difference = value - 0.5 - 0.4 * Math.sin(i);
        const steep = 1 + (99 * (i % 7)) / 6;
        if (i % 2 === 0) one += (steep * difference ** 2) / x.length;
        else two += (steep * (difference ** 2 + difference ** 4)) / x.length;
        const slope = i % 2 === 0 ? 2 * difference : 2 * difference + 4 * difference ** 3;
        return ((i % 2 === 0 ? weights.alpha : weights.beta) * steep * slope) / x.length;
      });
      evaluated();
      const total = weights.alpha * one + weights.beta * two;
      return { losses: { total, content: { one }, style: { two }, tv: 0, range: 0 }, gradient };
    },
    async release() {},
  };
}

async function none(): Promise<never> {
  throw new Error('There is no network here.');
}

export type FakeStyles = {
  readonly jobs: Jobs;
  readonly tools: JobTools & { readonly kinds: Kinds };
  readonly opened: string[];
  /** Calls of `evaluate`. */
  evaluations(): number;
};

export const LIMITS: JobLimits = {
  maxFloats: 3 * 4_096,
  maxEvaluations: 1_000,
  maxBudgetMs: 100_000,
  maxStateBytes: 2 ** 24,
  maxMemoryBytes: 2 ** 30,
};

/** `moves`: whether the clock moves while an evaluation runs, as a deployed Worker's does not. */
export function fakeStyles(
  change: Partial<JobTools> & { readonly moves?: boolean; readonly onEvaluation?: () => void } = {},
): FakeStyles {
  const { moves = true, onEvaluation, ...others } = change;
  let [time, evaluations] = [0, 0];
  const opened: string[] = [];
  const models: Models = { manifest: { version: 1, models: [] }, read: none };
  const engine: JobEngine = {
    name: 'fake 1',
    runtime: { engine: 'fake 1', open: none },
    models,
    networks: networksOf(models),
    extractor: none,
  };
  const style: Kinds['style'] = {
    ...styleKind,
    network: (_, { extractor }) => ({ id: extractor, sha256: `sha256 of ${extractor}` }),
    measure: async (_, __, inputs, side) => {
      const size = resultSize(inputs, side);
      const pixels = size.width * size.height;
      return { size, floats: 3 * pixels, macs: MACS_A_PIXEL * pixels, weights: 1_000, live: 100 * pixels };
    },
    async open(_, options, inputs, side) {
      opened.push(`${side}`);
      return valley(resultSize(inputs, side), options, () => {
        evaluations++;
        if (moves) time += MS_AN_EVALUATION;
        onEvaluation?.();
      });
    },
  };
  const tools = {
    store: createMemoryJobStore(),
    engine,
    kinds: { ...KINDS, style },
    sessions: createSessions(1, 'wait'),
    meter: createCostMeter(1),
    limits: LIMITS,
    sha256,
    now: () => Date.UTC(2026, 0, 1),
    clock: () => time,
    holder: 'this process',
    ...others,
  };
  return { jobs: createJobs(tools), tools, opened, evaluations: () => evaluations };
}

export const OPTIMISERS = [
  { kind: 'gradient-descent' },
  { kind: 'adam' },
  { kind: 'l-bfgs', history: 5 },
] as const;

/** Two levels, the second begun in the middle of what the tests run. */
export function style(optimiser: (typeof OPTIMISERS)[number] = OPTIMISERS[2], iterations = 7) {
  return {
    kind: 'style' as const,
    request: {
      optimiser,
      levels: [
        { size: 32, iterations },
        { size: 48, iterations },
      ],
      alpha: 1,
      beta: 2,
      seed: 7,
    },
    inputs: { content: picture(60, 40), styles: [{ picture: picture(50, 50, 2), weight: 1 }] },
    auto: false,
  };
}
