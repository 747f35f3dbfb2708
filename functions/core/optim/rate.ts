// A learning rate that is set by hand, what becomes of it over the iterations, and after failures.

export type Rate = {
  readonly learningRate: number;
  /** Iterations over which the rate rises in equal steps from nothing to `learningRate`; else it starts there. */
  readonly warmUp?: number;
  /** Iterations over which the rate falls to 0 (Loshchilov and Hutter 2017, without restarts); else it stays. */
  readonly decay?: number;
};

export function rateAfter({ learningRate, warmUp = 0, decay }: Rate, iteration: number): number {
  const share = iteration < warmUp ? (iteration + 1) / warmUp : 1;
  if (decay === undefined) return share * learningRate;
  return (share * learningRate * (1 + Math.cos((Math.PI * Math.min(iteration, decay)) / decay))) / 2;
}

/** What a step that was taken gives back of a scale that failures have halved, 1 at most. */
export function recovered(scale: number): number {
  return Math.min(1, scale * 1.25);
}
