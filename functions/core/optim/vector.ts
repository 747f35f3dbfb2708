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

/** x + step * direction, a new vector. */
export function moved(x: Float32Array, step: number, direction: Float32Array): Float32Array {
  const to = new Float32Array(x.length);
  for (let i = 0; i < to.length; i++) to[i] = x[i] + step * direction[i];
  return to;
}

/** v . g and v . h of each vector v; each is read once, four at a time, so that eight sums hide the time of adding. */
export function dots(vectors: readonly Float32Array[], g: Float32Array, h: Float32Array): Dots {
  const all = { g: new Float64Array(vectors.length), h: new Float64Array(vectors.length) };
  for (let k = 0; k < vectors.length; k += 4) {
    const [a, b = a, c = a, d = a] = vectors.slice(k, k + 4);
    const sums = dotsOfFour(a, b, c, d, g, h);
    for (let j = 0; j < 4 && k + j < vectors.length; j++) {
      all.g[k + j] = sums[j];
      all.h[k + j] = sums[4 + j];
    }
  }
  return all;
}

/** By vector. */
export type Dots = { readonly g: Float64Array; readonly h: Float64Array };

type V = Float32Array;

function dotsOfFour(a: V, b: V, c: V, d: V, g: V, h: V): readonly number[] {
  let ag = 0;
  let bg = 0;
  let cg = 0;
  let dg = 0;
  let ah = 0;
  let bh = 0;
  let ch = 0;
  let dh = 0;
  for (let i = 0; i < g.length; i++) {
    const gi = g[i];
    const hi = h[i];
    const ai = a[i];
    const bi = b[i];
    const ci = c[i];
    const di = d[i];
    ag += ai * gi;
    bg += bi * gi;
    cg += ci * gi;
    dg += di * gi;
    ah += ai * hi;
    bh += bi * hi;
    ch += ci * hi;
    dh += di * hi;
  }
  return [ag, bg, cg, dg, ah, bh, ch, dh];
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
