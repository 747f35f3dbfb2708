// Pictures and masks at another size, as float planes: separable kernels, widened when shrinking so that nothing aliases.
import type { Picture } from '../image.ts';

export type Size = { readonly width: number; readonly height: number };

/** Row-major samples that a resampling reads a row at a time, so that a large picture is never held as floats. */
export type Source = Size & {
  readonly channels: number;
  /** Writes `width` values of row y of a channel. */
  readonly row: (channel: number, y: number, into: Float32Array) => void;
};

/** Where an axis of the result lies on the source's: position (i + 0.5) * scale + offset, in source pixels. */
type Axis = { readonly scale: number; readonly offset: number };

type Kernel = { readonly radius: number; readonly weight: (distance: number) => number };

const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/** Keys 1981: of all a the one that keeps straight ramps straight. */
const A = -0.5;

export const KERNELS = {
  /** Lanczos with three lobes: for pictures, since style lives in the fine detail that others blur. */
  lanczos: { radius: 3, weight: (x) => sinc(x) * sinc(x / 3) },
  bicubic: {
    radius: 2,
    weight: (x) => (x < 1 ? ((A + 2) * x - (A + 3)) * x * x + 1 : ((A * x - 5 * A) * x + 8 * A) * x - 4 * A),
  },
  /** Plain averages of the area, linear in between: for masks, which must not ring. */
  linear: { radius: 1, weight: (x) => 1 - x },
} as const satisfies Readonly<Record<string, Kernel>>;

/** Red, green and blue of a picture as 0..1. */
export function pictureSource({ width, height, data }: Picture): Source {
  return {
    width,
    height,
    channels: 3,
    row(channel, y, into) {
      for (let x = 0, at = y * width * 4 + channel; x < width; x++, at += 4) into[x] = data[at] / 255;
    },
  };
}

/** Planes [channels, height, width]. */
export function planesSource(data: Float32Array, { width, height }: Size): Source {
  return {
    width,
    height,
    channels: data.length / (width * height),
    row(channel, y, into) {
      const start = (channel * height + y) * width;
      into.set(data.subarray(start, start + width));
    },
  };
}

/**
 * The whole source at another size, [channels, height, width], clamped to 0..1. `placed` lays the result elsewhere on
 * the source, axis by axis; what lies beyond the edge is its nearest pixel.
 */
export function resample(
  source: Source,
  to: Size,
  kernel: Kernel,
  placed: { readonly x: Axis; readonly y: Axis } = {
    x: { scale: source.width / to.width, offset: 0 },
    y: { scale: source.height / to.height, offset: 0 },
  },
): Float32Array {
  const { width, height, channels } = source;
  const columns = tapsOf(to.width, width, placed.x, kernel);
  const rows = tapsOf(to.height, height, placed.y, kernel);
  const out = new Float32Array(channels * to.width * to.height);
  const line = new Float32Array(width);
  const narrow = new Float32Array(height * to.width);
  for (let channel = 0; channel < channels; channel++) {
    for (let y = 0; y < height; y++) {
      source.row(channel, y, line);
      for (let x = 0; x < to.width; x++) {
        const { indices, weights } = columns[x];
        let sum = 0;
        for (let tap = 0; tap < weights.length; tap++) sum += weights[tap] * line[indices[tap]];
        narrow[y * to.width + x] = sum;
      }
    }
    for (let y = 0; y < to.height; y++) {
      const { indices, weights } = rows[y];
      for (let x = 0; x < to.width; x++) {
        let sum = 0;
        for (let tap = 0; tap < weights.length; tap++)
          sum += weights[tap] * narrow[indices[tap] * to.width + x];
        out[(channel * to.height + y) * to.width + x] = Math.min(1, Math.max(0, sum));
      }
    }
  }
  return out;
}

/** For each of `size` results, the source's indices and their weights, which sum to 1. */
export function tapsOf(size: number, from: number, { scale, offset }: Axis, { radius, weight }: Kernel) {
  const widened = Math.max(1, scale);
  return Array.from({ length: size }, (_, i) => {
    const centre = (i + 0.5) * scale + offset;
    const first = Math.ceil(centre - radius * widened - 0.5);
    const last = Math.floor(centre + radius * widened - 0.5);
    const indices = Int32Array.from({ length: last - first + 1 }, (_, tap) => first + tap);
    const weights = Float64Array.from(indices, (index) =>
      weight(Math.min(radius, Math.abs(index + 0.5 - centre) / widened)),
    );
    const total = weights.reduce((sum, value) => sum + value, 0);
    return {
      indices: indices.map((index) => Math.min(from - 1, Math.max(0, index))),
      weights: weights.map((value) => value / total),
    };
  });
}
