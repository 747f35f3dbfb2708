// A job's volumes as one value that never changes: no larger than the job can see.
import { packFloats, unpackFloats } from '../jobs/packed-floats.ts';
import type { VolumeOptions } from './options.ts';
import { resampled } from './resample.ts';
import { type Grid, gridFor, type Volume } from './volume.ts';

export type VolumeInputs = {
  /** Without one there is no content cost: a texture of the style. */
  readonly content?: Volume;
  readonly styles: readonly { readonly volume: Volume; readonly weight: number }[];
};

const VERSION = 1;

type Shape = Grid & { readonly header: readonly number[] };
type Head = {
  readonly version: number;
  readonly content: Shape | null;
  readonly styles: readonly (Shape & { readonly weight: number })[];
};

/** Twice the result's longest side, as pictures are kept: resampled again it shows what the original would. */
const OVERSAMPLING = 2;

export function fittedVolumes(
  { content, styles }: VolumeInputs,
  { levels }: Pick<VolumeOptions, 'levels'>,
): VolumeInputs {
  const most = OVERSAMPLING * Math.max(...levels.map(({ size }) => size));
  const fitted = (volume: Volume): Volume => {
    if (Math.max(volume.width, volume.height, volume.depth) <= most) return volume;
    const grid = gridFor(volume, most);
    return { ...grid, voxels: resampled(volume.voxels, volume, grid), header: volume.header };
  };
  return {
    content: content && fitted(content),
    styles: styles.map(({ volume, weight }) => ({ volume: fitted(volume), weight })),
  };
}

export function packVolumes({ content, styles }: VolumeInputs): Uint8Array<ArrayBuffer> {
  const head: Head = {
    version: VERSION,
    content: content ? shapeOf(content) : null,
    styles: styles.map(({ volume, weight }) => ({ ...shapeOf(volume), weight })),
  };
  return packFloats(head, [
    ...(content ? [content.voxels] : []),
    ...styles.map(({ volume }) => volume.voxels),
  ]);
}

/** @throws Fault state_invalid for another version or size. */
export function unpackVolumes(bytes: Uint8Array): VolumeInputs {
  return unpackFloats(bytes, VERSION, ({ content, styles }: Head, take) => {
    const volume = ({ width, height, depth, header }: Shape): Volume => {
      const voxels = take(width * height * depth);
      return { width, height, depth, voxels, header: Uint8Array.from(header) };
    };
    return {
      content: content ? volume(content) : undefined,
      styles: styles.map(({ weight, ...shape }) => ({ volume: volume(shape), weight })),
    };
  });
}

function shapeOf({ width, height, depth, header }: Volume): Shape {
  return { width, height, depth, header: [...header] };
}
