// What a gallery store refuses, worded once for every adapter.
import { Fault } from '../fault.ts';
import type { SearchPlace } from './store.ts';

export function galleryNotFound(gallery: string): Fault {
  return new Fault('gallery_not_found', `There is no gallery ${JSON.stringify(gallery)}.`, { gallery });
}

export function encoderMismatch(gallery: string, encoder: string, wanted: string): Fault {
  return new Fault(
    'encoder_mismatch',
    `Gallery ${JSON.stringify(gallery)} holds templates of encoder ${encoder}; ${wanted} was asked for. Templates of different encoders do not compare.`,
    { gallery, encoder, wanted },
  );
}

export function galleryChanged(gallery: string, encoder: string, wanted: string): Fault {
  return new Fault(
    'gallery_changed',
    `Gallery ${JSON.stringify(gallery)} now holds templates of encoder ${encoder}; these are of ${wanted}.`,
    { gallery, encoder, wanted },
  );
}

export function galleryFull(gallery: string, faces: number, adding: number, limit: number): Fault {
  return new Fault(
    'gallery_full',
    `Gallery ${JSON.stringify(gallery)} holds ${faces} faces; ${adding} more would exceed its limit of ${limit}.`,
    { gallery, faces, adding, limit },
  );
}

/** Face ids are unique in a gallery, so that a search result names one face. */
export function faceTaken(face: string): Fault {
  return new Fault('request_invalid', `Face ${JSON.stringify(face)} is enrolled with another subject.`, {
    face,
  });
}

/** `since`: the version that the work began with, which is of a gallery of that name that is gone. */
export function galleryMadeAnew(gallery: string, since: number): Fault {
  return new Fault(
    'gallery_changed',
    `Gallery ${JSON.stringify(gallery)} was deleted and made anew since version ${since}; what was measured of the old one is not kept.`,
    { gallery, since },
  );
}

export function galleryEmpty(gallery: string): Fault {
  return new Fault(
    'gallery_empty',
    `Gallery ${JSON.stringify(gallery)} holds 0 faces: enrol a subject before it is searched or measured.`,
    { gallery, faces: 0, subjects: 0 },
  );
}

export function searchMismatch(gallery: string, search: SearchPlace, wanted: SearchPlace): Fault {
  return new Fault(
    'search_mismatch',
    `Gallery ${JSON.stringify(gallery)} is searched in ${search}; ${wanted} was asked for, which is chosen when a gallery is made: make another one, and enrol into it.`,
    { gallery, search, wanted },
  );
}

/** `todo`: what would make it so. */
export function searchUnsupported(search: SearchPlace, todo: string): Fault {
  return new Fault('search_unsupported', `No gallery can be searched by ${search} here: ${todo}`, { search });
}

/** Of stores that search in memory alone. `held`: the gallery is there. */
export function refuseSearch(gallery: string, wanted: SearchPlace | undefined, held: boolean): void {
  if (wanted === undefined || wanted === 'memory') return;
  if (held) throw searchMismatch(gallery, 'memory', wanted);
  throw searchUnsupported(
    wanted,
    'that wants LIKENESS_DATABASE to name a PostgreSQL with the extension pgvector.',
  );
}

export function queryDiffers(dimensions: number, found: number): Fault {
  return new Fault(
    'embedding_invalid',
    `The query has ${found} dimensions, the gallery's templates have ${dimensions}.`,
    { dimensions, found },
  );
}
