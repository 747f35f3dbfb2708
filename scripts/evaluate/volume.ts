// `evaluate volume`: how near a volume comes to the statistics of its style, and what that takes.
import { createJobEngine } from '../../functions/core/jobs/engine.ts';
import { vectorOf } from '../../functions/core/jobs/job.ts';
import type { Losses } from '../../functions/core/jobs/objective.ts';
import { volumeKind } from '../../functions/core/volume/kind.ts';
import { writeNifti } from '../../functions/core/volume/nifti.ts';
import { type VolumeRequest, volumeOptions } from '../../functions/core/volume/options.ts';
import { slicesPicture } from '../../functions/core/volume/picture.ts';
import { EXAMPLE_VOLUMES, exampleVolume } from '../example-volumes.ts';
import { writePicture } from '../picture-files.ts';
import { readVolume } from '../style/volumes.ts';
import { writeWhole } from '../whole-file.ts';
import { gramError } from './gram-error.ts';
import type { Result } from './result.ts';
import { timedLevels } from './run-levels.ts';
import { openStyleTools, whereAndWhen } from './style.ts';

export type VolumeFiles = {
  /** Without one the result is a texture. Each a NIfTI file, or the name of a volume made by code. */
  readonly content?: string;
  readonly style: string;
  /** .nii, or a picture of its slices. */
  readonly out?: string;
};

export async function evaluateVolume(
  { content, style, out }: VolumeFiles,
  request: VolumeRequest,
): Promise<Result> {
  const { images, models, runtime } = await openStyleTools();
  const options = volumeOptions(request);
  const { size: side } = options.levels[options.levels.length - 1];
  const named = async (name: string) =>
    isExample(name) ? exampleVolume(name, side) : readVolume(images, name);
  const inputs = {
    content: content === undefined ? undefined : await named(content),
    styles: [{ volume: await named(style), weight: 1 }],
  };
  const engine = createJobEngine({ models, runtime });
  const open = (size: number) => volumeKind.open(engine, options, inputs, size);
  const run = await timedLevels('Volume', volumeKind, engine.name, options, inputs, open);
  const x = vectorOf(run.state);
  const { losses: final } = await run.objective.evaluate(x, 0);
  const { losses: first } = await run.objective.evaluate(
    volumeKind.start(options, inputs, run.state.size),
    0,
  );
  await run.objective.release();
  const volume = await volumeKind.result(x, run.state.size, options, async () => inputs);
  if (out?.endsWith('.nii')) writeWhole(out, writeNifti(volume));
  else if (out !== undefined) await writePicture(images, out, slicesPicture(volume));
  return {
    values: {
      size: `${volume.width} x ${volume.height} x ${volume.depth}`,
      gram_error: gramError(final),
      gram_error_of_its_start: gramError(final) / gramError(first),
      content_error: content === undefined ? null : sum(final.content),
      iterations: options.levels.reduce((all, { iterations }) => all + iterations, 0),
      evaluations: run.state.evaluations,
      seconds: run.seconds,
      cpu_seconds: run.cpuSeconds,
      ...whereAndWhen(runtime),
    },
    chart: null,
  };
}

function isExample(name: string): name is (typeof EXAMPLE_VOLUMES)[number] {
  return (EXAMPLE_VOLUMES as readonly string[]).includes(name);
}

function sum(costs: Losses[string] | undefined): number {
  return Object.values(costs ?? {}).reduce((total: number, cost) => total + Number(cost), 0);
}
