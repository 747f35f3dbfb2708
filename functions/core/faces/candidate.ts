// A subject near a query, decided in double precision: what every engine of a search answers, whoever chose whom to compare.
import { distanceOf, dot, fuse } from './fuse.ts';
import { compareIds } from './order.ts';
import type { Template } from './store.ts';

/** `distance` is fused over the subject's faces; `nearest` is its best single face. */
export type Candidate = {
  readonly subject: string;
  readonly distance: number;
  readonly nearest: { readonly face: string; readonly distance: number };
  readonly faces: number;
};

export type SearchResult = {
  /** Ascending by distance, equal ones by subject id; at most the number asked for. */
  readonly candidates: readonly Candidate[];
  /** Size of what was searched, and its version in the store. */
  readonly faces: number;
  readonly subjects: number;
  readonly version: number;
};

/** What float32 sums may be wrong by, with room: whoever chooses by them keeps those who are as near but for this. */
export const ROUNDING = 1e-4;

/** Of one or more templates in order of enrolment, `norm` being normOfSum of them: the distance that fusedDistance gives. */
export function candidateOf(
  query: Float32Array,
  subject: string,
  templates: readonly Pick<Template, 'face' | 'vector'>[],
  norm: number,
): Candidate {
  let [best, nearest, sum] = [Number.NEGATIVE_INFINITY, 0, 0];
  for (const [i, { vector }] of templates.entries()) {
    const cosine = dot(query, vector);
    sum += cosine;
    if (cosine > best) [best, nearest] = [cosine, i];
  }
  return {
    subject,
    distance: fuse({ best, sum, norm, faces: templates.length }),
    nearest: { face: templates[nearest].face, distance: distanceOf(best) },
    faces: templates.length,
  };
}

/** Nearest first, equal ones by subject id. */
export function nearestFirst(candidates: Candidate[]): Candidate[] {
  return candidates.sort((a, b) => a.distance - b.distance || compareIds(a.subject, b.subject));
}
