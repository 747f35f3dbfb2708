// What a style transfer is going to take and what it took, in words.
import type { Estimate } from '../../functions/core/jobs/estimate.ts';
import type { Job } from '../../functions/core/jobs/job.ts';
import type { Extent } from '../../functions/core/jobs/objective.ts';

/** One line a level and one for all. */
export function estimateWords({ levels, evaluations, ms, memoryBytes }: Estimate): string {
  const lines = levels.map(
    ({ size, iterations, msPerEvaluation }) =>
      `  ${sizeWords(size)}, ${iterations} iterations of about ${Math.round(msPerEvaluation)} ms`,
  );
  const all = `about ${evaluations} evaluations, ${timeWords(ms)} of one core, ${Math.ceil(memoryBytes / 2 ** 20)} MiB of memory`;
  return [...lines, `  ${all}`].join('\n');
}

export function resultWords({ progress }: Job): string {
  const { size, iteration, evaluations } = progress;
  return `${sizeWords(size)}, ${iteration} iterations, ${evaluations} evaluations, ${lossWords(progress.losses)}`;
}

export function lossWords(losses: { readonly total: number } | null): string {
  return `loss ${losses ? Number(losses.total.toPrecision(5)) : '-'}`;
}

/** Of this command alone, also when it went on from another. */
export function cpuWords({ all, networks }: { readonly all: number; readonly networks: number }): string {
  return `${all.toFixed(1)} s of CPU, ${networks.toFixed(1)} s of them in the network and its gradient`;
}

function sizeWords(size: Extent): string {
  if ('rate' in size) return `${Number((size.samples / size.rate).toFixed(2))} s at ${size.rate} Hz`;
  if ('depth' in size) return `${size.width} x ${size.height} x ${size.depth} voxels`;
  const frames = 'frames' in size ? `${size.frames} frames of ` : '';
  return `${frames}${size.width} x ${size.height}`;
}

function timeWords(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
