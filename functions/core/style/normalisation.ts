// From raw sums of squares to the costs that the known formulae speak of: one row a formula.
import type { Normalisation } from './options.ts';

/** C channels, M positions; energy: the sum of squares of the target itself. */
type Layer = { readonly channels: number; readonly positions: number; readonly energy: number };

type Factors = {
  /** Of sum (F - P)^2 over a content layer. */
  readonly content: (layer: Layer) => number;
  /** Of sum (S - A)^2 over a style layer, where S and A are statistics divided by their own number of positions. */
  readonly style: (layer: Layer) => number;
  /** Of the sum of squared differences of neighbouring pixels (0..1) along one axis; there are `count` of them. */
  readonly tv: (count: number) => number;
};

const meanOf = (count: number) => 1 / count;

/**
 * Gatys' own Gram matrix F F^T has no 1/M and divides by 4 N^2 M^2 instead. With S = F F^T / M that is 1 / (4 N^2): the
 * same number where content and style have equal sizes, and defined where they have not.
 */
const gatysStyle = ({ channels }: Layer) => 1 / (4 * channels ** 2);

export const NORMALISATIONS: Readonly<Record<Normalisation, Factors>> = {
  /** 0 is the target, 1 is as far from it as nothing at all: comparable over layers, sizes and extractors. */
  relative: {
    content: ({ energy }) => 1 / energy,
    style: ({ energy }) => 1 / energy,
    tv: meanOf,
  },
  /** Content 1/2 sum (F - P)^2; style sum (G - A)^2 / (4 N^2 M^2). Gatys, Ecker and Bethge 2015, equations 1 and 4. */
  gatys: { content: () => 1 / 2, style: gatysStyle, tv: meanOf },
  /** Content sum / (4 nH nW nC); style as Gatys'. */
  course: {
    content: ({ channels, positions }) => 1 / (4 * channels * positions),
    style: gatysStyle,
    tv: meanOf,
  },
  /** Mean squared errors of F and of F F^T / (N M); total variation of pixels 0..255, half the sum of squares. */
  'neural-style': {
    content: ({ channels, positions }) => 1 / (channels * positions),
    style: ({ channels }) => 1 / channels ** 4,
    tv: () => 255 ** 2 / 2,
  },
};
