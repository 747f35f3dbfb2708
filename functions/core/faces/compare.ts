// 1:1: do two sides, each a picture, an embedding or an enrolled subject, show the same person.
import { Fault } from '../fault.ts';
import type { Calibration } from '../manifest.ts';
import { type ChosenCurves, type CurveRequest, chooseCurves, shippedChoice } from './curve-choice.ts';
import type { Face } from './face.ts';
import { fusedDistance } from './fuse.ts';
import { type JudgeRequest, judgeFor, type Verdict } from './judge.ts';
import type { OnMultiple } from './pick.ts';
import { type EmbeddingSource, mismatch, type PictureSource, type Probe, probe, type Seen } from './probe.ts';
import { galleryAt } from './recognize.ts';
import type { GalleryKey } from './store.ts';
import type { FaceTools } from './tools.ts';

export type SubjectSource = { readonly kind: 'subject'; readonly at: GalleryKey; readonly subject: string };
export type SideSource = PictureSource | EmbeddingSource | SubjectSource;

export type CompareRequest = JudgeRequest & {
  readonly a: SideSource;
  readonly b: SideSource;
  /** The encoder for two pictures; an embedding or a subject brings its own. */
  readonly model?: string;
  /** `all`: the closest pair of faces decides, and every further pair is another chance of a false match. */
  readonly onMultiple: OnMultiple;
  /** Goes with subjects of one gallery, and with the method distance. */
  readonly curve?: CurveRequest;
};

export type Comparison = Verdict & {
  readonly model: string;
  readonly distance: number;
  /** How many pairs the distance is the least of: 1 unless `onMultiple` is `all`. */
  readonly comparisons: number;
  readonly a: Side;
  readonly b: Side;
};

/** What stood on one side: `face` is the one that was compared, `seen` the picture it was found in. */
export type Side = {
  readonly source: SideSource;
  readonly face: Face | null;
  readonly seen: Seen | null;
  readonly templates: number;
};

/**
 * The closest sides are what is judged, by either method.
 * @throws Fault encoder_mismatch with both ids, head_missing, threshold_unsupported, calibration_missing, gallery_not_found,
 * subject_not_found, nothing_enrolled, and what `probe` throws, with `side` = a or b. Nothing is written: calling again is safe.
 */
export async function compare(tools: FaceTools, request: CompareRequest): Promise<Comparison> {
  const model = await commonModel(tools, request);
  const encoder = tools.engines.entry(model);
  const curves = await curvesOf(tools, request, encoder.calibration);
  const judge = judgeFor(encoder.id, curves, tools.heads, request);
  const a = await options(tools, 'a', request, model);
  const b = await options(tools, 'b', request, model);
  let best = { distance: Number.POSITIVE_INFINITY, a: a.choices[0], b: b.choices[0] };
  for (const one of a.choices) {
    for (const other of b.choices) {
      const distance = fusedDistance(one.vectors, other.vectors);
      if (distance < best.distance) best = { distance, a: one, b: other };
    }
  }
  return {
    model,
    distance: best.distance,
    comparisons: a.choices.length * b.choices.length,
    a: { source: request.a, face: best.a.face, seen: a.seen, templates: best.a.vectors.length },
    b: { source: request.b, face: best.b.face, seen: b.seen, templates: best.b.vectors.length },
    ...(await judge(best.distance, best.a.vectors, best.b.vectors)), // last, as ARCHITECTURE.md says of memory
  };
}

/** One face, or all templates of one subject, fused as the search does, so that verify and recognize agree. */
type Choice = { readonly vectors: readonly Float32Array[]; readonly face: Face | null };

async function options(
  tools: FaceTools,
  name: 'a' | 'b',
  request: CompareRequest,
  model: string,
): Promise<{ choices: readonly Choice[]; seen: Seen | null }> {
  try {
    const source = request[name];
    if (source.kind === 'subject') return { choices: [await enrolled(tools, source)], seen: null };
    const { probes, seen } = await probe(tools, source, model, request.onMultiple);
    return { choices: probes.map(({ vector, face }: Probe) => ({ vectors: [vector], face })), seen };
  } catch (error) {
    if (error instanceof Fault)
      throw new Fault(error.code, `${name}: ${error.message}`, { ...error.facts, side: name }, error);
    throw error;
  }
}

async function enrolled(tools: FaceTools, { at, subject }: SubjectSource): Promise<Choice> {
  const templates = await tools.galleries.templates(at, subject);
  if (!templates)
    throw new Fault('subject_not_found', `Gallery "${at.gallery}" has no subject "${subject}".`, {
      gallery: at.gallery,
      subject,
    });
  if (templates.length === 0) {
    throw new Fault('nothing_enrolled', `Subject "${subject}" has 0 faces: enrol one first.`, {
      gallery: at.gallery,
      subject,
      faces: 0,
    });
  }
  return { vectors: templates.map((template) => template.vector), face: null };
}

/** The curve of the gallery that the subjects are of, when it is one; else the shipped. */
async function curvesOf(
  { galleries }: FaceTools,
  { a, b, curve }: CompareRequest,
  calibration: Calibration,
): Promise<ChosenCurves> {
  const all = [a, b].flatMap((side) => (side.kind === 'subject' ? [side.at] : []));
  const distinct = new Set(all.map(({ gallery }) => gallery));
  if (distinct.size !== 1) {
    if (curve !== 'gallery') return shippedChoice(calibration);
    throw new Fault(
      'request_invalid',
      `curve = gallery goes with subjects of one gallery; here they are of ${distinct.size}.`,
      { galleries: distinct.size },
    );
  }
  const [at] = all;
  const { calibration: own } = await galleries.measures(at);
  if (own === null) return chooseCurves(calibration, null, NO_STATE, curve, at.gallery);
  return chooseCurves(calibration, own, await galleries.state(at), curve, at.gallery);
}

const NO_STATE = { version: 0, subjects: 0, faces: 0 };

async function commonModel(tools: FaceTools, { a, b, model }: CompareRequest): Promise<string> {
  const [ofA, ofB] = [await modelOf(tools, a), await modelOf(tools, b)];
  const wanted = Object.entries({ a: ofA, b: ofB, model }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  if (new Set(wanted.map(([, id]) => id)).size > 1) throw mismatch(Object.fromEntries(wanted));
  return wanted[0]?.[1] ?? tools.encoder;
}

async function modelOf(tools: FaceTools, source: SideSource): Promise<string | undefined> {
  if (source.kind === 'embedding') return source.model;
  return source.kind === 'subject' ? (await galleryAt(tools, source.at)).encoder : undefined;
}
