// What a gallery was measured to be: its error rates by threshold, with intervals, and what they were measured on.
import type { Estimate } from '../statistics/bootstrap.ts';

/** Error rates when every distance up to `distance` is a match, as ISO/IEC 19795-1 defines them. */
export type ErrorPoint = {
  /** Squared L2, 0..4. */
  readonly distance: number;
  /** Of pairs of faces of two subjects: those taken for one person. */
  readonly fmr: Estimate;
  /** Of pairs of faces of one subject: those taken for two people; null where no subject has two faces. */
  readonly fnmr: Estimate | null;
  /** Of faces looked for among everybody else: those given a name. */
  readonly fpir: Estimate;
  /** Of faces whose subject has others: those whose subject is not the nearest or too far; null like `fnmr`. */
  readonly fnir: Estimate | null;
};

/** How many there are: `faces` of `subjects`. */
export type GallerySize = { readonly subjects: number; readonly faces: number };

/** JSON, so that every store keeps it as it is. It holds rates, and no template. */
export type GalleryCalibration = {
  readonly encoder: string;
  /** Milliseconds since the epoch. */
  readonly measuredAt: number;
  /** Of the gallery in the store. */
  readonly version: number;
  /** The gallery as it was. */
  readonly gallery: GallerySize;
  /** Who was drawn from it, by `seed`, and with how many faces; every one was looked for in the whole gallery. */
  readonly sample: GallerySize & { readonly seed: number };
  /** Distances were those of int8 templates, which differ by about 0.001. */
  readonly approximate: boolean;
  /** The smallest rates that may be asked of it; null where there are too few people for any. */
  readonly least: { readonly fmr: number | null; readonly fpir: number | null };
  /** Ascending by distance. */
  readonly points: readonly ErrorPoint[];
};
