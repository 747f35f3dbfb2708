// The faults that say a file is of a supported type and yet no picture.
import { Fault } from '../fault.ts';

/** 422: which type, why, and how many bytes there were. */
export function broken(type: string, reason: string, bytes: Uint8Array, cause?: unknown): Fault {
  return new Fault(
    'picture_broken',
    `The ${type} cannot be decoded: ${reason} (${bytes.length} bytes).`,
    { type, reason, bytes: bytes.length },
    cause,
  );
}

/** 415: the type is right, but it is a variant that few decoders read. */
export function unsupportedVariant(type: string, variant: string): Fault {
  const hint = `Save it as an ordinary ${type} or as PNG.`;
  return new Fault('picture_type_unsupported', `The ${type} is ${variant}, which is not supported. ${hint}`, {
    found: `${type}, ${variant}`,
    hint,
  });
}
