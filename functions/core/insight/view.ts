// How a picture becomes a network's input, for each kind of network, and how a part of that is shown again.
import { alignFace } from '../faces/align.ts';
import { coarseWindow, type Frame, frameOf, sampleWindow } from '../faces/detect.ts';
import { channelsOf, type Detect, sampleCrop } from '../faces/engine.ts';
import type { Box, Face } from '../faces/face.ts';
import { landmarkWindow, sampleLandmarkCrop } from '../faces/landmarks.ts';
import { pick } from '../faces/pick.ts';
import { Fault } from '../fault.ts';
import type { Dims } from '../graph/operator.ts';
import { type Affine, compose, type Picture, pyramidOf } from '../image.ts';
import type {
  DetectorEntry,
  EncoderEntry,
  ExtractorEntry,
  LandmarksEntry,
  NetworkEntry,
} from '../manifest.ts';
import { scaledTo } from '../style/pictures.ts';
import { KERNELS, pictureSource, resample } from '../style/resample.ts';
import { sizeFor } from '../style/size.ts';
import type { Span } from './receptive-field.ts';

/** A network's input made of a picture. */
export type View = {
  /** [1, channels, height, width]. */
  readonly dims: Dims;
  readonly data: Float32Array;
  /** From the input's pixels to the picture's. */
  readonly toPicture: Affine;
};

export type Seeing = {
  /** Longer side of the picture as a network of any size sees it, pixels; a smaller picture stays as it is. */
  readonly size: number;
  /** Cut the largest face as the service does; false: the picture is the crop. */
  readonly align: boolean;
};

/** @throws Fault no_face where a face is to be cut; picture_too_small. */
export async function viewOf(
  entry: NetworkEntry,
  picture: Picture,
  seeing: Seeing,
  detect: Detect,
): Promise<View> {
  switch (entry.kind) {
    case 'detector':
      return windowView(entry, picture);
    case 'landmarks':
      return landmarkView(entry, picture, seeing.align ? await largest(picture, detect) : undefined);
    case 'encoder': {
      const cuts = seeing.align && entry.crop.alignment !== 'whole-picture';
      return cropView(entry, picture, cuts ? await largest(picture, detect) : undefined);
    }
    case 'extractor':
      return wholeView(entry, picture, seeing.size);
  }
}

/** How a number of the input is a shade of 0..255: number * scale + mean, by channel in the order fed. */
type Shades = {
  readonly order: 'rgb' | 'bgr' | 'luminance';
  readonly mean: readonly number[];
  readonly scale: readonly number[];
};

export function shadesOf(entry: NetworkEntry): Shades {
  switch (entry.kind) {
    case 'detector':
      return { order: 'rgb', mean: [127, 127, 127], scale: [128, 128, 128] };
    case 'landmarks':
      return { order: 'luminance', mean: [0], scale: [256] };
    case 'encoder': {
      const { order, mean, scale } = entry.crop;
      return { order, mean, scale: mean.map(() => scale) };
    }
    case 'extractor': {
      const { order, range, mean, std } = entry.feed;
      const shade = (value: number) => (value * 255) / range;
      return { order, mean: mean.map(shade), scale: std.map(shade) };
    }
  }
}

/** Whether the input's first channel is blue. */
export function isBgr(entry: NetworkEntry): boolean {
  return shadesOf(entry).order === 'bgr';
}

/** Between which two numbers every number of the input lies. */
export function inputRange(entry: NetworkEntry): { readonly least: number; readonly most: number } {
  const { mean, scale } = shadesOf(entry);
  const ends = mean.flatMap((middle, i) => [(0 - middle) / scale[i], (255 - middle) / scale[i]]);
  return { least: Math.min(...ends), most: Math.max(...ends) };
}

/**
 * A box of the input as the network saw it, rows then columns, at most `most` pixels on its longer side. Outside of the
 * input it has the shade that a 0 of the input is, since with zeros convolutions go on there.
 */
export function shown(
  entry: NetworkEntry,
  { dims, data }: View,
  [rows, columns]: readonly Span[],
  most: number,
): Picture {
  const { order, mean, scale } = shadesOf(entry);
  const [, channels, height, width] = dims;
  const to = { width: columns.to - columns.from + 1, height: rows.to - rows.from + 1 };
  const picture: Picture = { ...to, data: new Uint8Array(4 * to.width * to.height).fill(255) };
  const from = channels === 1 ? [0, 0, 0] : order === 'bgr' ? [2, 1, 0] : [0, 1, 2];
  for (let y = 0, at = 0; y < to.height; y++)
    for (let x = 0; x < to.width; x++, at += 4) {
      const [row, column] = [rows.from + y, columns.from + x];
      const inside = row >= 0 && row < height && column >= 0 && column < width;
      for (const [shade, channel] of from.entries()) {
        const value = inside ? data[(channel * height + row) * width + column] : 0;
        picture.data[at + shade] = Math.min(
          255,
          Math.max(0, Math.round(value * scale[channel] + mean[channel])),
        );
      }
    }
  return Math.max(to.width, to.height) > most ? scaledTo(picture, most) : picture;
}

