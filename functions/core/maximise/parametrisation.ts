// How the numbers that are optimised become a picture: pixels, or cosines in colours that vary independently.
//
//   picture = sigmoid(colours * rows * (weights . x) * columns^T)      x [3, H, W], rows [h, H], columns [w, W]
//
// `rows` and `columns` say where the picture is looked at, so a shifted one costs nothing more, and a network of a
// fixed size gets that size. A cosine goes on beyond the picture's edge as its mirror image, and so do pixels here.
import type { GraphBuilder, Value } from '../graph/graph.ts';
import type { Size } from '../style/resample.ts';
import { float32 } from '../tensor.ts';
import type { Parametrisation } from './options.ts';

type Rule = {
  /** What x is multiplied by, [height, width]. */
  weights(size: Size): Float32Array;
  /** Value of number `index` of `count` at position `at`, in pixels; 0 is the middle of the first one. */
  basis(index: number, at: number, count: number): number;
  /** RGB of each of the three, row-major: a row a colour of the picture. */
  readonly colours: readonly number[];
};

/**
 * The square root of the covariance of the colours of ImageNet's photographs, scaled so that the longest column is 1:
 * Lucid, `color.py` (Apache 2.0).
 */
const PHOTOGRAPHS = [0.26, 0.09, 0.02, 0.27, 0, -0.05, 0.27, -0.09, 0.03].map(
  (value) => value / Math.hypot(0.26, 0.27, 0.27),
);

const RULES: Readonly<Record<Parametrisation, Rule>> = {
  pixel: {
    weights: ({ width, height }) => new Float32Array(width * height).fill(1),
    basis: (index, at, count) => Math.max(0, 1 - Math.abs(mirrored(at, count) - index)),
    colours: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  },
  decorrelated: {
    /** As photographs have it: amplitude falls with frequency. The mean square is 1. */
    weights({ width, height }) {
      const least = 1 / (2 * Math.max(width, height));
      const falling = Float64Array.from({ length: width * height }, (_, i) => {
        const [u, v] = [(i % width) / (2 * width), Math.floor(i / width) / (2 * height)]; // cycles a pixel
        return 1 / Math.max(Math.hypot(u, v), least);
      });
      const rms = Math.sqrt(falling.reduce((sum, value) => sum + value ** 2, 0) / falling.length);
      return Float32Array.from(falling, (value) => value / rms);
    },
    /** DCT-II, orthonormal. */
    basis: (index, at, count) =>
      Math.sqrt((index === 0 ? 1 : 2) / count) * Math.cos((Math.PI * (at + 0.5) * index) / count),
    colours: PHOTOGRAPHS,
  },
};

/**
 * `to` positions over `count` numbers, shifted by so many pixels of theirs: [to, count]. What is finer than the
 * positions can show is left out.
 */
export function basisOf(kind: Parametrisation, count: number, to: number, shift: number): Float32Array {
  const { basis } = RULES[kind];
  const shown = kind === 'decorrelated' ? Math.min(count, to) : count;
  const out = new Float32Array(to * count);
  for (let row = 0; row < to; row++) {
    const at = ((row + 0.5) * count) / to - 0.5 + shift;
    for (let index = 0; index < shown; index++) out[row * count + index] = basis(index, at, count);
  }
  return out;
}

/** The picture [1, 3, h, w], 0..1, of x [1, 3, H, W]. */
export function appendPicture(
  builder: GraphBuilder,
  kind: Parametrisation,
  x: Value,
  rows: Value,
  columns: Value,
): Value {
  const [, , height, width] = x.dims;
  const { weights, colours } = RULES[kind];
  const factors = float32([1, 1, height, width], weights({ width, height }));
  const weighted = builder.op('Mul', [x, builder.constant(factors)]);
  const looked = builder.op('MatMul', [
    builder.op('MatMul', [rows, weighted]),
    builder.op('Transpose', [columns]),
  ]);
  const coloured = builder.op('Conv', [
    looked,
    builder.constant(float32([3, 3, 1, 1], Float32Array.from(colours))),
  ]);
  return builder.op('Sigmoid', [coloured]);
}

/** The same in plain numbers, at its own size: planes [3, height, width], 0..1. */
export function planesOf(kind: Parametrisation, x: Float32Array, size: Size): Float32Array {
  const values = mixed(RULES[kind].colours, spread(kind, x, size, size));
  return values.map((value) => 1 / (1 + Math.exp(-value)));
}

