// Templates for benchmarks: directions that favour nobody.
import { gaussian } from '../evaluate/random.ts';

const DIMENSIONS = 128;

/** Uniform on the sphere: normal coordinates at unit norm. */
export function unitVector(random: () => number): Float32Array {
  const values = Float32Array.from({ length: DIMENSIONS }, () => gaussian(random));
  const norm = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return values.map((value) => value / norm);
}
