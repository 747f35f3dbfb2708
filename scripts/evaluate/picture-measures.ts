// Two measures of a picture against another one: are its edges where they were, and is it as fine-grained.
import type { Planes } from './calibration-pictures.ts';

/** One value a pixel, row-major. */
export type Plane = { readonly width: number; readonly height: number; readonly data: Float64Array };

/** Of SSIM: Wang, Bovik, Sheikh and Simoncelli 2004. */
const WINDOW = { sigma: 1.5, radius: 5 } as const;
const [K1, K2] = [0.01, 0.03];

/** SSIM of the Sobel edge maps of luminance: 1 where every edge is where it was and as strong. Both of one size. */
export function edgeSsim(a: Planes, b: Planes): number {
  return ssim(edges(luminance(a)), edges(luminance(b)));
}

/** What of the luminance a Gaussian of sigma 1 takes away, as mean square, over the same of `style`. */
export function highFrequencyRatio(picture: Planes, style: Planes): number {
  return highFrequency(luminance(picture)) / highFrequency(luminance(style));
}

/**
 * Mean structural similarity of two planes of values of 0..1: 11 x 11 Gaussian windows of sigma 1.5, those that lie
 * inside (Wang et al. 2004).
 */
export function ssim(a: Plane, b: Plane): number {
  const smooth = (plane: Plane) => inner(blurred(plane, WINDOW), WINDOW.radius);
  const times = (p: Plane, q: Plane) => ({ ...p, data: p.data.map((value, i) => value * q.data[i]) });
  const [ma, mb] = [smooth(a), smooth(b)];
  const [aa, bb, ab] = [smooth(times(a, a)), smooth(times(b, b)), smooth(times(a, b))];
  const [c1, c2] = [K1 ** 2, K2 ** 2];
  let sum = 0;
  for (let i = 0; i < ma.length; i++) {
    const [va, vb] = [aa[i] - ma[i] ** 2, bb[i] - mb[i] ** 2];
    const covariance = ab[i] - ma[i] * mb[i];
    const level = (2 * ma[i] * mb[i] + c1) / (ma[i] ** 2 + mb[i] ** 2 + c1);
    sum += (level * (2 * covariance + c2)) / (va + vb + c2);
  }
  return sum / ma.length;
}

/** Length of the Sobel gradient, [height - 2, width - 2]; a straight step from 0 to 1 gives 1. */
export function edges({ width, height, data }: Plane): Plane {
  const out = { width: width - 2, height: height - 2, data: new Float64Array((width - 2) * (height - 2)) };
  for (let y = 0, i = 0; y < out.height; y++)
    for (let x = 0; x < out.width; x++, i++) {
      const at = (down: number, right: number) => data[(y + down) * width + x + right];
      const right = at(0, 2) + 2 * at(1, 2) + at(2, 2) - at(0, 0) - 2 * at(1, 0) - at(2, 0);
      const down = at(2, 0) + 2 * at(2, 1) + at(2, 2) - at(0, 0) - 2 * at(0, 1) - at(0, 2);
      out.data[i] = Math.hypot(right, down) / 4;
    }
  return out;
}

/** ITU-R BT.601. */
function luminance({ width, height, data }: Planes): Plane {
  const count = width * height;
  const value = (i: number) => 0.299 * data[i] + 0.587 * data[count + i] + 0.114 * data[2 * count + i];
  return { width, height, data: Float64Array.from({ length: count }, (_, i) => value(i)) };
}

function highFrequency(plane: Plane): number {
  const smooth = blurred(plane, { sigma: 1, radius: 4 }).data;
  return plane.data.reduce((sum, value, i) => sum + (value - smooth[i]) ** 2, 0) / smooth.length;
}

/** A Gaussian cut off at `radius`; beyond the edge it is as at the edge. */
function blurred(
  plane: Plane,
  { sigma, radius }: { readonly sigma: number; readonly radius: number },
): Plane {
  const weights = Float64Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-(((i - radius) / sigma) ** 2) / 2),
  );
  const total = weights.reduce((sum, value) => sum + value, 0);
  const { width, height } = plane;
  const along = (data: Float64Array, size: number, at: (line: number, i: number) => number) => {
    const out = new Float64Array(data.length);
    for (let line = 0; line < data.length / size; line++)
      for (let i = 0; i < size; i++) {
        let sum = 0;
        for (let tap = 0; tap < weights.length; tap++) {
          const from = Math.min(size - 1, Math.max(0, i + tap - radius));
          sum += weights[tap] * data[at(line, from)];
        }
        out[at(line, i)] = sum / total;
      }
    return out;
  };
  const across = along(plane.data, width, (row, x) => row * width + x);
  return { width, height, data: along(across, height, (column, y) => y * width + column) };
}

function inner({ width, height, data }: Plane, margin: number): Float64Array {
  const rows = Array.from({ length: height - 2 * margin }, (_, y) => (y + margin) * width + margin);
  return Float64Array.from(
    rows.flatMap((start) => Array.from(data.subarray(start, start + width - 2 * margin))),
  );
}
