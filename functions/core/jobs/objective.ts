// What an optimiser minimises, whatever it is of: numbers in, what they cost and the gradient of it out.

/** Costs by name; those that are counted layer by layer are one level deeper. */
export type Terms = Readonly<Record<string, number | Readonly<Record<string, number>>>>;

/** Raw costs, before their weights; `total` has all, weighted. */
export type Losses = Terms & { readonly total: number };

/** How large a value is, by name: `width` and `height` of a picture, `samples` of a sound. Whole numbers. */
export type Extent = Readonly<Record<string, number>>;

export type Objective = {
  readonly size: Extent;
  /** Multiply-accumulates of one evaluation. */
  readonly macs: number;
  /** How many of a picture's take as long; as many where it is left out. */
  readonly work?: number;
  /** What each raw cost is multiplied by in the total. */
  readonly weights: Terms;
  /**
   * x is neither kept nor changed, and has as many numbers as the kind says of `size`. The gradient of the total has
   * the same layout and is the caller's. `evaluation` counts those made before, over all levels: what is drawn at
   * random is drawn from it, so that a job split in any way ends in the same bytes. One evaluation: what may be cut is
   * between two of these. @throws Fault runtime_failed.
   */
  evaluate(
    x: Float32Array,
    evaluation: number,
  ): Promise<{ readonly losses: Losses; readonly gradient: Float32Array }>;
  release(): Promise<void>;
};

/** What each raw cost adds to the total; one without a weight adds nothing. */
export function weighted({ total: _, ...raw }: Losses, weights: Terms): Terms {
  return Object.fromEntries(
    Object.entries(raw as Terms).map(([name, costs]) => {
      const by = weights[name] ?? {};
      if (typeof costs === 'number') return [name, costs * (typeof by === 'number' ? by : 0)];
      const each = typeof by === 'number' ? {} : by;
      return [
        name,
        Object.fromEntries(Object.entries(costs).map(([layer, cost]) => [layer, cost * (each[layer] ?? 0)])),
      ];
    }),
  );
}
