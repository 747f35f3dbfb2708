// An error rate by distance, as it was measured: read in both directions, and no further than its sample tells.

export type RateCurve = {
  /** At least one; ascending in both, rates above 0. */
  readonly points: readonly { readonly distance: number; readonly rate: number }[];
  /** Independent trials behind it. */
  readonly trials: number;
  /**
   * The smallest rate that may be asked for: 3 / trials, since of n trials without an event the rate may still be that
   * (the rule of three, Hanley and Lippman-Hand 1983); more where no distance has so small a rate.
   */
  readonly least: number;
};

/** For rates from the least on: log-linear through its points, the last distance beyond them. */
export function distanceAt({ points }: RateCurve, rate: number): number {
  const above = points.findIndex((point) => point.rate >= rate);
  if (above === -1) return points[points.length - 1].distance;
  if (points[above].rate === rate || points.length === 1) return points[above].distance;
  const [low, high] = segment(points, above);
  const share = Math.log(rate / low.rate) / Math.log(high.rate / low.rate);
  return Math.max(0, low.distance + share * (high.distance - low.distance));
}

/** Log-linear through its points, the last rate beyond them, and no smaller one than its sample can tell. */
export function rateAt({ points, least }: RateCurve, distance: number): number {
  const last = points[points.length - 1];
  if (distance >= last.distance) return last.rate;
  const floor = Math.min(least, points[0].rate);
  if (points.length === 1) return floor;
  const above = points.findIndex((point) => point.distance > distance);
  const [low, high] = segment(points, above);
  const share = (distance - low.distance) / (high.distance - low.distance);
  return Math.max(floor, low.rate * (high.rate / low.rate) ** share);
}

/** The two points on whose line one below `above` lies: before the first, the line of the first two goes on. */
function segment<P>(points: readonly P[], above: number): readonly [P, P] {
  const first = Math.max(0, above - 1);
  return [points[first], points[first + 1]];
}
