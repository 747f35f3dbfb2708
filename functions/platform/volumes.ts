// Volumes on any platform: NIfTI-1, gzipped or not. No more is unpacked than the header asks for.
import { Gunzip } from 'fflate';
import { Fault } from '../core/fault.ts';
import type { Images } from '../core/ports.ts';
import { isGzip, niftiLayout, readNifti } from '../core/volume/nifti.ts';

/** Packed bytes handed over at once: gzip packs a thousand to one at most, so 16 MiB are unpacked before anybody looks. */
const PIECE = 2 ** 14;

/** Of the header, and what follows it before the voxels. */
const HEAD = 352;

export function createVolumes({ maxPixels }: { readonly maxPixels: number }): Pick<Images, 'decodeVolume'> {
  return {
    async decodeVolume(bytes) {
      return readNifti(isGzip(bytes) ? unpacked(bytes, maxPixels) : bytes, maxPixels);
    },
  };
}

/** Up to the last voxel. @throws Fault volume_broken of a file that is cut or none, and as niftiLayout. */
function unpacked(bytes: Uint8Array, maxVoxels: number): Uint8Array {
  const pieces: Uint8Array[] = [];
  let length = 0;
  let wanted = Number.POSITIVE_INFINITY;
  const gunzip = new Gunzip((piece) => {
    pieces.push(piece);
    length += piece.length;
  });
  try {
    for (let at = 0; at < bytes.length && length < wanted; at += PIECE) {
      gunzip.push(bytes.subarray(at, at + PIECE), at + PIECE >= bytes.length);
      if (wanted === Number.POSITIVE_INFINITY && length >= HEAD)
        wanted = niftiLayout(joined(pieces, HEAD), maxVoxels).end;
    }
  } catch (error) {
    if (error instanceof Fault) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Fault('volume_broken', `The gzipped volume cannot be unpacked: ${reason}.`, { reason }, error);
  }
  return joined(pieces, Math.min(length, wanted));
}

/** The first `length` bytes of them. */
function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    if (at >= length) break;
    all.set(piece.subarray(0, length - at), at);
    at += piece.length;
  }
  return all;
}
