// Whether a command that names pictures and options means the job it finds.
import { createHash } from 'node:crypto';
import { jobDigest } from '../../functions/core/jobs/digest.ts';
import type { Job } from '../../functions/core/jobs/job.ts';
import { fittedInputs, packInputs } from '../../functions/core/style/inputs.ts';
import { styleKind } from '../../functions/core/style/kind.ts';
import type { StyleInputs } from '../../functions/core/style/pictures.ts';
import { type StyleRequest, styleOptions } from '../../functions/core/style/presets.ts';

/** The same network, options and pictures. @throws Fault request_invalid for options that no job has. */
export async function isJobOf(job: Job, request: StyleRequest, inputs: StyleInputs): Promise<boolean> {
  const asked = styleOptions(request);
  // The history that was not asked for depends on the size; the job has it.
  const same = asked.optimiser.kind === 'l-bfgs' && job.options.optimiser.kind === 'l-bfgs';
  const options = same ? { ...asked, optimiser: job.options.optimiser } : asked;
  const { extractorSha256 } = job;
  const packed = packInputs(fittedInputs(inputs, options));
  const digest = await jobDigest(async (bytes) => createHash('sha256').update(bytes).digest('hex'), {
    identity: styleKind.identity(options, extractorSha256),
    inputs: packed,
  });
  return digest === job.digest;
}
