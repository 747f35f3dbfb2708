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

function invert([a, b, c, d, e, f]: Affine): Affine {
  const det = a * e - b * d;
  return [e / det, -b / det, (b * f - c * e) / det, -d / det, a / det, (c * d - a * f) / det];
}

export function mapPoint([a, b, c, d, e, f]: Affine, x: number, y: number): { x: number; y: number } {
  return { x: a * x + b * y + c, y: d * x + e * y + f };
}

/**
 * Bilinear resampling of the window into planes [3, height, width], from the copy of the picture whose pixels are
 * at most twice as fine as the window's (a mipmap, Williams 1983), so that shrinking does not alias.
 */
export function samplePlanes(
  pyramid: Pyramid,
  toPicture: Affine,
  width: number,
  height: number,
  options: { readonly order: 'rgb' | 'bgr'; readonly scaling: Scaling; readonly border: Border },
): Float32Array {
  const out = new Float32Array(3 * width * height);
  const plane = width * height;
  const { mean, scale } = options.scaling;
  const first = options.order === 'rgb' ? 0 : 2 * plane;
  const third = 2 * plane - first;
  const k = 1 / scale;
  const [m0, m1, m2] = options.order === 'rgb' ? mean : [mean[2], mean[1], mean[0]];
  sample(pyramid, toPicture, width, height, options.border, (index, r, g, b) => {
    out[first + index] = (r - m0) * k;
    out[plane + index] = (g - m1) * k;
    out[third + index] = (b - m2) * k;
  });
  return out;
}

/** Like samplePlanes, but luminance 0..255 (ITU-R BT.601), [height, width]. */
export function sampleLuminance(
  pyramid: Pyramid,
  toPicture: Affine,
  width: number,
  height: number,
  border: Border,
): Float32Array {
  const out = new Float32Array(width * height);
  sample(pyramid, toPicture, width, height, border, (index, r, g, b) => {
    out[index] = 0.299 * r + 0.587 * g + 0.114 * b;
  });
  return out;
}

function sample(
  pyramid: Pyramid,
  toPicture: Affine,
  width: number,
  height: number,
  border: Border,
  write: (index: number, r: number, g: number, b: number) => void,
): void {
  const shrink = Math.sqrt(Math.abs(toPicture[0] * toPicture[4] - toPicture[1] * toPicture[3]));
  const level = Math.max(0, Math.floor(Math.log2(shrink) + 0.001));
  const source = levelOf(pyramid, level);
  const [w, h, data] = [source.width, source.height, source.data];
  // Each copy's own scale: odd sizes round up, so it is not exactly a power of two.
  const sx = w / pyramid.picture.width;
  const sy = h / pyramid.picture.height;
  const [a, b, c, d, e, f] = compose([sx, 0, -0.5, 0, sy, -0.5], toPicture);
  const fill = border === 'replicate' ? -1 : border;
  for (let y = 0, index = 0; y < height; y++) {
    let u = a * 0.5 + b * (y + 0.5) + c;
    let v = d * 0.5 + e * (y + 0.5) + f;
    for (let x = 0; x < width; x++, index++, u += a, v += d) {
      if (fill >= 0 && (u < -0.5 || v < -0.5 || u > w - 0.5 || v > h - 0.5)) {
        write(index, fill, fill, fill);
        continue;
      }
      const cu = u < 0 ? 0 : u > w - 1 ? w - 1 : u;
      const cv = v < 0 ? 0 : v > h - 1 ? h - 1 : v;
      const x0 = cu | 0;
      const y0 = cv | 0;
      const fx = cu - x0;
      const fy = cv - y0;
      const p = (y0 * w + x0) << 2;
      const q = x0 + 1 < w ? p + 4 : p;
      const down = y0 + 1 < h ? w << 2 : 0;
      const w11 = fx * fy;
      const w10 = fx - w11;
      const w01 = fy - w11;
      const w00 = 1 - fx - w01;
      const r = p + down;
      const s = q + down;
      write(
        index,
        w00 * data[p] + w10 * data[q] + w01 * data[r] + w11 * data[s],
        w00 * data[p + 1] + w10 * data[q + 1] + w01 * data[r + 1] + w11 * data[s + 1],
        w00 * data[p + 2] + w10 * data[q + 2] + w01 * data[r + 2] + w11 * data[s + 2],
      );
    }
  }
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
