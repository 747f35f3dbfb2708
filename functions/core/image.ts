// A picture in memory, and how a network looks at it: any affine window of it, resampled into float planes.

/** RGBA, 8 bits a channel, row-major, top row first; alpha is 255 (pictures are laid over white when decoded). */
export type Picture = {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
};

export type PictureFormat = 'jpeg' | 'png' | 'webp' | 'avif';

/**
 * An affine map from a window's pixels to the picture's: x' = a x + b y + c, y' = d x + e y + f.
 * Coordinates are continuous; the centre of the first pixel is (0.5, 0.5).
 */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** A picture with its halved copies, each made when first needed. Resampling reads the copy that fits the scale. */
export type Pyramid = { readonly picture: Picture; readonly levels: Picture[] };

/** What lies beyond the picture's edge: its nearest pixel, or one grey value 0..255. */
export type Border = 'replicate' | number;

/** How a channel becomes a number: (value - mean) / scale. */
export type Scaling = { readonly mean: readonly [number, number, number]; readonly scale: number };

const pyramids = new WeakMap<Picture, Pyramid>();

/** The picture's pyramid, which lives as long as the picture: its halved copies are made once. */
export function pyramidOf(picture: Picture): Pyramid {
  const pyramid = pyramids.get(picture) ?? { picture, levels: [picture] };
  pyramids.set(picture, pyramid);
  return pyramid;
}

/** The map that does `first`, then `second`. */
export function compose(second: Affine, first: Affine): Affine {
  const [a, b, c, d, e, f] = first;
  const [g, h, i, j, k, l] = second;
  return [g * a + h * d, g * b + h * e, g * c + h * f + i, j * a + k * d, j * b + k * e, j * c + k * f + l];
}

export function mapPoint([a, b, c, d, e, f]: Affine, x: number, y: number): { x: number; y: number } {
  return { x: a * x + b * y + c, y: d * x + e * y + f };
}

/**
 * Bilinear resampling of the window into planes [3, height, width], from the copy of the picture whose pixels are
 * at most twice as fine as the window's (a mipmap, Williams 1983), so that shrinking does not alias. All of `out` is
 * written.
 */
export function samplePlanes(
  pyramid: Pyramid,
  toPicture: Affine,
  width: number,
  height: number,
  options: { readonly order: 'rgb' | 'bgr'; readonly scaling: Scaling; readonly border: Border },
  out: Float32Array = new Float32Array(3 * width * height),
): Float32Array {
  const { order, scaling, border } = options;
  const { source, map } = sourceFor(pyramid, toPicture);
  const [a, b, c, d, e, f] = map;
  const { width: w, height: h, data } = source;
  const fill = border === 'replicate' ? -1 : border;
  // Where red, green and blue go, and with which mean; a bgr net has its means in that order too.
  const plane = width * height;
  const [red, blue] = order === 'rgb' ? [0, 2 * plane] : [2 * plane, 0];
  const [first, mg, third] = scaling.mean;
  const [mr, mb] = order === 'rgb' ? [first, third] : [third, first];
  const k = 1 / scaling.scale;
  if (b === 0 && d === 0) {
    const target = { out, red, green: plane, blue, width, height };
    sampleUpright(source, { a, c, e, f }, { mr, mg, mb, k }, fill, target);
    return out;
  }
  // No closure and no array in these loops: they take a fifth of what the nets do.
  for (let y = 0, i = 0; y < height; y++) {
    let u = a * 0.5 + b * (y + 0.5) + c;
    let v = d * 0.5 + e * (y + 0.5) + f;
    for (let x = 0; x < width; x++, i++, u += a, v += d) {
      if (fill >= 0 && (u < -0.5 || v < -0.5 || u > w - 0.5 || v > h - 0.5)) {
        out[red + i] = (fill - mr) * k;
        out[plane + i] = (fill - mg) * k;
        out[blue + i] = (fill - mb) * k;
        continue;
      }
      const cu = u < 0 ? 0 : Math.min(u, w - 1);
      const cv = v < 0 ? 0 : Math.min(v, h - 1);
      const x0 = cu | 0;
      const y0 = cv | 0;
      const p = (y0 * w + x0) << 2;
      const q = x0 + 1 < w ? p + 4 : p;
      const down = y0 + 1 < h ? w << 2 : 0;
      const r = p + down;
      const s = q + down;
      const w11 = (cu - x0) * (cv - y0);
      const w10 = cu - x0 - w11;
      const w01 = cv - y0 - w11;
      const w00 = 1 - w10 - w01 - w11;
      out[red + i] = (w00 * data[p] + w10 * data[q] + w01 * data[r] + w11 * data[s] - mr) * k;
      out[plane + i] =
        (w00 * data[p + 1] + w10 * data[q + 1] + w01 * data[r + 1] + w11 * data[s + 1] - mg) * k;
      out[blue + i] =
        (w00 * data[p + 2] + w10 * data[q + 2] + w01 * data[r + 2] + w11 * data[s + 2] - mb) * k;
    }
  }
  return out;
}

/**
 * samplePlanes for a window that is not turned: each row is blended once from two of the picture's rows, then its
 * columns from that; half the time of the general loop.
 */
