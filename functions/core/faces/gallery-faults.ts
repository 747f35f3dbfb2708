// What a gallery store refuses, worded once for every adapter.
import { Fault } from '../fault.ts';
import type { GalleryStore } from './store.ts';

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

/** The same store, whose failures other than a Fault (a full disk, a lost connection) become Fault store_failed. */
export function reportFailures(store: GalleryStore, medium: string): GalleryStore {
  const wrapped: Record<string, unknown> = {};
  for (const [name, method] of Object.entries(store) as [
    string,
    (...args: unknown[]) => Promise<unknown>,
  ][]) {
    wrapped[name] = async (...args: unknown[]) => {
      try {
        return await method(...args);
      } catch (cause) {
        if (cause instanceof Fault) throw cause;
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new Fault(
          'store_failed',
          `${medium}: ${name} failed: ${reason}. Trying again is safe.`,
          { medium, operation: name },
          cause,
        );
      }
    };
  }
  return wrapped as GalleryStore;
}
