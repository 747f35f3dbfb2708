// `evaluate calibration`: are the error rates that a caller asks for those that people the calibration never saw get.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { falseMatchRates, impostorDistances } from '../../functions/core/faces/false-matches.ts';
import { galleryThreshold } from '../../functions/core/faces/gallery-threshold.ts';
import { verifyThreshold } from '../../functions/core/faces/verify.ts';
import { bootstrap, type Statistic } from '../../functions/core/statistics/bootstrap.ts';
import { atOnce } from '../../functions/core/steps.ts';
import { calibrationFor } from '../open-faces.ts';
import { type AskedRow, observedRow, supported } from './asked-row.ts';
import { findingOf } from './elsewhere.ts';
import { embedAll, missingIn, vectorOf } from './embeddings.ts';
import { chosenPeople, type IdentifyOptions } from './identify.ts';
import { updateEncoder } from './manifest-file.ts';
import { mean } from './metrics.ts';
import { type OwnCurve, ownCurve } from './own-curve.ts';
import { parsePairs } from './pairs-file.ts';
import type { Person } from './people.ts';
import { galleryFalseAlarms, strangersOf } from './random-galleries.ts';
import type { Result } from './result.ts';

export type AskedOptions = Omit<IdentifyOptions, 'seeds'> & {
  /** A list of pairs whose people alone are looked at. */
  readonly list?: string;
  readonly write?: boolean;
  /** Who the people are, for the manifest. */
  readonly elsewhere?: string;
};

const FMRS = [1e-3, 1e-2, 1e-1];
const FPIRS = [1e-2, 1e-1];
const SIZES = [10, 100, 1000];
/** More people than the gallery has, so that drawing people again leaves enough for one. */
const SPARE = 10;
/** Fewer strangers to a gallery that is measured on itself tell nothing. */
const STRANGERS = 15;

type GalleryRow = AskedRow & {
  readonly subjects: number;
  /** The power of the subjects, and of the faces a subject, at which the model would have been right. */
  readonly subjects_exponent: number | null;
  readonly faces_exponent: number | null;
};
const NO_EXPONENTS = { subjects_exponent: null, faces_exponent: null };

/**
 * With `write` the exponent goes into the manifest, with `elsewhere` how far the rates were off.
 * @throws Error with fewer than two people who have a face.
 */
