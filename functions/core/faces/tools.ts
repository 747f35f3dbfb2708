// What the face operations work with: the app's dependencies, the engines and the search, nothing of HTTP.
import type { Deps } from '../ports.ts';
import type { Engines } from './engines.ts';
import type { Heads } from './heads.ts';
import type { GallerySearch } from './search.ts';

export type FaceTools = Pick<
  Deps,
  | 'images'
  | 'galleries'
  | 'events'
  | 'audit'
  | 'now'
  | 'randomId'
  | 'limits'
  | 'inTurn'
  | 'breathe'
  | 'encoder'
> & {
  readonly engines: Engines;
  readonly heads: Heads;
  readonly search: GallerySearch;
};
