// What happens in the service that somebody may want to hear of: a closed list of types, each with ids and numbers only.

/**
 * What each type says of itself. Never a template, a picture or a name: those who hear of an event may be told that
 * somebody was forgotten, and an event that waits for a receiver must hold nothing that had to be forgotten with them.
 */
export type EventData = {
  readonly 'subject.enrolled': {
    readonly gallery: string;
    readonly subject: string;
    /** Ids of the faces that were added. */
    readonly faces: readonly string[];
    readonly model: string;
  };
  readonly 'subject.forgotten': {
    readonly gallery: string;
    readonly subject: string;
    readonly forgotten_faces: number;
  };
  readonly 'face.forgotten': { readonly gallery: string; readonly subject: string; readonly face: string };
  readonly 'gallery.deleted': { readonly gallery: string };
  /** One event a call, as one call has one answer; `faces` are in the order of the answer. */
  readonly 'face.recognized': {
    readonly gallery: string;
    readonly model: string;
    readonly threshold: number;
    readonly known: number;
    readonly unknown: number;
    readonly faces: readonly RecognizedFace[];
  };
  /** At most one every PROGRESS_MS a job. */
  readonly 'style.progress': StyleData;
  readonly 'style.completed': StyleData;
  /** `code` is that of the fault which ended it. */
  readonly 'style.failed': StyleData & { readonly code: string };
};

type RecognizedFace =
  | { readonly decision: 'known'; readonly subject: string; readonly distance: number }
  | { readonly decision: 'unknown'; readonly subject: null; readonly distance: null };

type StyleData = {
  readonly style: string;
  readonly kind: string;
  readonly iteration: number;
  /** Of all levels, at most. */
  readonly iterations: number;
  readonly evaluations: number;
  /** The loss; null before the first entry of the ledger. */
  readonly total: number | null;
};

export type EventType = keyof EventData;

/** One occurrence: whoever gets it twice tells it by its id. */
export type Event<T extends EventType = EventType> = {
  [K in T]: {
    readonly id: string;
    readonly type: K;
    /** Milliseconds since the epoch. */
    readonly createdAt: number;
    readonly data: EventData[K];
  };
}[T];

/** Where events go. What is published under an id that was published before changes nothing. */
export type Events = {
  /** Resolves when the event cannot be lost any more. @throws Fault store_failed; publishing again is then safe. */
  publish(tenant: string, event: Event): Promise<void>;
};

/** Where nobody listens. */
export const UNHEARD: Events = { publish: async () => {} };
