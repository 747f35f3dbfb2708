// Everything a style transfer is told, as plain JSON: presets.ts completes what a caller leaves out.
import type { Level, OptimiserOptions } from '../jobs/options.ts';

/** Patches of 3 x 3 pixels of the picture itself, averaged down by 1, 2 and 4 before: 27 channels each. */
export type PixelLayer = 'px1' | 'px2' | 'px4';

/**
 * What of a layer's features F [C, M] counts as style. `gram`: F F^T / M, the statistic of Gatys, which is a
 * correlation only where channels have zero mean. `covariance`: the same of F - mean. `both`: covariance, and beside it
 * sqrt(C) * mean, so that colour and contrast are held apart.
 */
export type Statistic = 'gram' | 'covariance' | 'both';

/** Which formula the raw costs follow; the factors are in normalisation.ts. */
export type Normalisation = 'relative' | 'gatys' | 'course' | 'neural-style';

/** `noise`: mid-grey with noise; `content`: the content picture; `given`: a picture of the caller's. */
export type Initial = 'noise' | 'content' | 'given';

/**
 * `none`: colours come from the style. `luminance`: the result keeps its light and dark and takes the content's chroma
 * at the end. `histogram`: the style pictures' colours are matched to the content's before their targets are taken.
 */
export type PreserveColour = 'none' | 'luminance' | 'histogram';

export type StyleOptions = {
  /** Id of the extractor in the manifest. */
  readonly extractor: string;
  /** Coarse to fine: the result of one level, enlarged, is the start of the next. */
  readonly levels: readonly Level[];
  /** Weight w of each content layer. */
  readonly content: Readonly<Record<string, number>>;
  /** Weight lambda of each style layer. */
  readonly style: Readonly<Record<string, number>>;
  /** lambda of the pixel-patch layers, whose statistic is always `both`; those left out or 0 are not computed. */
  readonly pixelLayers: Readonly<Partial<Record<PixelLayer, number>>>;
  readonly statistic: Statistic;
  readonly normalisation: Normalisation;
  /** Of the content cost. */
  readonly alpha: number;
  /** Of the style cost; `strength` replaces it. */
  readonly beta: number;
  /** Of the total variation: squared differences of neighbouring pixels. */
  readonly tv: number;
  /** Of the mean squared distance of pixels outside [0, 1]. */
  readonly range: number;
  /**
   * 0..1 or null. Instead of a raw `beta`, which means something else in every formula and at every size: 0 is the
   * content, 1 the style alone, 0.5 the default balance. strength.ts has the mapping.
   */
  readonly strength: number | null;
  /** Longer side of the style pictures over that of the result: above 1 the strokes get finer. */
  readonly styleScale: number;
  readonly initial: Initial;
  /** Uniform noise of at most this much, either way, is added to the start; pixels are 0..1. */
  readonly noise: number;
  /** Of the noise. Unsigned 32 bits. */
  readonly seed: number;
  readonly preserveColour: PreserveColour;
  readonly optimiser: OptimiserOptions;
};
