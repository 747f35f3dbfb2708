// 1:N: who of a gallery is in the picture, or nobody.
import type { Candidate } from './candidate.ts';
import { type ChosenCurves, type CurveRequest, chooseCurves, naming } from './curve-choice.ts';
import type { Face } from './face.ts';
import { galleryEmpty, galleryNotFound } from './gallery-faults.ts';
import {
  type GalleryThreshold,
  type GalleryThresholdRequest,
  galleryThreshold,
} from './gallery-threshold.ts';
import type { OnMultiple } from './pick.ts';
import { type EmbeddingSource, type PictureSource, probe, type Seen } from './probe.ts';
import type { Gallery, GalleryKey } from './store.ts';
import type { FaceTools } from './tools.ts';
import { probability } from './verify.ts';

export type RecognizeRequest = {
  readonly at: GalleryKey;
  readonly source: PictureSource | EmbeddingSource;
  readonly onMultiple: OnMultiple;
  readonly maxCandidates: number;
  readonly asked: GalleryThresholdRequest;
  readonly curve?: CurveRequest;
};

export type NamedCandidate = Candidate & { readonly name: string | null; readonly probability: number };

export type Recognition = {
  readonly gallery: Gallery;
  readonly threshold: GalleryThreshold;
  /** By which curve the threshold was set, or its rates told. */
  readonly curve: ChosenCurves;
  /** What was searched. */
  readonly faces: number;
  readonly subjects: number;
  readonly seen: Seen | null;
  readonly found: readonly {
    readonly face: Face | null;
    /** The nearest candidate when its distance is at most the threshold; null is "unknown". */
    readonly known: NamedCandidate | null;
    readonly candidates: readonly NamedCandidate[];
  }[];
};

/**
 * @throws Fault gallery_not_found, gallery_empty, encoder_mismatch, threshold_unsupported, calibration_missing, and what
 * `probe` throws.
 * Nothing is written: calling again is safe.
 */
export async function recognize(tools: FaceTools, request: RecognizeRequest): Promise<Recognition> {
  const { at, source, onMultiple, maxCandidates, asked } = request;
  const gallery = await galleryAt(tools, at);
  const { calibration } = tools.engines.entry(gallery.encoder);
  const { probes, seen } = await probe(tools, source, gallery.encoder, onMultiple);
  const vectors = probes.map((each) => each.vector);
  const [results, { calibration: own }] = await Promise.all([
    tools.search.search(at, vectors, maxCandidates, gallery.search),
    tools.galleries.measures(at),
  ]);
  const { faces, subjects, version } = results[0];
  if (faces === 0) throw galleryEmpty(at.gallery);
  const now = { subjects, faces, version };
  const curve = chooseCurves(calibration, own, now, request.curve, at.gallery);
  const threshold = naming(curve, () =>
    galleryThreshold(calibration, asked, { subjects, faces }, curve.curves),
  );
  const names = await namesOf(
    tools,
    at,
    results.flatMap((result) => result.candidates.map((each) => each.subject)),
  );
  const found = results.map((result, index) => {
    const candidates = result.candidates.flatMap((candidate) => {
      const name = names.get(candidate.subject);
      return name === undefined
        ? []
        : [{ ...candidate, name, probability: probability(calibration, candidate.distance) }];
    });
    const nearest = candidates[0];
    const known = nearest !== undefined && nearest.distance <= threshold.threshold ? nearest : null;
    return { face: probes[index].face, known, candidates };
  });
  return { gallery, threshold, curve, faces, subjects, seen, found };
}

/** @throws Fault gallery_not_found. */
export async function galleryAt(tools: Pick<FaceTools, 'galleries'>, at: GalleryKey): Promise<Gallery> {
  const gallery = await tools.galleries.getGallery(at);
  if (gallery) return gallery;
  throw galleryNotFound(at.gallery);
}

/** Each subject's name; one that was forgotten since the search has no entry and is no candidate any more. */
async function namesOf(
  tools: FaceTools,
  at: GalleryKey,
  subjects: readonly string[],
): Promise<Map<string, string | null>> {
  const distinct = [...new Set(subjects)];
  const records = await Promise.all(distinct.map((id) => tools.galleries.getSubject(at, id)));
  return new Map(records.flatMap((record) => (record ? [[record.id, record.name]] : [])));
}
