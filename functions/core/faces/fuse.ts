// The distance of a subject who has several faces: half its nearest face, half its centre.

/** What the formula needs of a subject's faces, as cosines (dot products of unit vectors) with the query. */
export type Evidence = {
  /** The largest cosine. */
  readonly best: number;
  /** The sum of all cosines: the query's dot product with the sum of the templates. */
  readonly sum: number;
  /** The length of the sum of the templates: 1 for one face, at most their number. */
  readonly norm: number;
  readonly faces: number;
};

/**
 * distance = (nearest + centroid) / 2, squared L2 of unit vectors, 0..4.
 * nearest: to the best face, 2 - 2 best. centroid: to the normalised mean of the faces, 2 - 2 sum / norm, which comes
 * exactly from the same cosines. For one face both are the plain distance. The nearest face alone lets every further
 * picture be another chance of a false match; the centroid alone loses a person whose pictures differ (glasses, age).
 */
export function fuse({ best, sum, norm, faces }: Evidence): number {
  const nearest = distanceOf(best);
  // A mean of zero length has no direction: faces that cancel out say nothing, like a right angle.
  return faces === 1 ? nearest : (nearest + distanceOf(norm > 0 ? sum / norm : 0)) / 2;
}

/** Squared L2 distance of two unit vectors from their cosine; rounding must not carry it out of 0..4. */
export function distanceOf(cosine: number): number {
  return Math.min(4, Math.max(0, 2 - 2 * cosine));
}

/**
 * The distance between two sides of one or more unit vectors each; with one query vector it is what the search answers
 * for that subject. Symmetric: nearest is the closest pair, centroid the distance of the two normalised means.
 */
export function fusedDistance(a: readonly Float32Array[], b: readonly Float32Array[]): number {
  let best = Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (const one of a) {
    for (const other of b) {
      const cosine = dot(one, other);
      sum += cosine;
      if (cosine > best) best = cosine;
    }
  }
  return fuse({ best, sum, norm: normOfSum(a) * normOfSum(b), faces: a.length * b.length });
}

/** The length of the sum of unit vectors; 1 for one, so that its own rounding does not count. */
export function normOfSum(vectors: readonly Float32Array[]): number {
  return vectors.length === 1 ? 1 : Math.sqrt(squaresOf(sumOf(vectors)));
}

/** The normalised mean of unit vectors; zeros where they cancel out and no direction is left. */
export function centreOf(vectors: readonly Float32Array[]): Float32Array {
  if (vectors.length === 1) return vectors[0];
  const sum = sumOf(vectors);
  const norm = Math.sqrt(squaresOf(sum));
  return Float32Array.from(sum, (value) => (norm > 0 ? value / norm : 0));
}

function sumOf(vectors: readonly Float32Array[]): Float64Array {
  const sum = new Float64Array(vectors[0].length);
  for (const vector of vectors) for (let i = 0; i < sum.length; i++) sum[i] += vector[i];
  return sum;
}

function squaresOf(vector: Float64Array): number {
  let squares = 0;
  for (const value of vector) squares += value * value;
  return squares;
}

/** In double precision, in one order: the same on every runtime, to the bit. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
