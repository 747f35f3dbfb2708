// A training run between two steps as bytes: optimiser, best parameters and history; going on from it changes nothing.
import { onePiece, packState, unpackState } from '../../functions/core/optim/packing.ts';
import type { OptimiserState } from '../../functions/core/optim/state.ts';
import type { Runs } from './collapse.ts';

/** What a run has reached, and what it was asked: a checkpoint continues no other run. */
export type Reached = {
  /** A digest of the options and the data. */
  readonly digest: string;
  /** Steps done. */
  readonly step: number;
  readonly losses: readonly number[];
  readonly checks: readonly Check[];
  /** Of the alarm. */
  readonly runs: Runs;
};

/** One look at the held-out classes. */
export type Check = { readonly step: number; readonly accuracy: number };

export type Checkpoint = Reached & {
  readonly state: OptimiserState;
  /** The parameters that were best on the held-out classes. */
  readonly best: Float32Array;
};

/** A uint32 of the JSON's length, the JSON padded with blanks to whole floats, the best parameters, the state. */
export function packCheckpoint({ state, best, ...reached }: Checkpoint): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify({ ...reached, parameters: best.length }));
  const room = Math.ceil(text.length / 4) * 4;
  const packed = onePiece(packState(state));
  const bytes = new Uint8Array(4 + room + best.byteLength + packed.byteLength).fill(0x20, 4, 4 + room);
  new DataView(bytes.buffer).setUint32(0, room, true);
  bytes.set(text, 4);
  bytes.set(new Uint8Array(best.buffer, best.byteOffset, best.byteLength), 4 + room);
  bytes.set(new Uint8Array(packed.buffer), 4 + room + best.byteLength);
  return bytes;
}

/** @throws Error for bytes that are no whole checkpoint. */
export function unpackCheckpoint(bytes: Uint8Array): Checkpoint {
  const aligned = bytes.slice(); // at the start of its buffer, as Float32Array wants it
  try {
    const room = new DataView(aligned.buffer).getUint32(0, true);
    const { parameters, ...reached } = JSON.parse(new TextDecoder().decode(aligned.subarray(4, 4 + room)));
    const floats = new Float32Array(aligned.buffer, 4 + room);
    return { ...reached, best: floats.slice(0, parameters), state: unpackState(floats.subarray(parameters)) };
  } catch (cause) {
    throw new Error('The file is no checkpoint of a training run.', { cause });
  }
}
