// Exact 1:N search: one packed matrix a gallery, kept fresh by the store's changes.
import type { GalleryKey } from './store.ts';

/** A subject near the query. `distance` is fused over the subject's faces; `nearest` is its best single face. */
export type Candidate = {
  readonly subject: string;
  readonly distance: number;
  readonly nearest: { readonly face: string; readonly distance: number };
  readonly faces: number;
};

export type SearchResult = {
  /** Ascending by distance; at most the number asked for. */
  readonly candidates: readonly Candidate[];
  /** Size of what was searched. */
  readonly faces: number;
  readonly subjects: number;
};

export type GallerySearch = {
  /** Refreshes the index from the store, then searches. One result a query, in order. */
  search(at: GalleryKey, queries: readonly Float32Array[], count: number): Promise<readonly SearchResult[]>;
};
