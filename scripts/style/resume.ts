// Whether a command that names files and options means the job it finds.
import { createHash } from 'node:crypto';
import { jobDigest } from '../../functions/core/jobs/digest.ts';
import type { Job } from '../../functions/core/jobs/job.ts';
import { type Asked, kindOf } from '../../functions/core/jobs/kinds.ts';

/** The same network, options and inputs. @throws Fault request_invalid for options that no job has. */
export async function isJobOf(job: Job, { kind: name, request, inputs }: Asked): Promise<boolean> {
  if (name !== job.kind) return false;
  const kind = kindOf(name);
  const asked = kind.options(request);
  // The history that was not asked for depends on the size; the job has it.
  const same = asked.optimiser.kind === 'l-bfgs' && job.options.optimiser.kind === 'l-bfgs';
  const options = same ? { ...asked, optimiser: job.options.optimiser } : asked;
  const digest = await jobDigest(async (bytes) => createHash('sha256').update(bytes).digest('hex'), {
    identity: kind.identity(options, job.extractorSha256),
    inputs: kind.packInputs(kind.fitted(inputs, options)),
  });
  return digest === job.digest;
}
