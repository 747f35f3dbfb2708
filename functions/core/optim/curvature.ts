// The inverse Hessian of L-BFGS times a vector, in coefficients of its pairs instead of in pictures.
/** A table of inner products, [history, history] by slot, and which slots to use, oldest pair first. */
export type Products = {
  readonly history: number;
  readonly order: readonly number[];
  /** steps[i] . changes[j] where i is not younger than j. */
  readonly sy: Float64Array;
  /** changes[i] . changes[j]. */
  readonly yy: Float64Array;
};

/** H g = gradient * g + sum of steps[i] * s_i + sum of changes[i] * y_i, by slot. */
export type Coefficients = {
  readonly gradient: number;
  readonly steps: Float64Array;
  readonly changes: Float64Array;
};

/**
 * The two-loop recursion (Nocedal and Wright 2006, algorithm 7.4) on coefficients, as in vector-free L-BFGS
 * (Chen, Wang and Zhou 2014): with all inner products known it touches no picture.
 * `sg` and `yg` are s_i . g and y_i . g by slot.
 */
export function timesInverseHessian(products: Products, sg: Float64Array, yg: Float64Array): Coefficients {
  const { history, order, sy, yy } = products;
  const steps = new Float64Array(history);
  const changes = new Float64Array(history);
  const alphas = new Float64Array(history);
  if (order.length === 0) return { gradient: 1, steps, changes };
  for (const i of order.toReversed()) {
    let sq = sg[i]; // s_i . q, where q = g - sum of alpha_j y_j over the younger
    for (const j of order) sq -= alphas[j] * sy[i * history + j];
    alphas[i] = sq / sy[i * history + i];
  }
  const last = order[order.length - 1];
  const gamma = sy[last * history + last] / yy[last * history + last]; // (7.20)
  for (const j of order) changes[j] = -gamma * alphas[j];
  for (const i of order) {
    let yr = gamma * yg[i]; // y_i . r, where r = gamma q + sum of (alpha_j - beta_j) s_j over the older
    for (const j of order) yr += changes[j] * yy[i * history + j] + steps[j] * sy[j * history + i];
    steps[i] = alphas[i] - yr / sy[i * history + i];
  }
  return { gradient: gamma, steps, changes };
}

/**
 * Writes the products of the pair in `slot` into the tables, in place: with s_slot . y_slot = `sy` and |y_slot|^2 = `yy`,
 * and by slot s_i . y_slot = `sOver` and y_i . y_slot = `yOver` for the others.
 */
export function addPair(
  products: Products,
  slot: number,
  pair: {
    readonly sy: number;
    readonly yy: number;
    readonly sOver: Float64Array;
    readonly yOver: Float64Array;
  },
): void {
  const { history, order, sy, yy } = products;
  for (const i of order) {
    const own = i === slot;
    sy[i * history + slot] = own ? pair.sy : pair.sOver[i];
    yy[i * history + slot] = own ? pair.yy : pair.yOver[i];
    yy[slot * history + i] = yy[i * history + slot];
  }
}
