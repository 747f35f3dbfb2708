// Blobs in pieces: a row of a Durable Object holds 2 MB at most, and one statement should not hold a whole state.

/** developers.cloudflare.com/durable-objects/platform/limits: a string, blob or row is 2 MB at most. */
const JOB_CHUNK_BYTES = 2 ** 20;

/** At least one piece, so that an empty blob is a row too. */
export function* chunksOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start === 0 || start < bytes.length; start += JOB_CHUNK_BYTES) {
    yield bytes.subarray(start, start + JOB_CHUNK_BYTES);
  }
}

/** libsql and Durable Objects give ArrayBuffers, PostgreSQL a Buffer somewhere inside a larger one. */
export function joined(pieces: readonly (ArrayBuffer | Uint8Array)[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece instanceof ArrayBuffer ? new Uint8Array(piece) : piece, at);
    at += piece.byteLength;
  }
  return bytes;
}

/** The same memory as bytes, little-endian as every platform here has it. */
export function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
