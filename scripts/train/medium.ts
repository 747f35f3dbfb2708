// What an encoder can be shown: sounds, pictures or volumes, as one, two or three dimensions of one network.
import type { Dims } from '../../functions/core/graph/operator.ts';

export type MediumName = 'sound' | 'picture' | 'volume';

export type Shown = {
  readonly medium: MediumName;
  /** Each side of the input: samples, pixels or voxels. */
  readonly size: number;
  readonly channels: 1 | 3;
  /** Samples a second; null where there is no time. */
  readonly rate: number | null;
};

/** One of them at one size of the input; `Sample` is a file of it in memory. */
export type Medium<Sample> = {
  /** [channels, ...spatial] of what `put` writes. */
  readonly view: Dims;
  /** @throws Error and Fault with the file's name. */
  read(file: string): Promise<Sample>;
  put(sample: Sample, out: Float32Array, change?: Change): void;
};

export type Change = {
  /** Quarter turns, of pictures alone. */
  readonly turn: number;
  /** Distorts it in ways that leave its class. */
  readonly random?: () => number;
};

const RANK: Readonly<Record<MediumName, number>> = { sound: 1, picture: 2, volume: 3 };

export function viewOf({ medium, channels, size }: Shown): Dims {
  return [channels, ...new Array<number>(RANK[medium]).fill(size)];
}

/** By the input [1, channels, ...spatial] of an encoder. @throws Error when it is none that can be fed here. */
export function mediumOfInput(dims: Dims): MediumName {
  const found = Object.entries(RANK).find(([, rank]) => rank === dims.length - 2);
  const [batch, channels] = dims;
  const isFed = channels === 1 || (channels === 3 && found?.[0] === 'picture');
  if (!found || batch !== 1 || !isFed || dims.includes(0))
    throw new Error(
      `The encoder's input is [${dims}]; [1, 1, samples], [1, 1 or 3, height, width] or [1, 1, depth, height, width] is wanted.`,
    );
  return found[0] as MediumName;
}
