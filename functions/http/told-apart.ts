// What the files of a body are, by their first bytes, before anybody knows which fields are wanted.

/** Characters of base64 that say what a file is: what tells an animation stands before its first pixels. */
const FIRST = 65_536;

/** Whether content or style, read but not yet checked, is such a file. */
export function holds(
  { content, style, styles }: Readonly<Record<string, unknown>>,
  matches: (bytes: Uint8Array) => boolean,
): boolean {
  return [content, style, styles].some((value) => isFile(value, matches));
}

function isFile(value: unknown, matches: (bytes: Uint8Array) => boolean): boolean {
  if (value instanceof Uint8Array) return matches(value);
  if (Array.isArray(value)) return value.some((each) => isFile(each, matches));
  if (typeof value === 'object' && value !== null && 'image' in value) return isFile(value.image, matches);
  if (typeof value !== 'string') return false;
  const start = value.startsWith('data:') ? value.indexOf(',') + 1 : 0;
  try {
    const text = atob(value.slice(start, start + FIRST));
    return matches(Uint8Array.from(text, (character) => character.charCodeAt(0)));
  } catch {
    return false;
  }
}