/** What planesOf makes these planes of; black and white, which no number stands for, are a quarter of a shade away. */
export function numbersOf(kind: Parametrisation, planes: Float32Array, size: Size): Float32Array {
  const logits = planes.map((value) => {
    const inside = Math.min(1 - EDGE, Math.max(EDGE, value));
    return Math.log(inside / (1 - inside));
  });
  return gathered(kind, mixed(inverse(RULES[kind].colours), logits), size);
}

const EDGE = 0.25 / 255;

/** Numbers that make the same picture at another size. */
export function resized(kind: Parametrisation, x: Float32Array, from: Size, to: Size): Float32Array {
  return gathered(kind, spread(kind, x, from, to), to);
}

/** Three planes at `to`, before colours are mixed. */
function spread(kind: Parametrisation, x: Float32Array, from: Size, to: Size): Float32Array {
  const weights = RULES[kind].weights(from);
  const weighted = x.map((value, i) => value * weights[i % weights.length]);
  const rows = basisOf(kind, from.height, to.height, 0);
  const columns = basisOf(kind, from.width, to.width, 0);
  return transformed(weighted, from, rows, columns, to);
}

/** The way back at one size: a basis is orthonormal there, so its inverse is its transpose. */
function gathered(kind: Parametrisation, planes: Float32Array, size: Size): Float32Array {
  const weights = RULES[kind].weights(size);
  const rows = transposed(basisOf(kind, size.height, size.height, 0), size.height);
  const columns = transposed(basisOf(kind, size.width, size.width, 0), size.width);
  return transformed(planes, size, rows, columns, size).map(
    (value, i) => value / weights[i % weights.length],
  );
}

/** rows [h, H] * plane [H, W] * columns^T, columns [w, W], for each of the three. */
function transformed(
  planes: Float32Array,
  from: Size,
  rows: Float32Array,
  columns: Float32Array,
  to: Size,
): Float32Array {
  const [plane, out] = [from.width * from.height, to.width * to.height];
  const result = new Float32Array(3 * out);
  const row = new Float64Array(from.width);
  for (let channel = 0; channel < 3; channel++)
    for (let y = 0; y < to.height; y++) {
      row.fill(0);
      for (let k = 0; k < from.height; k++) {
        const factor = rows[y * from.height + k];
        const start = channel * plane + k * from.width;
        if (factor !== 0) for (let x = 0; x < from.width; x++) row[x] += factor * planes[start + x];
      }
      for (let x = 0; x < to.width; x++) {
        let sum = 0;
        for (let k = 0; k < from.width; k++) sum += row[k] * columns[x * from.width + k];
        result[channel * out + y * to.width + x] = sum;
      }
    }
  return result;
}

function transposed(square: Float32Array, side: number): Float32Array {
  return square.map((_, i) => square[(i % side) * side + Math.floor(i / side)]);
}

/** Each pixel's three values times a 3 x 3 matrix. */
function mixed(matrix: readonly number[], planes: Float32Array): Float32Array {
  const plane = planes.length / 3;
  return planes.map((_, i) => {
    const [channel, at] = [Math.floor(i / plane), i % plane];
    return [0, 1, 2].reduce((sum, from) => sum + matrix[3 * channel + from] * planes[from * plane + at], 0);
  });
}

/** Of a 3 x 3 matrix, by cofactors. */
function inverse(m: readonly number[]): number[] {
  const minor = (r: number, c: number) => {
    const at = (i: number, j: number) => m[3 * ((r + i) % 3) + ((c + j) % 3)];
    return at(1, 1) * at(2, 2) - at(1, 2) * at(2, 1); // cyclic, so the sign is in it
  };
  const determinant = m[0] * minor(0, 0) + m[1] * minor(0, 1) + m[2] * minor(0, 2);
  return m.map((_, i) => minor(i % 3, Math.floor(i / 3)) / determinant);
}

/** Position `at` in a row of `count` that goes on beyond its ends as its mirror image. */
function mirrored(at: number, count: number): number {
  const period = 2 * count;
  const within = (((at + 0.5) % period) + period) % period; // from the first edge
  return Math.min(count - 1, Math.max(0, (within < count ? within : period - within) - 0.5));
}
