// An embedding that a caller kept: checked before it meets one of ours.
import { Fault } from '../fault.ts';
import type { EncoderEntry } from '../manifest.ts';

/**
 * How far the norm of a caller's embedding may be from 1. Rounding to float16 moves it by 5e-4 and to int8 by a few
 * 1e-3; a vector further off was not normalised, or belongs to something else.
 */
const normTolerance = 1e-2;

/** The vector at unit norm, float32. @throws Fault embedding_invalid with the length or the norm. */
export function unitVector(values: readonly number[], encoder: EncoderEntry): Float32Array {
  const { id, dimensions } = encoder;
  if (values.length !== dimensions) {
    throw new Fault(
      'embedding_invalid',
      `The embedding has ${values.length} numbers; ${id} makes ${dimensions}.`,
      {
        length: values.length,
        expected: dimensions,
        model: id,
      },
    );
  }
  const norm = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  if (!(Math.abs(norm - 1) <= normTolerance)) {
    throw new Fault(
      'embedding_invalid',
      `The embedding's norm is ${norm.toPrecision(4)}; embeddings of ${id} have norm 1 (+- ${normTolerance}).`,
      { norm: Number.isFinite(norm) ? norm : String(norm), tolerance: normTolerance, model: id },
    );
  }
  return Float32Array.from(values, (value) => value / norm);
}
