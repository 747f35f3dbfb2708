// Templates for benchmarks: directions that favour nobody.

const DIMENSIONS = 128;

/** Uniform on the sphere: normal coordinates (Box and Muller), at unit norm. */
export function unitVector(random: () => number): Float32Array {
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const values = Float32Array.from({ length: DIMENSIONS }, normal);
  const norm = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return values.map((value) => value / norm);
}
