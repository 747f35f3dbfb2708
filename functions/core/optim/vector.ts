// Passes over float32 vectors, summed in double precision in one fixed order, so the same bytes give the same bits.

/** a . b; not finite when an element of either is not, unless both overflow double precision, which floats cannot. */
export function dot(a: Float32Array, b: Float32Array): number {
  const n = a.length;
  const whole = n - (n % 4);
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let i = 0; i < whole; i += 4) {
    s0 += a[i] * b[i];
    s1 += a[i + 1] * b[i + 1];
    s2 += a[i + 2] * b[i + 2];
    s3 += a[i + 3] * b[i + 3];
  }
  for (let i = whole; i < n; i++) s0 += a[i] * b[i];
  return s0 + s1 + (s2 + s3);
}

/** Sum of the absolute values. */
export function sumOfMagnitudes(a: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i]);
  return sum;
}

/** Largest absolute value. */
export function largestMagnitude(a: Float32Array): number {
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]));
  return largest;
}

/** x + step * direction, written into `to`. */
export function moved(
  x: Float32Array,
  step: number,
  direction: Float32Array,
  to: Float32Array = new Float32Array(x.length),
): Float32Array {
  for (let i = 0; i < to.length; i++) to[i] = x[i] + step * direction[i];
  return to;
}

/** v . g of each vector v, four vectors and two places at a time, so that eight sums hide the time of adding. */
export function dots(vectors: readonly Float32Array[], g: Float32Array): Float64Array {
  const all = new Float64Array(vectors.length);
  for (let k = 0; k < vectors.length; k += 4) {
    const [a, b = a, c = a, d = a] = vectors.slice(k, k + 4);
    const sums = dotsOfFour(a, b, c, d, g);
    all.set(sums.slice(0, vectors.length - k), k);
  }
  return all;
}

type V = Float32Array;

function dotsOfFour(a: V, b: V, c: V, d: V, g: V): readonly number[] {
  const even = g.length - (g.length % 2);
  let a0 = 0;
  let b0 = 0;
  let c0 = 0;
  let d0 = 0;
  let a1 = 0;
  let b1 = 0;
  let c1 = 0;
  let d1 = 0;
  for (let i = 0; i < even; i += 2) {
    const g0 = g[i];
    const g1 = g[i + 1];
    a0 += a[i] * g0;
    b0 += b[i] * g0;
    c0 += c[i] * g0;
    d0 += d[i] * g0;
    a1 += a[i + 1] * g1;
    b1 += b[i + 1] * g1;
    c1 += c[i + 1] * g1;
    d1 += d[i + 1] * g1;
  }
  if (even < g.length) {
    const last = g[even];
    a0 += a[even] * last;
    b0 += b[even] * last;
    c0 += c[even] * last;
    d0 += d[even] * last;
  }
  return [a0 + a1, b0 + b1, c0 + c1, d0 + d1];
}

/** Elements that stay in the first cache while the vectors pass. */
const BLOCK = 2048;

/** Writes the sum of factor * vector, which is rounded to float32 once, into `to`. */
export function combine(
  to: Float32Array,
  vectors: readonly Float32Array[],
  factors: readonly number[],
): void {
  const sum = new Float64Array(BLOCK);
  const starts = Array.from({ length: Math.ceil(vectors.length / 8) }, (_, k) => 8 * k);
  const eights = starts.map((k) => ({ of: vectors.slice(k, k + 8), by: factors.slice(k, k + 8) }));
  for (let start = 0; start < to.length; start += BLOCK) {
    const length = Math.min(BLOCK, to.length - start);
    sum.fill(0);
    for (const { of, by } of eights) addEight(sum, length, start, of, by);
    for (let i = 0; i < length; i++) to[start + i] = sum[i];
  }
}

/** At most eight: fewer passes over `sum` than with four at a time cost a fifth less. */
function addEight(sum: Float64Array, length: number, start: number, of: readonly V[], by: readonly number[]) {
  const [a, b = a, c = a, d = a, e = a, f = a, g = a, h = a] = of;
  const [fa, fb = 0, fc = 0, fd = 0, fe = 0, ff = 0, fg = 0, fh = 0] = by;
  for (let i = 0, at = start; i < length; i++, at++) {
    const first = fa * a[at] + fb * b[at] + (fc * c[at] + fd * d[at]);
    sum[i] += first + (fe * e[at] + ff * f[at] + (fg * g[at] + fh * h[at]));
  }
}