function sampleUpright(
  { width: w, height: h, data }: Picture,
  { a, c, e, f }: { readonly a: number; readonly c: number; readonly e: number; readonly f: number },
  { mr, mg, mb, k }: { readonly mr: number; readonly mg: number; readonly mb: number; readonly k: number },
  fill: number,
  target: {
    readonly out: Float32Array;
    readonly red: number;
    readonly green: number;
    readonly blue: number;
    readonly width: number;
    readonly height: number;
  },
): void {
  const { out, red, green, blue, width, height } = target;
  const [fillRed, fillGreen, fillBlue] = [(fill - mr) * k, (fill - mg) * k, (fill - mb) * k];
  // For each column the two of the picture between which it lies, and how far towards the right one; -1 beyond the edge.
  const lefts = new Int32Array(width);
  const shares = new Float32Array(width);
  let lowest = w;
  let highest = 0;
  for (let x = 0; x < width; x++) {
    const u = a * (x + 0.5) + c;
    if (fill >= 0 && (u < -0.5 || u > w - 0.5)) {
      lefts[x] = -1;
      continue;
    }
    const cu = u < 0 ? 0 : Math.min(u, w - 1);
    lefts[x] = cu | 0;
    shares[x] = cu - lefts[x];
    lowest = Math.min(lowest, lefts[x]);
    highest = Math.max(highest, lefts[x]);
  }
  // One blended row, with the pixel right of the last: its share is 0 at the picture's edge.
  const span = Math.max(0, Math.min(highest + 2, w) - lowest);
  const rows = new Float32Array(3 * (span + 1));
  const [g, b] = [span + 1, 2 * (span + 1)];
  for (let y = 0, i = 0; y < height; y++) {
    const v = e * (y + 0.5) + f;
    if (fill >= 0 && (v < -0.5 || v > h - 0.5)) {
      out.fill(fillRed, red + i, red + i + width);
      out.fill(fillGreen, green + i, green + i + width);
      out.fill(fillBlue, blue + i, blue + i + width);
      i += width;
      continue;
    }
    const cv = v < 0 ? 0 : Math.min(v, h - 1);
    const y0 = cv | 0;
    const lower = (cv - y0) * k;
    const upper = k - lower;
    let p = (y0 * w + lowest) << 2;
    const down = y0 + 1 < h ? w << 2 : 0;
    for (let x = 0; x < span; x++, p += 4) {
      const q = p + down;
      rows[x] = upper * data[p] + lower * data[q] - mr * k;
      rows[g + x] = upper * data[p + 1] + lower * data[q + 1] - mg * k;
      rows[b + x] = upper * data[p + 2] + lower * data[q + 2] - mb * k;
    }
    for (let x = 0; x < width; x++, i++) {
      const left = lefts[x];
      if (left < 0) {
        out[red + i] = fillRed;
        out[green + i] = fillGreen;
        out[blue + i] = fillBlue;
        continue;
      }
      const j = left - lowest;
      const t = shares[x];
      const r0 = rows[j];
      const g0 = rows[g + j];
      const b0 = rows[b + j];
      out[red + i] = r0 + t * (rows[j + 1] - r0);
      out[green + i] = g0 + t * (rows[g + j + 1] - g0);
      out[blue + i] = b0 + t * (rows[b + j + 1] - b0);
    }
  }
}

/** Like samplePlanes, but luminance 0..255 (ITU-R BT.601), [height, width]; beyond the edge its nearest pixel. */
export function sampleLuminance(
  pyramid: Pyramid,
  toPicture: Affine,
  width: number,
  height: number,
): Float32Array {
  const plane = width * height;
  const rgb = samplePlanes(pyramid, toPicture, width, height, {
    order: 'rgb',
    scaling: { mean: [0, 0, 0], scale: 1 },
    border: 'replicate',
  });
  // In place: luminance takes the first plane's room.
  for (let i = 0; i < plane; i++)
    rgb[i] = 0.299 * rgb[i] + 0.587 * rgb[plane + i] + 0.114 * rgb[2 * plane + i];
  return rgb.subarray(0, plane);
}

/** The copy of the picture to read, and the window's map into its grid, where the first pixel's centre is 0. */
export function sourceFor(pyramid: Pyramid, toPicture: Affine): { source: Picture; map: Affine } {
  const shrink = Math.sqrt(Math.abs(toPicture[0] * toPicture[4] - toPicture[1] * toPicture[3]));
  const source = levelOf(pyramid, Math.max(0, Math.floor(Math.log2(shrink) + 0.001)));
  // A copy of an odd size reaches half a pixel beyond the picture; its pixels are a power of two of the picture's all the same.
  const scale = 2 ** -pyramid.levels.indexOf(source);
  return { source, map: compose([scale, 0, -0.5, 0, scale, -0.5], toPicture) };
}

function levelOf(pyramid: Pyramid, level: number): Picture {
  while (pyramid.levels.length <= level) {
    const last = pyramid.levels[pyramid.levels.length - 1];
    if (last.width === 1 || last.height === 1) return last;
    pyramid.levels.push(halve(last));
  }
  return pyramid.levels[level];
}

/** Averages 2 x 2 pixels; an odd last column or row is averaged with itself. */
function halve({ width, height, data }: Picture): Picture {
  const w = (width + 1) >> 1;
  const h = (height + 1) >> 1;
  const out = new Uint8Array(w * h * 4);
  for (let y = 0, o = 0; y < h; y++) {
    const top = 2 * y * width * 4;
    const below = 2 * y + 1 < height ? top + width * 4 : top;
    for (let x = 0; x < w; x++, o += 4) {
      const left = x * 8;
      const right = 2 * x + 1 < width ? left + 4 : left;
      out[o] = (data[top + left] + data[top + right] + data[below + left] + data[below + right] + 2) >> 2;
      out[o + 1] =
        (data[top + left + 1] +
          data[top + right + 1] +
          data[below + left + 1] +
          data[below + right + 1] +
          2) >>
        2;
      out[o + 2] =
        (data[top + left + 2] +
          data[top + right + 2] +
          data[below + left + 2] +
          data[below + right + 2] +
          2) >>
        2;
      out[o + 3] = 255;
    }
  }
  return { width: w, height: h, data: out };
}