/** The whole picture in one window, as the first look for faces has it. */
function windowView(entry: DetectorEntry, picture: Picture): View {
  const { width, height } = entry;
  const frame = frameOf(pyramidOf(picture), 0);
  const toPicture = compose(frame.toPicture, coarseWindow(frame, entry));
  const data = sampleWindow(pyramidOf(picture), toPicture, entry, new Float32Array(3 * width * height));
  return { dims: [1, 3, height, width], data, toPicture };
}

function landmarkView(entry: LandmarksEntry, picture: Picture, face: Face | undefined): View {
  const [{ dims }] = entry.inputs;
  const pyramid = pyramidOf(picture);
  const frame = face && frameOf(pyramid, face.rotation);
  const toPicture = face
    ? compose(frame!.toPicture, landmarkWindow(inFrame(frame!, face.box)))
    : stretched(picture, dims);
  return { dims, data: sampleLandmarkCrop(pyramid, toPicture), toPicture };
}

/** A box of the picture in the turned frame, whose map back is a turn and a shift. */
function inFrame({ toPicture: [a, b, c, d, e, f] }: Frame, box: Box): Box {
  const point = (x: number, y: number) => [a * (x - c) + d * (y - f), b * (x - c) + e * (y - f)];
  const [[x0, y0], [x1, y1]] = [point(box.x, box.y), point(box.x + box.width, box.y + box.height)];
  const [width, height] = [Math.abs(x1 - x0), Math.abs(y1 - y0)];
  return { x: Math.min(x0, x1), y: Math.min(y0, y1), width, height };
}

function cropView({ crop }: EncoderEntry, picture: Picture, face: Face | undefined): View {
  const { size } = crop;
  const dims = [1, channelsOf(crop), size, size];
  const toPicture = face ? alignFace(face.landmarks, crop).toPicture : stretched(picture, dims);
  const data = new Float32Array(dims[1] * size * size);
  sampleCrop(pyramidOf(picture), toPicture, crop, data);
  return { dims, data, toPicture };
}

function stretched(picture: Picture, [, , height, width]: Dims): Affine {
  return [picture.width / width, 0, 0, 0, picture.height / height, 0];
}

/** The whole picture at its own shape, with the feed's padding. */
function wholeView({ id, feed }: ExtractorEntry, picture: Picture, size: number): View {
  const { pad } = feed;
  const { width, height } = sizeFor(picture, Math.min(size, Math.max(picture.width, picture.height)));
  if (Math.min(width, height) <= pad)
    throw new Fault(
      'picture_too_small',
      `${width} x ${height} pixels are too few for ${id}: ${pad} are added on each side, so each side must have ${pad + 1}.`,
      { width, height, network: id },
    );
  const dims = [1, 3, height + 2 * pad, width + 2 * pad];
  const [sx, sy] = [picture.width / width, picture.height / height];
  // At its own size a picture is taken as it is: Lanczos would leave a trace of every pixel in all others.
  const kernel = sx === 1 && sy === 1 ? KERNELS.linear : KERNELS.lanczos;
  const planes = resample(pictureSource(picture), { width, height }, kernel);
  const data = padded(planes, { width, height }, feed);
  return { dims, data, toPicture: [sx, 0, -pad * sx, 0, sy, -pad * sy] };
}

/** Planes of RGB 0..1 as the feed has them: mirrored or repeated beyond the edges, then normalised. */
function padded(
  planes: Float32Array,
  { width, height }: { readonly width: number; readonly height: number },
  { order, range, mean, std, pad, padMode }: ExtractorEntry['feed'],
): Float32Array {
  const [w, h] = [width + 2 * pad, height + 2 * pad];
  const inside = (at: number, size: number) =>
    padMode === 'edge'
      ? Math.max(0, Math.min(size - 1, at))
      : at < 0
        ? -at
        : at >= size
          ? 2 * (size - 1) - at
          : at;
  const out = new Float32Array(3 * w * h);
  for (let channel = 0, i = 0; channel < 3; channel++) {
    const from = order === 'rgb' ? channel : 2 - channel;
    for (let y = 0; y < h; y++) {
      const row = (from * height + inside(y - pad, height)) * width;
      for (let x = 0; x < w; x++, i++)
        out[i] = (planes[row + inside(x - pad, width)] * range - mean[channel]) / std[channel];
    }
  }
  return out;
}

async function largest(picture: Picture, detect: Detect): Promise<Face> {
  return pick(await detect(picture), 'largest', picture)[0];
}
