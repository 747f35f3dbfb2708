// Volumes as a kind of job: what is optimised are voxels, [depth, height, width], in standard deviations from the mean.
import { Fault } from '../fault.ts';
import type { Kind } from '../jobs/kind.ts';
import type { Extent } from '../jobs/objective.ts';
import { pictureMedia } from '../jobs/picture-result.ts';
import { withNoise } from '../random.ts';
import { measureSignal, openSignalObjective } from '../style/signal-objective.ts';
import { checkSignal } from '../style/signal-options.ts';
import { float32 } from '../tensor.ts';
import { appendVolumeFeatures, FEATURES_VERSION } from './features.ts';
import { fittedVolumes, packVolumes, unpackVolumes, type VolumeInputs } from './inputs.ts';
import { writeNifti } from './nifti.ts';
import { type VolumeOptions, type VolumeRequest, volumeOptions } from './options.ts';
import { slicesPicture } from './picture.ts';
import { resampled } from './resample.ts';
import { type Grid, gridFor, momentsOf, type Volume } from './volume.ts';

/**
 * Filters of one channel in three dimensions leave the runtime's matrix products small: 107 to 111 ms for 10^9
 * multiply-accumulates at 32 and 48 voxels a side on Node, where a picture's network takes 24; on wasm 3 to 9 times as long.
 */
const PACE = 4.5;

export const volumeKind: Kind<{
  readonly request: VolumeRequest;
  readonly options: VolumeOptions;
  readonly inputs: VolumeInputs;
  readonly result: Volume;
}> = {
  options: volumeOptions,
  check,
  /** Its filters are made from seeds: there is no file to change. */
  network: () => ({ id: 'random-filters', sha256: '' }),
  identity: (options) => ({ kind: 'volume', features: FEATURES_VERSION, options }),
  fitted: fittedVolumes,
  packInputs: packVolumes,
  unpackInputs: unpackVolumes,

  nothing: { width: 0, height: 0, depth: 0 },
  unit: { size: 'voxels a side', name: 'voxels', floats: 1 },
  snapped: (size) => size,
  step: () => 4,
  size: (_, inputs, side) => gridFor(likeOf(inputs), side),
  floats: ({ width, height, depth }) => width * height * depth,

  async measure(_, options, inputs, side) {
    const size = gridFor(likeOf(inputs), side);
    const styles = inputs.styles.map(({ volume }) => dimsOf(gridFor(volume, side)));
    const withContent = inputs.content !== undefined;
    const measured = measureSignal(appendVolumeFeatures, options, withContent, dimsOf(size), styles);
    return { size, ...measured, work: PACE * measured.macs };
  },
  async open({ runtime }, options, inputs, side) {
    const { content, styles } = inputs;
    const size = gridFor(likeOf(inputs), side);
    const tensor = (volume: Volume) => {
      const grid = gridFor(volume, side);
      return float32(dimsOf(grid), standardised(volume, grid));
    };
    const objective = await openSignalObjective(
      runtime,
      appendVolumeFeatures,
      options,
      size,
      dimsOf(size),
      content && tensor(content),
      styles.map(({ volume, weight }) => ({ signal: tensor(volume), weight })),
    );
    return { ...objective, work: PACE * objective.macs };
  },

  start({ initial, noise, seed }, { content }, size) {
    const grid = gridOf(size);
    const start =
      initial === 'content' && content
        ? standardised(content, grid)
        : new Float32Array(grid.width * grid.height * grid.depth);
    return noise === 0 ? start : withNoise(start, noise, seed);
  },
  enlarged: (x, from, to) => resampled(x, gridOf(from), gridOf(to)),

  /** As bright and as varied as the volume that it is like, and where that lies. */
  async result(x, size, _, inputs) {
    const { header, voxels } = likeOf(await inputs());
    const { mean, deviation } = momentsOf(voxels);
    return { ...gridOf(size), voxels: x.map((value) => mean + deviation * value), header };
  },
  picture: slicesPicture,
  media: [
    { type: 'application/x-nifti', encode: async (volume) => writeNifti(volume) },
    ...pictureMedia(slicesPicture),
  ],
};

function check(options: VolumeOptions, { content, styles }: VolumeInputs): void {
  checkSignal(options, content !== undefined, styles);
  for (const [name, volume] of [
    ['content', content] as const,
    ...styles.map(({ volume }) => ['style', volume] as const),
  ])
    if (volume && momentsOf(volume.voxels).deviation === 0)
      throw new Fault('request_invalid', `All voxels of the ${name} are ${volume.voxels[0]}.`, {
        option: name,
        value: volume.voxels[0],
      });
}

/** The content; of a texture the first style. */
function likeOf({ content, styles }: VolumeInputs): Volume {
  const like = content ?? styles[0]?.volume;
  if (!like) throw new Fault('request_invalid', 'There is no style.', { styles: 0 });
  return like;
}

/** Of mean 0 and deviation 1, so that the scale of a scanner does not count. */
function standardised(volume: Volume, grid: Grid): Float32Array {
  const { mean, deviation } = momentsOf(volume.voxels);
  return resampled(volume.voxels, volume, grid).map((value) => (value - mean) / deviation);
}

function dimsOf({ width, height, depth }: Extent | Grid) {
  return [1, 1, depth, height, width];
}

function gridOf({ width, height, depth }: Extent): Grid {
  return { width, height, depth };
}
