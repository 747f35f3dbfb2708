// Error rates of 1:N: rank 1, detection and identification rate (DIR) at a false positive rate (FPIR), open set.
import { allowedAt, countAtOrBelow, largestThreshold } from './metrics.ts';

/**
 * One picture that was asked about. `distance` is the nearest subject's, null where there was no face to ask with or
 * nothing enrolled to find; `right` says whether that subject is the person.
 */
export type Probe = { readonly known: boolean; readonly distance: number | null; readonly right: boolean };

/** ISO/IEC 19795-1 open-set rates. Probes without a face stay in the denominators: never found, never a false alarm. */
export type OpenSet = {
  readonly knownCount: number;
  readonly unknownCount: number;
  /** Share of the known whose nearest subject is the right one, at any distance. */
  readonly rank1: number;
  /** Ascending: the known that are right, and the unknown. */
  readonly right: Float64Array;
  readonly unknown: Float64Array;
};

export function openSetOf(probes: readonly Probe[]): OpenSet {
  const ascending = (list: readonly Probe[]) =>
    Float64Array.from(list.flatMap(({ distance }) => (distance === null ? [] : [distance]))).sort();
  const known = probes.filter((probe) => probe.known);
  const unknown = probes.filter((probe) => !probe.known);
  const right = ascending(known.filter((probe) => probe.right));
  return {
    knownCount: known.length,
    unknownCount: unknown.length,
    rank1: right.length / known.length,
    right,
    unknown: ascending(unknown),
  };
}

/** The largest threshold at which at most floor(rate * unknown) unknown pictures are given a name. */
export function thresholdAtFpir({ unknown, unknownCount }: OpenSet, rate: number): number {
  return largestThreshold(unknown, allowedAt(rate, unknownCount));
}

/** Share of the known whose nearest subject is the right one and within the threshold. */
export function dirAt({ right, knownCount }: OpenSet, threshold: number): number {
  return countAtOrBelow(right, threshold) / knownCount;
}

/** Share of the unknown that are given a name. */
export function fpirAt({ unknown, unknownCount }: OpenSet, threshold: number): number {
  return countAtOrBelow(unknown, threshold) / unknownCount;
}
