// Which triplets (anchor, positive, negative) of a batch count: three ways of mining, on squared distances.

export type Mining = 'batch-all' | 'batch-hard' | 'semi-hard';

/** What was found, as the input of the loss: mean hinge = sum(coefficients * distances) + offset. */
export type Mined = {
  /** [N, N]: how often a distance counts, over the number of triplets that the mean is over. */
  readonly coefficients: Float32Array;
  readonly offset: number;
  /** Triplets with a hinge above 0, and those that were looked at. */
  readonly active: number;
  readonly total: number;
};

/** Calls `take` with every triplet that counts, in the order of anchor, positive, negative. */
type Miner = (
  distances: Float32Array,
  labels: readonly number[],
  margin: number,
  take: (anchor: number, positive: number, negative: number) => void,
) => void;

const MINERS: Readonly<Record<Mining, Miner>> = {
  'batch-all': batchAll,
  'batch-hard': batchHard,
  'semi-hard': semiHard,
};

/**
 * `distances` [N, N] squared, `labels` N. batch-all is averaged over the active triplets only, as Hermans et al. 2017
 * advise, since otherwise the many that are solved drown the rest; the others over all that they chose.
 */
export function mine(
  mining: Mining,
  distances: Float32Array,
  labels: readonly number[],
  margin: number,
): Mined {
  const n = labels.length;
  const counts = new Float64Array(n * n);
  let [active, total] = [0, 0];
  MINERS[mining](distances, labels, margin, (anchor, positive, negative) => {
    total++;
    const [ap, an] = [anchor * n + positive, anchor * n + negative];
    if (!(distances[ap] - distances[an] + margin > 0)) return;
    active++;
    counts[ap]++;
    counts[an]--;
  });
  const mean = Math.max(1, mining === 'batch-all' ? active : total);
  return {
    coefficients: Float32Array.from(counts, (count) => count / mean),
    offset: (margin * active) / mean,
    active,
    total,
  };
}

/** Squared distances [N, N] between the rows of `embeddings` [N, D], in double precision and then rounded. */
export function squaredDistances(embeddings: Float32Array, n: number): Float32Array {
  const d = embeddings.length / n;
  const found = new Float32Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++) {
      let sum = 0;
      for (let k = 0, a = i * d, b = j * d; k < d; k++, a++, b++) sum += (embeddings[a] - embeddings[b]) ** 2;
      found[i * n + j] = sum;
      found[j * n + i] = sum;
    }
  return found;
}

/** Every triplet. */
function batchAll(...[, labels, , take]: Parameters<Miner>): void {
  eachPositive(labels, (anchor, positive) => {
    for (const [negative, label] of labels.entries())
      if (label !== labels[anchor]) take(anchor, positive, negative);
  });
}

/** Hermans et al. 2017: for each anchor its furthest positive and its nearest negative. */
function batchHard(...[distances, labels, , take]: Parameters<Miner>): void {
  const n = labels.length;
  for (let anchor = 0; anchor < n; anchor++) {
    let [positive, negative] = [-1, -1];
    for (let i = 0; i < n; i++) {
      const distance = distances[anchor * n + i];
      if (labels[i] !== labels[anchor]) {
        if (negative < 0 || distance < distances[anchor * n + negative]) negative = i;
      } else if (i !== anchor && (positive < 0 || distance > distances[anchor * n + positive])) positive = i;
    }
    if (positive >= 0 && negative >= 0) take(anchor, positive, negative);
  }
}

/**
 * Schroff et al. 2015, equation 4: for every anchor and positive the nearest negative that is further than the
 * positive, |a-p|^2 < |a-n|^2, and inside the margin. A pair without one is left out.
 */
function semiHard(...[distances, labels, margin, take]: Parameters<Miner>): void {
  const n = labels.length;
  eachPositive(labels, (anchor, positive) => {
    const near = distances[anchor * n + positive];
    let [best, nearest] = [-1, near + margin];
    for (let i = 0; i < n; i++) {
      const distance = distances[anchor * n + i];
      if (labels[i] !== labels[anchor] && distance > near && distance < nearest)
        [best, nearest] = [i, distance];
    }
    if (best >= 0) take(anchor, positive, best);
  });
}

function eachPositive(labels: readonly number[], visit: (anchor: number, positive: number) => void): void {
  for (const [anchor, label] of labels.entries())
    for (const [positive, other] of labels.entries())
      if (positive !== anchor && other === label) visit(anchor, positive);
}
