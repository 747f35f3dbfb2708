// How far a rate may be from the one observed when trials share people: people are drawn again, not trials.
import { seeded } from '../random.ts';
import { atOnce, type Steps } from '../steps.ts';
import { clopperPearson, type Interval } from './binomial.ts';

/** `rate` of 0..1 over people, each counted `weights[person]` times; NaN where such a draw says nothing. */
export type Statistic = (weights: Uint32Array) => number;

export type Estimate = Interval & { readonly rate: number };

const REPLICATES = 1000;
const TAIL = 0.025;

/** Draws between two pauses. */
const DRAWS_A_STEP = 20;

/** `bootstrapAll` of one statistic, at once. */
export function bootstrap(people: number, statistic: Statistic, seed = 1): Estimate {
  return atOnce(bootstrapAll(people, [statistic], seed))[0];
}

/**
 * The 95 % interval of the bootstrap (Efron 1979) over `people`, at least 1, the same for the same seed, for several
 * statistics of the same draws. A draw holds fewer different people than there are, which biases rates over a gallery, so
 * its percentiles are scaled by the rate over their mean. Where nobody or everybody erred, draws do not differ: the
 * interval is then that of as many independent trials as there are people. Rates of pairs of people are drawn by both of
 * them, which is wide where matches are few (Owen 2007, "The pigeonhole bootstrap").
 */
export function* bootstrapAll(
  people: number,
  statistics: readonly Statistic[],
  seed = 1,
): Steps<readonly Estimate[]> {
  const everybody = new Uint32Array(people).fill(1);
  const rates = statistics.map((statistic) => statistic(everybody));
  const varying = [...rates.keys()].filter((i) => rates[i] > 0 && rates[i] < 1);
  const drawn = new Map(varying.map((i) => [i, [] as number[]]));
  const random = seeded(seed);
  for (let draw = 0; draw < REPLICATES && varying.length > 0; draw++) {
    if (draw % DRAWS_A_STEP === 0) yield;
    const weights = new Uint32Array(people);
    for (let j = 0; j < people; j++) weights[Math.floor(random() * people)]++;
    for (const [i, values] of drawn) {
      const value = statistics[i](weights);
      if (!Number.isNaN(value)) values.push(value);
    }
  }
  return rates.map((rate, i) => {
    if (rate === 0) return { rate, ...clopperPearson(0, people) };
    if (rate === 1) return { rate, ...clopperPearson(people, people) };
    return percentiles(rate, drawn.get(i) ?? []);
  });
}

function percentiles(rate: number, drawn: number[]): Estimate {
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
    for (let person = 0; person < weights.length; person++) {
      above += weights[person] * events[person];
      below += weights[person] * trials[person];
    }
    return above / below;
  };
}
