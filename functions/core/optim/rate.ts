// A learning rate that is set by hand, what becomes of it over the iterations, and after failures.

export type Rate = {
  readonly learningRate: number;
  /** Iterations over which the rate falls to 0 (Loshchilov and Hutter 2017, without restarts); else it stays. */
  readonly decay?: number;
};

export function rateAfter({ learningRate, decay }: Rate, iteration: number): number {
  if (decay === undefined) return learningRate;
  return (learningRate * (1 + Math.cos((Math.PI * Math.min(iteration, decay)) / decay))) / 2;
}

/** What a step that was taken gives back of a scale that failures have halved, 1 at most. */
export function recovered(scale: number): number {
  return Math.min(1, scale * 1.25);
}
