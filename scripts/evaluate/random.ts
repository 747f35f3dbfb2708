// Repeatable chance: the same seed gives the same split and the same numbers on every machine.

/** 32-bit FNV-1a of a name's UTF-8 bytes: the same half for a person on every machine. */
export function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}

/** Mean 0, deviation 1, from uniform numbers of 0..1 (Box and Muller 1958). */
export function gaussian(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
