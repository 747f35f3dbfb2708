// Repeatable randomness: the same seed gives the same numbers on every machine.

/** Uniform 0..1 from a 32-bit seed: mulberry32 (Ettinger 2017). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The values with uniform noise of at most `most` either way on them. */
export function withNoise(values: Float32Array, most: number, seed: number): Float32Array {
  const random = seeded(seed);
  return values.map((value) => value + (2 * random() - 1) * most);
}

/** A shuffled copy (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const copy = [...items];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [copy[i], copy[j]] = [copy[j], copy[i]];
  }
  return copy;
}
