// A style job as its callers see it, and its ledger: every loss as it is, and as it counts in the total.
import { z } from '@hono/zod-openapi';
import type { Estimate } from '../core/jobs/estimate.ts';
import { iterationsOf, type Job, type LedgerEntry } from '../core/jobs/job.ts';
import { KINDS, type KindName } from '../core/jobs/kinds.ts';
import { type Terms as Costs, type Extent, weighted } from '../core/jobs/objective.ts';
import { round, timeAnswer } from './answers.ts';

const Terms = z.record(z.string(), z.union([z.number(), z.record(z.string(), z.number())]));

export const LossAnswer = z
  .object({
    index: z.number().openapi({ description: 'In the ledger; 0 is where the first level begins.' }),
    iteration: z.number(),
    level: z.number(),
    evaluations: z.number(),
    total: z.number(),
    raw: Terms.openapi({
      description: 'As the formula has them: content and style by layer, tv and range of a style.',
    }),
    weighted: Terms.openapi({ description: 'As they count in the total: their sum is the total.' }),
  })
  .openapi('StyleLoss');

export const StyleAnswer = z
  .object({
    id: z.string(),
    kind: z.enum(Object.keys(KINDS) as [KindName]).openapi({ description: 'What is made.' }),
    status: z.enum(['running', 'done', 'cancelled', 'failed']),
    failure: z.object({ code: z.string(), message: z.string() }).nullable(),
    auto: z.boolean(),
    created_at: z.string(),
    iteration: z.number().openapi({ description: 'Completed; the next step is `from` here.' }),
    iterations: z.number().openapi({ description: 'Of all levels, at most.' }),
    level: z
      .number()
      .openapi({ description: 'Index of the level under way; the number of levels at the end.' }),
    size: z.record(z.string(), z.number()).nullable().openapi({
      description: 'Of the result so far: width and height of a picture. Null before there is one.',
    }),
    width: z.number().nullable().openapi({ description: 'As in size; null of what has none.' }),
    height: z.number().nullable(),
    evaluations: z.number(),
    total: z.number().nullable().openapi({ description: 'The loss at the last entry of the ledger.' }),
    losses: z.number().openapi({ description: 'Entries in the ledger.' }),
    engine: z
      .string()
      .nullable()
      .openapi({ description: 'What made the first evaluation: equal engines give equal bytes.' }),
    engine_changed: z.boolean(),
    digest: z.string().openapi({ description: 'SHA-256 of network, options and inputs.' }),
    extractor_sha256: z.string(),
    forked_from: z.object({ style: z.string(), iteration: z.number() }).nullable(),
    options: z.looseObject({}).openapi({ description: 'Complete.' }),
  })
  .openapi('Style');

export const EstimateAnswer = z
  .object({
    levels: z.array(
      z.object({
        size: z
          .record(z.string(), z.number())
          .nullable()
          .openapi({ description: 'Of the result at this level.' }),
        width: z.number().nullable(),
        height: z.number().nullable(),
        iterations: z.number(),
        evaluations: z.number(),
        macs: z.number().openapi({ description: 'Multiply-accumulates of one evaluation.' }),
        ms_per_evaluation: z.number(),
      }),
    ),
    evaluations: z.number(),
    seconds: z.number().openapi({ description: 'Of one core.' }),
    invocations: z.number().openapi({ description: 'Calls of steps, each up to its cap.' }),
    history: z.number().nullable(),
    state_bytes: z.number(),
    memory_bytes: z.number(),
  })
  .openapi('StyleEstimate');

export function styleAnswer(job: Job): z.input<typeof StyleAnswer> {
  const { options, progress, forkedFrom } = job;
  const { level, iteration, engine } = progress;
  const size = Object.values(progress.size).includes(0) ? null : progress.size; // 0 x 0 is none yet
  return {
    id: job.id,
    kind: job.kind,
    status: job.status,
    failure: job.failure,
    auto: job.auto,
    created_at: timeAnswer(job.createdAt),
    iteration,
    iterations: iterationsOf(job),
    level,
    ...sizeAnswer(size),
    evaluations: progress.evaluations,
    total: progress.losses?.total ?? null,
    losses: progress.entries,
    engine: engine || null,
    engine_changed: progress.engineChanged,
    digest: job.digest,
    extractor_sha256: job.extractorSha256,
    forked_from: forkedFrom && { style: forkedFrom.job, iteration: forkedFrom.iteration },
    options: optionsAnswer(options),
  };
}

export function lossAnswer(job: Job, entry: LedgerEntry, index: number): z.input<typeof LossAnswer> {
  const { iteration, level, evaluations, losses } = entry;
  const { total, ...raw } = losses;
  const weights = job.progress.weights[level] ?? {};
  return {
    index,
    iteration,
    level,
    evaluations,
    total,
    raw: costsAnswer(raw as Costs),
    weighted: costsAnswer(weighted(losses, weights)),
  };
}

export function estimateAnswer(estimate: Estimate): z.input<typeof EstimateAnswer> {
  return {
    levels: estimate.levels.map(({ size, iterations, evaluations, macs, msPerEvaluation }) => ({
      ...sizeAnswer(size),
      iterations,
      evaluations,
      macs,
      ms_per_evaluation: round(msPerEvaluation, 2),
    })),
    evaluations: estimate.evaluations,
    seconds: round(estimate.ms / 1000, 2),
    invocations: estimate.invocations,
    history: estimate.history,
    state_bytes: estimate.stateBytes,
    memory_bytes: Math.round(estimate.memoryBytes),
  };
}

function sizeAnswer(size: Extent | null) {
  return { size: size && { ...size }, width: size?.width ?? null, height: size?.height ?? null };
}

/** A copy that may be written to, as zod types its input. */
function costsAnswer(costs: Costs): z.input<typeof Terms> {
  return structuredClone(costs) as z.input<typeof Terms>;
}

/** Names of options in snake_case; names of layers stay as they are. */
function optionsAnswer({ optimiser, ...options }: Job['options']) {
  return { ...snakeCased(options), optimiser: snakeCased(optimiser) };
}

function snakeCased(fields: object) {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}
