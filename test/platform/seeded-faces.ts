// Templates for tests: a unit vector for every seed.
import { dot } from '../../functions/core/faces/fuse.ts';

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
