// A sound in memory, and how long it is.

/** Samples -1..1 of each channel, all as many, at `rate` Hz. */
export type Sound = { readonly rate: number; readonly channels: readonly Float32Array[] };

export function secondsOf({ rate, channels }: Sound): number {
  return channels[0].length / rate;
}
