// The media by name: what opens each at the size of an input.
import type { Dims } from '../../functions/core/graph/operator.ts';
import type { Medium, MediumName } from './medium.ts';
import { pictureMedium } from './pictures.ts';
import { soundMedium } from './sounds.ts';
import { viewDimsOf } from './view.ts';
import { volumeMedium } from './volumes.ts';

type Open = (view: Dims, rate: number | null) => Medium<unknown>;

const MEDIA: Readonly<Record<MediumName, Open>> = {
  sound: ([, samples], rate) => {
    if (rate === null) throw new Error('Nothing says at which rate the sounds are.');
    return soundMedium(samples, rate);
  },
  picture: (view) => pictureMedium(viewDimsOf([1, ...view])),
  volume: ([, depth, height, width]) => volumeMedium([depth, height, width]),
};

/** `view`: [channels, ...spatial]; `rate` is that of sounds. */
export function openMedium(name: MediumName, view: Dims, rate: number | null): Medium<unknown> {
  return MEDIA[name](view, rate);
}
