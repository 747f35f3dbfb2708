// Templates for tests: a unit vector for every seed.

import { dot } from '../../functions/core/faces/fuse.ts';
import type { GalleryCalibration } from '../../functions/core/faces/gallery-calibration.ts';

export const ENCODER = 'face-128';
export const DIMENSIONS = 128;

/** A unit vector that differs for every seed: xorshift32, uniform in the cube, normalised. */
export function vectorOf(seed: number, dimensions = DIMENSIONS): Float32Array {
  let state = (seed * 2654435761 + 88675123) >>> 0 || 1;
  const values = Float32Array.from({ length: dimensions }, () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 31 - 1;
  });
  const norm = Math.sqrt(dot(values, values));
  return values.map((value) => value / norm);
}

export function faceOf(id: string, seed = 1) {
  return { id, template: vectorOf(seed), quality: 0.5 };
}

/** As if it had been measured at that version. */
export function calibrationOf(version: number, seed = 1): GalleryCalibration {
  const rate = { rate: 0.1, low: 0.05, high: 0.2 };
  return {
    encoder: ENCODER,
    measuredAt: 7,
    version,
    gallery: { subjects: 10, faces: 20 },
    sample: { subjects: 10, faces: 20, seed },
    approximate: false,
    least: { fmr: 0.0667, fpir: 0.3 },
    points: [{ distance: 1.061, fmr: rate, fnmr: rate, fpir: rate, fnir: null }],
  };
}