export async function askedAndObserved(options: AskedOptions): Promise<Result> {
  const calibration = await calibrationFor(options);
  if (calibration === null)
    throw new Error(`${options.encoder} has no calibration, so that there is no rate to ask for.`);
  const people = await peopleOf(options);
  const embeddings = await embedAll(
    people.flatMap(({ pictures }) => pictures),
    options,
  );
  const vectors = people
    .map(({ pictures }) => pictures.flatMap((file) => vectorOf(embeddings, file) ?? []))
    .filter((list) => list.length > 0);
  if (vectors.length < 2) throw new Error(`${vectors.length} people have a face: at least two are needed.`);
  const faces = mean(vectors.map((list) => Math.min(list.length, options.enrol)));
  const distances = atOnce(impostorDistances(vectors));
  const falseMatches = (threshold: number) => atOnce(falseMatchRates(vectors, [threshold], distances))[0];
  const observe = (statistic: Statistic) => bootstrap(vectors.length, statistic, options.seed);

  const fmr = FMRS.map((asked): AskedRow => {
    const threshold = supported(() => verifyThreshold(calibration, { fmr: asked }).threshold);
    return observedRow(asked, threshold, threshold === null ? null : observe(falseMatches(threshold)));
  });
  const everybody = new Uint32Array(vectors.length).fill(1);
  const strangers = strangersOf(vectors, options.enrol);
  const sizes = SIZES.filter((size) => size + SPARE <= vectors.length);
  const fpir = sizes.flatMap((subjects) =>
    FPIRS.map((asked): GalleryRow => {
      const size = { subjects, faces: subjects * faces };
      const threshold = supported(() => galleryThreshold(calibration, { fpir: asked }, size).threshold);
      if (threshold === null) return { ...observedRow(asked, null, null), subjects, ...NO_EXPONENTS };
      const alarms = (among: number) => galleryFalseAlarms(strangers, threshold, among);
      const observed = observe(alarms(subjects));
      const [pair, one] = [falseMatches(threshold), alarms(1)].map((rate) => rate(everybody));
      return {
        ...observedRow(asked, threshold, observed),
        subjects,
        subjects_exponent: exponentOf(one, observed.rate, subjects),
        faces_exponent: exponentOf(pair, one, faces),
      };
    }),
  );
  const own: OwnCurve[] = [];
  for (const subjects of ownSizes(vectors.length)) {
    const { enrol, seed } = options;
    own.push(await ownCurve(vectors, calibration, { subjects, enrol, seed, fmrs: FMRS, fpirs: FPIRS }));
  }
  const exponent = meanOf(fpir.map(({ faces_exponent }) => faces_exponent));
  if (options.write) {
    if (exponent === null) throw new Error('There is no exponent to write: enrol two pictures or more.');
    const gallery = { facesExponent: Number(exponent.toPrecision(2)), command: commandOf(options) };
    await updateEncoder(options.encoder, (entry) => ({ calibration: { ...entry.calibration, gallery } }));
  }
  if (options.elsewhere !== undefined) {
    const whom = options.elsewhere;
    const found = { people: whom, finding: findingOf(whom, fmr, fpir), command: commandOf(options) };
    await updateEncoder(options.encoder, ({ calibration }) => ({
      calibration: {
        ...calibration,
        elsewhere: [...(calibration.elsewhere ?? []).filter(({ people }) => people !== whom), found],
      },
    }));
  }
  const { withoutFace, unreadable } = missingIn(embeddings);
  return {
    values: {
      encoder: options.encoder,
      people: vectors.length,
      pictures: embeddings.size,
      no_face: withoutFace + unreadable,
      faces_a_subject: faces,
      fmr,
      fpir,
      own_curve: own,
      subjects_exponent: meanOf(fpir.map((each) => each.subjects_exponent)),
      faces_exponent: exponent,
    },
    chart: null,
  };
}

/** Without the places of the pictures. */
function commandOf({ encoder, enrol, face, peopleHalf, list }: AskedOptions): string {
  const half = peopleHalf === undefined ? '' : ` --people-half ${peopleHalf}`;
  const listed = list === undefined ? '' : ` --list ${path.basename(list)} --face ${face}`;
  return `npm run -s evaluate -- calibration --encoder ${encoder} --enrol ${enrol}${half}${listed}`;
}

/** With two thirds of the people, since of few only a large gallery supports a rate. */
function ownSizes(people: number): number[] {
  const sizes = new Set([...SIZES, Math.floor((2 * people) / 3)]);
  return [...sizes].filter((size) => size >= SIZES[0] && size + STRANGERS <= people).sort((a, b) => a - b);
}

function meanOf(values: readonly (number | null)[]): number | null {
  const found = values.filter((value) => value !== null);
  return found.length === 0 ? null : mean(found);
}

/** e of 1 - (1 - one)^(times^e) = many; null where there is none. */
function exponentOf(one: number, many: number, times: number): number | null {
  const exponent = Math.log(Math.log1p(-many) / Math.log1p(-one)) / Math.log(times);
  return Number.isFinite(exponent) ? exponent : null;
}

async function peopleOf({ list, ...options }: AskedOptions): Promise<readonly Person[]> {
  const people = await chosenPeople(options);
  if (list === undefined) return people;
  const named = parsePairs(await readFile(list, 'utf8')).flatMap(({ a, b }) => [a, b]);
  const names = new Set(named.map((picture) => path.dirname(picture)));
  return people.filter(({ name }) => names.has(name));
}
