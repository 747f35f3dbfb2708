// What each optimiser keeps between two evaluations, as plain records, and in which order the fields are packed.

/** Why an optimiser takes no more steps; in a state, the index into this list. */
export const STOPS = ['', 'converged', 'no_progress'] as const;

type Shared = {
  /** Completed iterations: steps that were taken. */
  readonly iteration: number;
  /** Loss at `x`; Infinity before the first evaluation. */
  readonly loss: number;
  /** Failed trials since the last step that was taken. */
  readonly failures: number;
  /** An index into STOPS. */
  readonly stopped: number;
  /** The last iterate that was taken, and the gradient there. */
  readonly x: Float32Array;
};

/** The next trial is x - step * gradient. */
export type GradientDescentState = Shared & {
  readonly kind: 'gradient-descent';
  readonly step: number;
  /** Losses of the last iterates, newest last. */
  readonly recent: Float64Array;
  readonly gradient: Float32Array;
};

/** The next trial is x - scale * rate * m^ / (sqrt(v^) + epsilon), Kingma and Ba 2015. */
export type AdamState = Shared & {
  readonly kind: 'adam';
  /** Part of the step that is taken, 1 unless trials failed. */
  readonly scale: number;
  readonly firstLoss: number;
  /** beta1 and beta2 to the power of the gradients seen. */
  readonly power1: number;
  readonly power2: number;
  readonly m: Float32Array;
  readonly v: Float32Array;
};

/** The next trial is x - scale * rate * velocity. */
export type SgdState = Shared & {
  readonly kind: 'sgd';
  readonly scale: number;
  readonly firstLoss: number;
  readonly velocity: Float32Array;
};

/** A line search along a direction between two evaluations, as plain numbers; wolfe.ts moves it. */
export type LineSearch = {
  /** The step to evaluate next, and trials so far. */
  readonly step: number;
  readonly trials: number;
  /** Loss and slope at step 0. */
  readonly originLoss: number;
  readonly originSlope: number;
  /** While bracketing the previous trial; then the end of the bracket that has the lowest loss. */
  readonly lowStep: number;
  readonly lowLoss: number;
  readonly lowSlope: number;
  /** The other end of the bracket, a step of Infinity while there is none. A trial that failed has loss Infinity. */
  readonly highStep: number;
  readonly highLoss: number;
  readonly highSlope: number;
};

/** The next trial is x + step * direction. */
export type LbfgsState = Shared &
  LineSearch & {
    readonly kind: 'l-bfgs';
    /** Pairs kept at most, pairs kept, and the slot that the next pair goes to. */
    readonly history: number;
    readonly count: number;
    readonly slot: number;
    /** Largest absolute component of `direction`. */
    readonly reach: number;
    /** [history, history] by slot: sy[i * history + j] = steps[i] . changes[j], and changes[i] . changes[j]. */
    readonly sy: Float64Array;
    readonly yy: Float64Array;
    /** By slot: steps[i] . gradient and changes[i] . gradient, so that the products with a change are differences. */
    readonly sg: Float64Array;
    readonly yg: Float64Array;
    readonly gradient: Float32Array;
    readonly direction: Float32Array;
    /** Gradient at lowStep, where that is not 0. */
    readonly lowGradient: Float32Array;
    /** By slot: differences of iterates (s) and of gradients (y); they grow to `history`, then are written over. */
    readonly steps: Float32Array[];
    readonly changes: Float32Array[];
  };

export type OptimiserState = GradientDescentState | AdamState | SgdState | LbfgsState;
export type Kind = OptimiserState['kind'];
