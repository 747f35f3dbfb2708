// An optimiser by its options: one row a kind.
import { Fault } from '../fault.ts';
import { type AdamOptions, createAdam } from './adam.ts';
import { createGradientDescent, type GradientDescentOptions } from './gradient-descent.ts';
import { createLbfgs, type LbfgsOptions } from './l-bfgs.ts';
import type { Method } from './optimiser.ts';
import { createSgd, type SgdOptions } from './sgd.ts';
import type { Kind, OptimiserState } from './state.ts';

/** Any of the kinds. `point`, `next` and `best` throw Fault state_invalid for a state of another kind or size. */
export type Optimiser = Method<OptimiserState>;

export type OptimiserOptions = GradientDescentOptions | AdamOptions | SgdOptions | LbfgsOptions;

export function createOptimiser(options: OptimiserOptions): Optimiser {
  switch (options.kind) {
    case 'gradient-descent':
      return ofAnyState(options.kind, createGradientDescent(options));
    case 'adam':
      return ofAnyState(options.kind, createAdam(options));
    case 'sgd':
      return ofAnyState(options.kind, createSgd(options));
    case 'l-bfgs':
      return ofAnyState(options.kind, createLbfgs(options));
  }
}

/** Narrows the state to the method's own kind, and holds still after a stop. */
function ofAnyState<State extends OptimiserState>(kind: Kind, method: Method<State>): Optimiser {
  const own = (state: OptimiserState): State => {
    if (state.kind === kind) return state as State;
    throw new Fault('state_invalid', `The state is of ${state.kind}, the optimiser is ${kind}.`, {
      expected: kind,
      received: state.kind,
    });
  };
  return {
    start: method.start,
    point: (state, into) => method.point(own(state), into),
    next(state, loss, gradient) {
      const mine = own(state);
      if (gradient.length !== state.x.length) {
        throw new Fault(
          'state_invalid',
          `The state has ${state.x.length} values, the gradient ${gradient.length}.`,
          { expected: state.x.length, received: gradient.length },
        );
      }
      return state.stopped === 0 ? method.next(mine, loss, gradient) : state;
    },
    best: (state) => method.best(own(state)),
  };
}
