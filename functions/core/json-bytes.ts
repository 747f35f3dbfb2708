// JSON as ASCII bytes: the core's library has no TextEncoder, and ASCII read as float32 is never a NaN.

export function toJsonBytes(value: unknown): Uint8Array<ArrayBuffer> {
  const text = JSON.stringify(value).replaceAll(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** @throws SyntaxError when it is no JSON. */
export function fromJsonBytes(bytes: Uint8Array): unknown {
  let text = '';
  for (let start = 0; start < bytes.length; start += SLICE)
    text += String.fromCharCode(...bytes.subarray(start, start + SLICE));
  return JSON.parse(text);
}

/** Arguments a call can have, with room. */
const SLICE = 8_192;
