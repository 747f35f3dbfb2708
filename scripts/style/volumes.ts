// The volumes a command names, and what of its options they take.
import type { Images } from '../../functions/core/ports.ts';
import type { VolumeInputs } from '../../functions/core/volume/inputs.ts';
import { isGzip, isNifti } from '../../functions/core/volume/nifti.ts';
import { VOLUME_DEFAULTS, type VolumeRequest, volumeLevels } from '../../functions/core/volume/options.ts';
import type { Volume } from '../../functions/core/volume/volume.ts';
import { firstBytes } from '../first-bytes.ts';
import { readWith } from '../picture-files.ts';
import type { StyleFlags } from '../style-flags.ts';
import type { PictureFiles } from './pictures.ts';
import { signalRequestOf } from './signals.ts';

/** Whether the file is NIfTI, or gzipped, by its first bytes; one that cannot be read is not. */
export function isVolumeFile(file: string): boolean {
  const head = firstBytes(file, 4);
  return isNifti(head) || isGzip(head);
}

export function volumeRequestOf(flags: StyleFlags): VolumeRequest {
  return signalRequestOf(flags, VOLUME_DEFAULTS.levels, (size) => volumeLevels(size));
}

/** @throws Error and Fault with the file's name. */
export async function readVolumes(images: Images, { content, styles }: PictureFiles): Promise<VolumeInputs> {
  const read: { volume: Volume; weight: number }[] = [];
  for (const { file, weight } of styles) read.push({ volume: await readVolume(images, file), weight });
  return { content: content === undefined ? undefined : await readVolume(images, content), styles: read };
}

export async function readVolume(images: Images, file: string): Promise<Volume> {
  return readWith(file, images.decodeVolume);
}
