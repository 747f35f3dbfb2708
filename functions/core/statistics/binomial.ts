// How far a rate may be from the one that was observed: exact intervals for independent trials.

/** A range of rates, 0..1. */
export type Interval = { readonly low: number; readonly high: number };

const DEFAULT_CONFIDENCE = 0.95;

/**
 * The interval of Clopper and Pearson (1934) for a rate of which `events` were seen in `trials` independent trials: it
 * covers the true rate at least `confidence` of the time. `trials` at least 1, `events` 0..trials.
 */
export function clopperPearson(events: number, trials: number, confidence = DEFAULT_CONFIDENCE): Interval {
  const tail = (1 - confidence) / 2;
  return {
    low: events === 0 ? 0 : betaQuantile(tail, events, trials - events + 1),
    high: events === trials ? 1 : betaQuantile(1 - tail, events + 1, trials - events),
  };
}

/** The x at which the regularised incomplete beta function is `p`: bisection, since it ascends. */
function betaQuantile(p: number, a: number, b: number): number {
  let low = 0;
  let high = 1;
  // 1100 halvings reach the smallest double; the loop ends when no double lies between.
  for (let step = 0; step < 1100; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (incompleteBeta(middle, a, b) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** I_x(a, b), regularised, for x in 0..1 and a, b > 0. The continued fraction converges fast below the mean. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = a * Math.log(x) + b * Math.log1p(-x) - (logGamma(a) + logGamma(b) - logGamma(a + b));
  return (Math.exp(front) / a) * fraction(x, a, b);
}

/** The continued fraction of DLMF 8.17.22, evaluated forwards by Lentz's method as Thompson and Barnett changed it. */
function fraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1), tiny);
  let value = d;
  for (let m = 1; m <= 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    let change = 1;
    for (const term of [even, odd]) {
      d = 1 / away(1 + term * d, tiny);
      c = away(1 + term / c, tiny);
      change = c * d;
      value *= change;
    }
    if (Math.abs(change - 1) < 1e-15) break;
  }
  return value;
}

function away(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}

/** ln of the gamma function for x > 0: Stirling's series (DLMF 5.11.1) beyond 10, reached by the recurrence. */
function logGamma(x: number): number {
  let shift = 0;
  let z = x;
  while (z < 10) shift += Math.log(z++);
  const r = 1 / (z * z);
  const series = (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r / 1188)))) / z;
  return (z - 0.5) * Math.log(z) - z + Math.log(2 * Math.PI) / 2 + series - shift;
}
