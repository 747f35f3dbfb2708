// Arrays of float32 with a head that says what they are, as one value: how a job keeps sounds and volumes.
import { Fault } from '../fault.ts';
import { fromJsonBytes, toJsonBytes } from '../json-bytes.ts';

type Head = { readonly version: number };

/** [length of the head, 4 bytes little-endian][head, JSON, padded to 4][arrays, float32]. */
export function packFloats(head: Head, arrays: readonly Float32Array[]): Uint8Array<ArrayBuffer> {
  const text = toJsonBytes(head);
  const start = 4 + 4 * Math.ceil(text.length / 4);
  const bytes = new Uint8Array(start + 4 * arrays.reduce((sum, { length }) => sum + length, 0));
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  const floats = new Float32Array(bytes.buffer);
  let at = start / 4;
  for (const array of arrays) {
    floats.set(array, at);
    at += array.length;
  }
  return bytes;
}

/** What packFloats was given: `read` takes the arrays in their order. @throws Fault state_invalid for another version or size. */
export function unpackFloats<H extends Head, Inputs>(
  packed: Uint8Array,
  version: number,
  read: (head: H, take: (count: number) => Float32Array) => Inputs,
): Inputs {
  const bytes = packed.byteOffset % 4 === 0 ? packed : packed.slice();
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const head = fromJsonBytes(bytes.subarray(4, 4 + length)) as H;
  if (head.version !== version)
    throw new Fault('state_invalid', `The inputs are of version ${head.version}, wanted ${version}.`, {
      version: head.version,
      expected: version,
    });
  const start = 4 + 4 * Math.ceil(length / 4);
  const all = new Float32Array(
    bytes.buffer,
    bytes.byteOffset + start,
    Math.floor((bytes.length - start) / 4),
  );
  let at = 0;
  const inputs = read(head, (count) => {
    const from = at;
    at += count;
    return all.slice(from, at);
  });
  if (bytes.length !== start + 4 * at)
    throw new Fault(
      'state_invalid',
      `The inputs have ${bytes.length} bytes, their lengths say ${start + 4 * at}.`,
      { bytes: bytes.length, expected: start + 4 * at },
    );
  return inputs;
}
