// Base64 as RFC 4648, section 4, says it; read strictly: what is wrong is named with its position.

/** Thrown by decodeBase64; the message says what and where. */
export class Base64Error extends Error {
  override readonly name = 'Base64Error';
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const wrong = 64;
const sixBits = new Uint8Array(128).fill(wrong);
for (let i = 0; i < alphabet.length; i++) sixBits[alphabet.charCodeAt(i)] = i;

/** Plain base64 or a data: URL. @throws Base64Error */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const start = payloadStart(text);
  const length = text.length - start;
  if (length % 4 !== 0) refuse(text, start);
  const padding = length === 0 ? 0 : text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const end = text.length - (padding > 0 ? 4 : 0);
  const bytes = new Uint8Array((length / 4) * 3 - padding);
  let o = 0;
  let bad = 0;
  for (let i = start; i < end; i += 4) {
    const a = read(text, i);
    const b = read(text, i + 1);
    const c = read(text, i + 2);
    const d = read(text, i + 3);
    bad |= a | b | c | d;
    bytes[o++] = (a << 2) | (b >> 4);
    bytes[o++] = (b << 4) | (c >> 2);
    bytes[o++] = (c << 6) | d;
  }
  if (padding > 0) {
    const a = read(text, end);
    const b = read(text, end + 1);
    const c = padding === 1 ? read(text, end + 2) : 0;
    bad |= a | b | c;
    bytes[o++] = (a << 2) | (b >> 4);
    if (padding === 1) bytes[o++] = (b << 4) | (c >> 2);
    const rest = padding === 1 ? c & 3 : b & 15;
    if ((bad & wrong) === 0 && rest !== 0)
      throw new Base64Error(
        'the last character has bits that belong to no byte: the text was cut or changed',
      );
  }
  if (bad & wrong) refuse(text, start);
  return bytes;
}

/** With padding, in one line. */
export function encodeBase64(bytes: Uint8Array): string {
  const groups: string[] = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const word = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const four = [18, 12, 6, 0].map((shift) => alphabet[(word >> shift) & 63]);
    const missing = Math.max(0, i + 3 - bytes.length);
    groups.push(missing === 0 ? four.join('') : four.slice(0, 4 - missing).join('') + '='.repeat(missing));
  }
  return groups.join('');
}

function read(text: string, index: number): number {
  const code = text.charCodeAt(index);
  return code < 128 ? sixBits[code] : wrong;
}

function payloadStart(text: string): number {
  if (!/^data:/i.test(text)) return 0;
  const comma = text.indexOf(',');
  if (comma === -1 || comma > 200) throw new Base64Error('a data: URL has a comma before its data');
  if (!/;base64$/i.test(text.slice(0, comma)))
    throw new Base64Error('only data: URLs that end in ;base64 before the comma are read');
  return comma + 1;
}

function refuse(text: string, start: number): never {
  for (let i = start; i < text.length; i++) {
    if (read(text, i) !== wrong) continue;
    const character = text[i];
    if (character === '=' && /^={1,2}$/.test(text.slice(i)) && (text.length - start) % 4 === 0) continue;
    throw new Base64Error(
      `${nameOf(character)} at character ${i} is not base64${hints.get(character) ?? ''}`,
    );
  }
  throw new Base64Error(
    `${text.length - start} characters of base64 are not a multiple of 4: the text was cut, or its padding left out`,
  );
}

const hints = new Map([
  ['-', ' (this looks like base64url; + and / are wanted)'],
  ['_', ' (this looks like base64url; + and / are wanted)'],
  ['\n', ' (leave out the line breaks; `base64 -w0` writes none)'],
  ['\r', ' (leave out the line breaks; `base64 -w0` writes none)'],
]);

function nameOf(character: string): string {
  return /^[!-~]$/.test(character)
    ? `"${character}"`
    : `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
