// How a file begins, which says what it is.
import { closeSync, existsSync, openSync, readSync } from 'node:fs';

/** Fewer where the file has no more; none of what cannot be read as a file. */
export function firstBytes(file: string, count: number): Uint8Array {
  if (!existsSync(file)) return new Uint8Array();
  const bytes = new Uint8Array(count);
  const opened = openSync(file, 'r');
  try {
    return bytes.subarray(0, readSync(opened, bytes, 0, count, 0));
  } catch {
    return new Uint8Array(); // a folder
  } finally {
    closeSync(opened);
  }
}
