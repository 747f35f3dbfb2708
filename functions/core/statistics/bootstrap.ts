// How far a rate may be from the one observed when trials share people: people are drawn again, not trials.
import { seeded } from '../random.ts';
import { clopperPearson, type Interval } from './binomial.ts';

/** `rate` of 0..1 over people, each counted `weights[person]` times; NaN where such a draw says nothing. */
export type Statistic = (weights: Uint32Array) => number;

export type Estimate = Interval & { readonly rate: number };

const REPLICATES = 1000;
const TAIL = 0.025;

/**
 * The 95 % interval of the bootstrap (Efron 1979) over `people`, at least 1, the same for the same seed. A draw holds
 * fewer different people than there are, which biases rates over a gallery, so its percentiles are scaled by the rate
 * over their mean. Where nobody or everybody erred, draws do not differ: the interval is then that of as many
 * independent trials as there are people.
 */
export function bootstrap(people: number, statistic: Statistic, seed = 1): Estimate {
  const rate = statistic(new Uint32Array(people).fill(1));
  if (rate === 0) return { rate, ...clopperPearson(0, people) };
  if (rate === 1) return { rate, ...clopperPearson(people, people) };
  const random = seeded(seed);
  const drawn: number[] = [];
  for (let i = 0; i < REPLICATES; i++) {
    const weights = new Uint32Array(people);
    for (let j = 0; j < people; j++) weights[Math.floor(random() * people)]++;
    const value = statistic(weights);
    if (!Number.isNaN(value)) drawn.push(value);
  }
  if (Number.isNaN(rate) || drawn.length === 0)
    return { rate: Number.NaN, low: Number.NaN, high: Number.NaN };
  drawn.sort((a, b) => a - b);
  const scale = rate / (drawn.reduce((sum, value) => sum + value, 0) / drawn.length);
  const at = (share: number) =>
    Math.min(1, scale * drawn[Math.min(drawn.length - 1, Math.floor(share * drawn.length))]);
  return { rate, low: at(TAIL), high: at(1 - TAIL) };
}

/** Events over trials, both by person: the rate of trials that only people share. */
export function ratio(events: ArrayLike<number>, trials: ArrayLike<number>): Statistic {
  return (weights) => {
    let [above, below] = [0, 0];
    for (const [person, weight] of weights.entries()) {
      above += weight * events[person];
      below += weight * trials[person];
    }
    return above / below;
  };
}
