// A gallery measured on itself: its people are each other's impostors, and strangers to the gallery without them.
import { seeded, shuffled } from '../random.ts';
import { clopperPearson } from '../statistics/binomial.ts';
import { bootstrapAll, type Estimate, ratio, type Statistic } from '../statistics/bootstrap.ts';
import { type Breathe, breathing } from '../steps.ts';
import { falseMatchRates, impostorDistances, type Vectors } from './false-matches.ts';
import { fusedDistance } from './fuse.ts';
import type { ErrorPoint, GalleryCalibration } from './gallery-calibration.ts';
import type { GallerySnapshot, Neighbour } from './gallery-snapshot.ts';
import { squaredDistance } from './verify.ts';

export type MeasureOptions = {
  readonly seed: number;
  /** Most comparisons of a drawn face with the gallery's. */
  readonly maxComparisons: number;
  /** Thresholds to measure beside those of the rates. */
  readonly thresholds: readonly number[];
  readonly breathe: Breathe;
};

export type GalleryMeasurement = Omit<GalleryCalibration, 'encoder' | 'measuredAt'>;

/** Who is drawn from a gallery: indices of its people, each with some of their faces. */
export type GallerySample = {
  readonly people: readonly { readonly person: number; readonly faces: Vectors }[];
  readonly faces: number;
};

/** Rates that distances are sought for, 1-2-5 a decade, beside the least. */
const RATES = [-6, -5, -4, -3, -2, -1].flatMap((power) =>
  [1, 2, 5].map((step) => Number(`${step}e${power}`)),
);
/** Beyond it nobody sets a threshold, and pairs that match are too many to draw a thousand times. */
const MOST_FMR = 0.2;
/** Distances are told apart to 1 / 1000, as the shipped curves are. */
const STEPS = 1000;
/** Two million pairs of faces, half a million of people: the least FMR is then 6e-6, the least FPIR 0.003. */
const MOST_FACES = 2000;
const MOST_PEOPLE = 1000;
/** Of fewer no FMR up to 0.2 and no FPIR up to 0.5 can be told: 3 / 15 pairs, 3 / 6 people. */
export const LEAST_PEOPLE = 6;
/** One person's pairs of faces grow with the square of them and are all alike. */
const MOST_FACES_A_PERSON = 5;

/** The same for the same seed. People come whole, up to five faces of each, until there are enough. */
export function drawSample(
  { people, faces }: GallerySnapshot,
  { seed, maxComparisons }: Pick<MeasureOptions, 'seed' | 'maxComparisons'>,
): GallerySample {
  const random = seeded(seed);
  const most = Math.min(MOST_FACES, Math.floor(maxComparisons / Math.max(1, faces)));
  const drawn: { person: number; faces: Vectors }[] = [];
  let count = 0;
  for (const person of shuffled([...people.keys()], random).slice(0, MOST_PEOPLE)) {
    const some = shuffled(people[person], random).slice(0, MOST_FACES_A_PERSON);
    if (count + some.length > most) break;
    count += some.length;
    drawn.push({ person, faces: some });
  }
  return { people: drawn, faces: count };
}

/**
 * The smallest rates that a sample can tell from none: of n independent trials without an event the rate may still be
 * 3 / n (the rule of three, Hanley and Lippman-Hand 1983). Trials are pairs of people for the FMR, people for the FPIR.
 */
function leastRates(people: number): { readonly fmr: number; readonly fpir: number } {
  return { fmr: 3 / pairsOf(people), fpir: 3 / people };
}

function pairsOf(people: number): number {
  return (people * (people - 1)) / 2;
}

/** Deterministic but for the last digits, which are the scorer's. `sample` has two people or more. */
export async function measureGallery(
  snapshot: GallerySnapshot,
  sample: GallerySample,
  { seed, thresholds, breathe }: MeasureOptions,
): Promise<GalleryMeasurement> {
  const faces = sample.people.map((each) => each.faces);
  const impostors = await breathing(impostorDistances(faces), breathe);
  const probes = await probesOf(snapshot, sample, breathe);
  const nearest = probes.map(({ other }) => other.distance);

  const least = leastRates(faces.length);
  const atFmr = thresholdsAt(impostors, least.fmr, MOST_FMR);
  const atFpir = thresholdsAt(nearest, least.fpir, 1);
  const all = [...new Set([...atFmr, ...atFpir, ...thresholds])].sort((a, b) => a - b);
  const fmr = await breathing(falseMatchRates(faces, all, impostors), breathe);
  const fnmr = falseNonMatchRates(faces, all);
  const fpir = all.map((threshold) => falseAlarmRate(sample, probes, threshold));
  const fnir = missRates(faces.length, probes, all);
  const rates = [...fmr, ...fpir, ...(fnmr ?? []), ...(fnir ?? [])];
  const estimates = (await breathing(bootstrapAll(faces.length, rates, seed), breathe)).map(rounded);
  const next = () => estimates.splice(0, all.length);
  const [fmrs, fpirs] = [next(), next()];
  const [fnmrs, fnirs] = [fnmr && next(), fnir && next()];
  // Pairs of people are the trials where none of them matched, as they are for the least rate.
  const none = rounded({ rate: 0, ...clopperPearson(0, pairsOf(faces.length)) });
  const points = all.map(
    (distance, i): ErrorPoint => ({
      distance,
      fmr: fmrs[i].rate === 0 ? none : fmrs[i],
      fnmr: fnmrs?.[i] ?? null,
      fpir: fpirs[i],
      fnir: fnirs?.[i] ?? null,
    }),
  );
  return {
    version: snapshot.version,
    gallery: { subjects: snapshot.people.length, faces: snapshot.faces },
    sample: { subjects: faces.length, faces: sample.faces, seed },
    approximate: snapshot.approximate,
    least: {
      fmr: leastSupported(points, atFmr, ({ fmr }) => fmr.rate, least.fmr),
      fpir: leastSupported(points, atFpir, ({ fpir }) => fpir.rate, least.fpir),
    },
    points,
  };
}

