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

/** 415: the type is right, but it is a variant that no common decoder reads either. */
export function unsupportedVariant(type: string, variant: string): Fault {
  return new Fault(
    'picture_type_unsupported',
    `The picture is a ${variant} ${type}, which is not supported. Save it as an ordinary ${type} or as PNG.`,
    { found: `${variant} ${type}`, hint: `Save it as an ordinary ${type} or as PNG.` },
  );
}
