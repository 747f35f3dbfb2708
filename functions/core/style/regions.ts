// Which style holds where: the style pictures' masks as weights of every position of every layer.
import { Fault } from '../fault.ts';
import type { Picture } from '../image.ts';
import { KERNELS, planesSource, resample, type Size, type Source } from './resample.ts';

type Style = { readonly weight: number; readonly mask?: Picture };

/** Where some of the styles hold together. */
export type Region = {
  /** Indices of styles and their shares of the target, which sum to 1. */
  readonly blend: readonly { readonly style: number; readonly share: number }[];
  /** [height, width], 0..1; undefined is everywhere. */
  readonly mask?: Float32Array;
  /** Of the style cost; all regions' sum to 1. */
  readonly share: number;
};

/** What a style's weight may be beside 0: shares of any of these are still numbers. */
const LEAST_WEIGHT = 1e-6;
const MOST_WEIGHT = 1e6;

/** A mask that is black but for this share of its area says nothing. */
const LEAST_AREA = 1e-6;

/**
 * Styles without a mask share one region, blended by their weights: the whole picture, or what the masks of the others
 * leave. Every mask is a region (white: this style; grey: part of it; it is stretched to the picture). A region counts
 * by its area, so that a pixel's pull is the same in all, times the mean weight of its styles.
 * @throws Fault request_invalid when a weight is out of bounds, none is above 0, or no mask has a white pixel.
 */
export function regionsOf(styles: readonly Style[], size: Size): readonly Region[] {
  for (const [style, { weight }] of styles.entries())
    if (weight !== 0 && !(weight >= LEAST_WEIGHT && weight <= MOST_WEIGHT))
      throw new Fault(
        'request_invalid',
        `The weight of style ${style} is ${weight}, wants 0, or ${LEAST_WEIGHT} to ${MOST_WEIGHT}.`,
        { style, weight, least: LEAST_WEIGHT, most: MOST_WEIGHT },
      );
  const used = styles.flatMap((style, index) => (style.weight > 0 ? [{ ...style, style: index }] : []));
  if (used.length === 0)
    throw new Fault('request_invalid', `None of ${styles.length} styles has a weight above 0.`, {
      styles: styles.length,
    });
  const free = used.filter(({ mask }) => !mask);
  if (free.length === used.length) return [{ blend: blendOf(used), share: 1 }];
  const masked = used.flatMap(({ mask, ...style }) =>
    mask ? [{ styles: [style], mask: stretched(mask, size) }] : [],
  );
  const rest = masked[0].mask.map((_, i) =>
    Math.max(0, 1 - masked.reduce((sum, { mask }) => sum + mask[i], 0)),
  );
  const found = [...masked, ...(free.length > 0 ? [{ styles: free, mask: rest }] : [])]
    .map((region) => ({ ...region, area: meanOf(region.mask) }))
    .filter(({ area }) => area > LEAST_AREA);
  if (found.length === 0)
    throw new Fault('request_invalid', `All ${masked.length} masks are black.`, { masks: masked.length });
  const parts = found.map(({ styles: own, area }) => area * meanOf(own.map(({ weight }) => weight)));
  const whole = parts.reduce((sum, part) => sum + part, 0);
  return found.map((region, index) => ({
    blend: blendOf(region.styles),
    mask: region.mask,
    share: parts[index] / whole,
  }));
}

/**
 * A region's mask [height, width] on a layer of `layer` positions, as square roots of weights that sum to 1. The
 * layer's grid is taken to be centred on the picture, with the power of two as its step that fits best; what it has
 * beyond the edge, where extractors pad, is as the edge.
 */
export function rootWeights(mask: Float32Array, size: Size, layer: Size): Float32Array {
  const axis = (from: number, to: number) => {
    const scale = 2 ** Math.round(Math.log2(from / to));
    return { scale, offset: (from - to * scale) / 2 };
  };
  const weights = resample(planesSource(mask, size), layer, KERNELS.linear, {
    x: axis(size.width, layer.width),
    y: axis(size.height, layer.height),
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => Math.sqrt(total > 0 ? weight / total : 1 / weights.length));
}

function blendOf(styles: readonly { readonly style: number; readonly weight: number }[]): Region['blend'] {
  const total = styles.reduce((sum, { weight }) => sum + weight, 0);
  return styles.map(({ style, weight }) => ({ style, share: weight / total }));
}

function stretched(mask: Picture, size: Size): Float32Array {
  return resample(luminanceSource(mask), size, KERNELS.linear);
}

/** ITU-R BT.601, 0..1. */
function luminanceSource({ width, height, data }: Picture): Source {
  return {
    width,
    height,
    channels: 1,
    row(_, y, into) {
      for (let x = 0, at = y * width * 4; x < width; x++, at += 4)
        into[x] = (0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2]) / 255;
    },
  };
}

function meanOf(values: Iterable<number> & { readonly length: number }): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