type Probe = {
  /** Index into the sample. */
  readonly index: number;
  /** The nearest of everybody else in the gallery, and its index into the sample when it was drawn. */
  readonly other: Neighbour;
  readonly otherIndex: number | undefined;
  /** To the subject's other faces, as a search fuses them; null where there are none. */
  readonly own: number | null;
};

async function probesOf(
  snapshot: GallerySnapshot,
  { people }: GallerySample,
  breathe: Breathe,
): Promise<Probe[]> {
  const queries = people.flatMap(({ person, faces }, index) =>
    faces.map((vector) => ({ vector, person, index })),
  );
  const indices = new Map(people.map(({ person }, index) => [person, index]));
  const others = await snapshot.nearestOther(queries, breathe);
  return queries.map(({ vector, person, index }, i) => {
    const rest = snapshot.people[person].filter((each) => each !== vector);
    const own = rest.length === 0 ? null : fusedDistance([vector], rest);
    return { index, other: others[i], otherIndex: indices.get(others[i].person), own };
  });
}

/** Pairs of one person's drawn faces beyond each threshold, by person; null where there are none. */
function falseNonMatchRates(people: readonly Vectors[], thresholds: readonly number[]): Statistic[] | null {
  const genuine = people.map((faces) =>
    faces.flatMap((a, i) => faces.slice(0, i).map((b) => squaredDistance(a, b))),
  );
  const trials = genuine.map((distances) => distances.length);
  if (trials.every((count) => count === 0)) return null;
  return thresholds.map((threshold) =>
    ratio(
      genuine.map((distances) => distances.filter((distance) => distance > threshold).length),
      trials,
    ),
  );
}

/** Drawn faces of people with others that do not find their own subject within each threshold, by person. */
function missRates(
  people: number,
  probes: readonly Probe[],
  thresholds: readonly number[],
): Statistic[] | null {
  const asked = probes.flatMap(({ own, ...probe }) => (own === null ? [] : [{ ...probe, own }]));
  if (asked.length === 0) return null;
  const trials = countBy(people, asked, () => true);
  return thresholds.map((threshold) =>
    ratio(
      countBy(people, asked, ({ own, other }) => own > threshold || own > other.distance),
      trials,
    ),
  );
}

/**
 * Drawn faces that are given another's name. When two people are within the threshold of each other both give an alarm,
 * and that is one event, not two: people are drawn together with the nearest that gave them theirs. Without it intervals
 * would be too narrow by up to the square root of 2.
 */
function falseAlarmRate({ people }: GallerySample, probes: readonly Probe[], threshold: number): Statistic {
  const group = Array.from(people.keys());
  const rootOf = (index: number): number => {
    let root = index;
    while (group[root] !== root) root = group[root];
    while (group[index] !== root) [index, group[index]] = [group[index], root];
    return root;
  };
  const alarms = probes.filter(({ other }) => other.distance <= threshold);
  for (const { index, otherIndex } of alarms) {
    if (otherIndex !== undefined) group[rootOf(index)] = rootOf(otherIndex);
  }
  const byGroup = (some: readonly Probe[]) =>
    countBy(
      people.length,
      some.map(({ index }) => ({ index: rootOf(index) })),
      () => true,
    );
  return ratio(byGroup(alarms), byGroup(probes));
}

function countBy<P extends { readonly index: number }>(
  people: number,
  probes: readonly P[],
  counts: (probe: P) => boolean,
): Float64Array {
  const found = new Float64Array(people);
  for (const probe of probes) if (counts(probe)) found[probe.index]++;
  return found;
}

/**
 * The distance, in thousandths, of the last event that each rate allows: for the least rate, and for every one above up to
 * `most`. Not the largest distance at which the rate is not exceeded, which lies just before the next event: of n trials
 * (k + 1) / (n + 1) are expected within that, and k / (n + 1) within the kth (David and Nagaraja 2003, 2.5), so that
 * strangers to a small gallery got a third more alarms than asked for. Where no event is allowed, it is just before the first.
 */
function thresholdsAt(distances: ArrayLike<number>, least: number, most: number): number[] {
  const counts = new Uint32Array(4 * STEPS + 1);
  for (let i = 0; i < distances.length; i++) counts[Math.min(4 * STEPS, Math.ceil(distances[i] * STEPS))]++;
  const rates = least > most ? [] : [least, ...RATES.filter((rate) => rate > least && rate <= most)];
  return rates.flatMap((rate) => {
    const allowed = rate * distances.length + 1e-9;
    let [within, step, event] = [0, -1, -1];
    while (step < 4 * STEPS && within + counts[step + 1] <= allowed) {
      within += counts[++step];
      if (counts[step] > 0) event = step;
    }
    return step < 0 ? [] : [(event < 0 ? step : event) / STEPS];
  });
}

/** Where faces of two subjects are the same, no distance gives the least rate: then it is the first that one gives. */
function leastSupported(
  points: readonly ErrorPoint[],
  found: readonly number[],
  rateOf: (point: ErrorPoint) => number,
  least: number,
): number | null {
  const first = points.find(({ distance }) => distance === found[0]);
  return first ? Number(Math.max(least, rateOf(first)).toPrecision(4)) : null;
}

function rounded({ rate, low, high }: Estimate): Estimate {
  const [r, l, h] = [rate, low, high].map((value) => Number(value.toPrecision(4)));
  return { rate: r, low: l, high: h };
}
