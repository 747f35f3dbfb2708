// Blobs in chunks: a row of a Durable Object holds 2 MB at most, and one statement should not hold a whole state.

/** developers.cloudflare.com/durable-objects/platform/limits: a string, blob or row is 2 MB at most. */
const JOB_CHUNK_BYTES = 2 ** 20;

/** Of the pieces one after the other. At least one chunk, so that an empty blob is a row too; the next one overwrites it. */
export function* chunksOf(pieces: readonly (Uint8Array | Float32Array)[]): Generator<Uint8Array> {
  const chunk = new Uint8Array(JOB_CHUNK_BYTES);
  let filled = 0;
  let count = 0;
  for (const { buffer, byteOffset, byteLength } of pieces) {
    for (let start = 0; start < byteLength; ) {
      const length = Math.min(byteLength - start, JOB_CHUNK_BYTES - filled);
      chunk.set(new Uint8Array(buffer, byteOffset + start, length), filled);
      filled += length;
      start += length;
      if (filled < JOB_CHUNK_BYTES) continue;
      yield chunk;
      filled = 0;
      count++;
    }
  }
  if (filled > 0 || count === 0) yield chunk.subarray(0, filled);
}

/** libsql and Durable Objects give ArrayBuffers, PostgreSQL a Buffer somewhere inside a larger one. */
export function joined(chunks: readonly (ArrayBuffer | Uint8Array)[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk instanceof ArrayBuffer ? new Uint8Array(chunk) : chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}
