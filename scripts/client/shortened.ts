// Answers as examples show them: without pictures and secrets, numbers rounded, long lists cut.

/** How long a list stays: of numbers and texts, and of more than those. */
const [PLAIN, RICH] = [4, 2];

/** Characters after which a text is a file. */
const FILE = 400;

/** How a JPEG begins, which stands for the whole of it, and a PNG. */
export const JPEG = '/9j/4AAQSkZJRgABAQAAAQABAAD/';
const PNG = 'iVBORw0KGgo=';

export function shortened(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? value : Number(value.toPrecision(6));
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return value.slice(0, isRich(value[0]) ? RICH : PLAIN).map(shortened);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shortened(each)]));
}

function text(value: string): string {
  if (value.startsWith('whsec_')) return `whsec_${'A'.repeat(43)}=`;
  if (value.length <= FILE) return value;
  return value.startsWith('iVBOR') ? PNG : value.startsWith('/9j/') ? JPEG : `${value.slice(0, FILE)}...`;
}

function isRich(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
