// `evaluate calibration`: are the error rates that a caller asks for those that people the calibration never saw get.
import { falseMatchRate } from '../../functions/core/faces/false-matches.ts';
import { galleryThreshold } from '../../functions/core/faces/gallery-threshold.ts';
import { verifyThreshold } from '../../functions/core/faces/verify.ts';
import { Fault } from '../../functions/core/fault.ts';
import { bootstrap, type Estimate } from '../../functions/core/statistics/bootstrap.ts';
import { calibrationFor } from '../open-faces.ts';
import { embedAll, missingIn, vectorOf } from './embeddings.ts';
import { chosenPeople, type IdentifyOptions } from './identify.ts';
import { updateEncoder } from './manifest-file.ts';
import { mean } from './metrics.ts';
import { galleryFalseAlarms, strangersOf } from './random-galleries.ts';
import type { Result } from './result.ts';

export type AskedOptions = Omit<IdentifyOptions, 'seeds'> & { readonly write?: boolean };

const FMRS = [1e-3, 1e-2, 1e-1];
const FPIRS = [1e-2, 1e-1];
const SIZES = [10, 100, 1000];
/** More people than the gallery has, so that drawing people again leaves enough for one. */
const SPARE = 10;

type Row = { readonly asked: number } & Partial<Estimate> & {
    readonly threshold: number | null;
    /** Whether what was asked for lies in the interval of what was observed; null when the curve refused the rate. */
    readonly inside: boolean | null;
  };
type GalleryRow = Row & {
  readonly subjects: number;
  /** The power of the faces a subject at which the model would have been right. */
  readonly faces_exponent: number | null;
};

/**
 * With `write` the exponent goes into the manifest.
 * @throws Error with fewer than two people who have a face.
 */
export async function askedAndObserved(options: AskedOptions): Promise<Result> {
  const calibration = await calibrationFor(options);
  if (calibration === null)
    throw new Error(`${options.encoder} has no calibration, so that there is no rate to ask for.`);
  const people = await chosenPeople(options);
  const embeddings = await embedAll(
    people.flatMap(({ pictures }) => pictures),
    options,
  );
  const vectors = people
    .map(({ pictures }) => pictures.flatMap((file) => vectorOf(embeddings, file) ?? []))
    .filter((list) => list.length > 0);
  if (vectors.length < 2) throw new Error(`${vectors.length} people have a face: at least two are needed.`);
  const faces = mean(vectors.map((list) => Math.min(list.length, options.enrol)));
  const observe = (threshold: number) =>
    bootstrap(vectors.length, falseMatchRate(vectors, threshold), options.seed);

  const fmr = FMRS.map((asked): Row => {
    const threshold = supported(() => verifyThreshold(calibration, { fmr: asked }).threshold);
    return row(asked, threshold, threshold === null ? null : observe(threshold));
  });
  const strangers = strangersOf(vectors, options.enrol);
  const sizes = SIZES.filter((size) => size + SPARE <= vectors.length);
  const fpir = sizes.flatMap((subjects) =>
    FPIRS.map((asked): GalleryRow => {
      const size = { subjects, faces: subjects * faces };
      const threshold = supported(() => galleryThreshold(calibration, { fpir: asked }, size).threshold);
      if (threshold === null) return { ...row(asked, null, null), subjects, faces_exponent: null };
      const alarms = galleryFalseAlarms(strangers, threshold, subjects);
      const observed = bootstrap(vectors.length, alarms, options.seed);
      const pair = falseMatchRate(vectors, threshold)(new Uint32Array(vectors.length).fill(1));
      const chances = Math.log1p(-observed.rate) / Math.log1p(-pair);
      const exponent = Math.log(chances / subjects) / Math.log(faces);
      return {
        ...row(asked, threshold, observed),
        subjects,
        faces_exponent: Number.isFinite(exponent) ? exponent : null,
      };
    }),
  );
  const exponents = fpir.flatMap(({ faces_exponent }) => faces_exponent ?? []);
  const exponent = exponents.length === 0 ? null : mean(exponents);
  if (options.write) {
    if (exponent === null) throw new Error('There is no exponent to write: enrol two pictures or more.');
    const half = options.peopleHalf === undefined ? '' : ` --people-half ${options.peopleHalf}`;
    const command = `npm run -s evaluate -- calibration --encoder ${options.encoder} --enrol ${options.enrol}${half}`;
    const gallery = { facesExponent: Number(exponent.toPrecision(2)), command };
    await updateEncoder(options.encoder, (entry) => ({ calibration: { ...entry.calibration, gallery } }));
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
      faces_exponent: exponent,
    },
    chart: null,
  };
}

function row(asked: number, threshold: number | null, observed: Estimate | null): Row {
  const inside = observed && observed.low <= asked && asked <= observed.high;
  return { asked, threshold, ...observed, inside };
}

/** Null where the curve refuses the rate. */
function supported(ask: () => number): number | null {
  try {
    return ask();
  } catch (error) {
    if (error instanceof Fault && error.code === 'threshold_unsupported') return null;
    throw error;
  }
}
