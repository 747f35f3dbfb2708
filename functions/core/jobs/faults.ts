// What a job refuses, worded once for every platform.
import { Fault } from '../fault.ts';
import type { JobRecord } from './job.ts';
import type { Network } from './kind.ts';
import type { JobKey } from './store.ts';

export function styleNotFound({ job }: JobKey): Fault {
  return new Fault('style_not_found', `There is no style ${JSON.stringify(job)}.`, { style: job });
}

export function styleAhead({ job }: JobKey, from: number, iteration: number): Fault {
  const message = `Style ${JSON.stringify(job)} has completed ${iteration} iterations; steps from ${from} are ahead of it.`;
  return new Fault('style_ahead', message, { style: job, from, iteration });
}

export function styleEnded({ job }: JobKey, status: string, failure: { message: string } | null): Fault {
  const why = failure ? `: ${failure.message}` : '.';
  const message = `Style ${JSON.stringify(job)} is ${status} and takes no more steps${why} A fork goes on from its result.`;
  return new Fault('style_ended', message, { style: job, status });
}

export function networkChanged(
  { job }: JobKey,
  { extractorSha256 }: Pick<JobRecord, 'extractorSha256'>,
  { id, sha256 }: Network,
): Fault {
  const message = `Style ${JSON.stringify(job)} began with ${id} of sha256 ${extractorSha256}, which is ${sha256} now: its state goes on with no other network.`;
  return new Fault('state_invalid', message, {
    style: job,
    extractor: id,
    sha256,
    expected: extractorSha256,
  });
}

export function styleBusy(why: string): Fault {
  return new Fault('style_busy', why, {});
}
