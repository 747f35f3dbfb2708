// What the core asks of the world. functions/platform/ answers, once for Node and once for Workers.
import type { AuditStore } from './audit/store.ts';
import type { Clip, ClipFormat } from './clip/clip.ts';
import type { Events } from './events/event.ts';
import type { GalleryStore } from './faces/store.ts';
import type { Fault } from './fault.ts';
import type { Gates } from './gate.ts';
import type { IdempotencyStore } from './idempotency/store.ts';
import type { Picture, PictureFormat } from './image.ts';
import type { Quota } from './keys/key.ts';
import type { Limiter } from './keys/limiter.ts';
import type { KeyStore } from './keys/store.ts';
import type { Manifest } from './manifest.ts';
import type { Breathe } from './steps.ts';
import type { Tensor } from './tensor.ts';
import type { InTurn } from './turns.ts';
import type { Volume } from './volume/volume.ts';
import type { Watch } from './watch.ts';
import type { Webhooks } from './webhooks/webhooks.ts';

/** An ONNX Runtime. Sessions are opened once and kept: opening is slow and, on wasm, the heap never shrinks. */
export type Runtime = {
  /** Runtime, version, platform, threads: "the same engine" means this string is equal. */
  readonly engine: string;
  /** @throws Fault model_invalid when the runtime refuses the bytes. */
  open(model: Uint8Array): Promise<Session>;
};

export type Feeds = Readonly<Record<string, Tensor>>;

export type Session = {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Runs the graph. Calls may overlap. @throws Fault runtime_failed with the runtime's message. */
  run(feeds: Feeds): Promise<Readonly<Record<string, Tensor>>>;
  release(): Promise<void>;
};

/** The exported models: the manifest, and the bytes it names. */
export type Models = {
  readonly manifest: Manifest;
  /** The bytes of `models/<file>`. @throws Fault model_missing; model_invalid when the sha256 is not the manifest's. */
  read(file: string): Promise<Uint8Array>;
};

export type Decoded = {
  /** Upright by its EXIF orientation, over white, first frame. */
  readonly picture: Picture;
  readonly format: PictureFormat;
  /** EXIF orientation 1..8 as the file had it; 1 when it had none. */
  readonly orientation: number;
};

export type Images = {
  /**
   * Decodes JPEG, PNG, WebP or AVIF by its content, never by its name. Type and size are read from the header first.
   * @throws Fault picture_empty, picture_type_unsupported, picture_too_large, picture_broken.
   */
  decode(bytes: Uint8Array): Promise<Decoded>;
  encode(picture: Picture, format: PictureFormat): Promise<Uint8Array>;
  /**
   * Decodes an animated GIF, PNG or WebP, or a zip of pictures of one size in the order of their names. Sizes and
   * frames are counted from headers first; all frames together have at most as many pixels as a picture.
   * @throws Fault as decode.
   */
  decodeClip(bytes: Uint8Array): Promise<Clip>;
  encodeClip(clip: Clip, format: ClipFormat): Promise<Uint8Array>;
  /**
   * Reads NIfTI-1, gzipped or not, with at most as many voxels as a picture has pixels.
   * @throws Fault volume_type_unsupported, volume_too_large, volume_broken.
   */
  decodeVolume(bytes: Uint8Array): Promise<Volume>;
};

/** Pictures, sounds and volumes that a request names by URL. */
export type PictureUrls = {
  /**
   * The bytes at each URL, unlooked at, or why there are none: Fault picture_url_refused, picture_unreachable. `room` is told
   * of bytes as they come, and throws to end everything. Repeating is safe; what lies there may have changed.
   * @throws Fault overloaded, and what `room` throws.
   */
  fetchAll(urls: readonly string[], room: (bytes: number) => void): Promise<readonly (Uint8Array | Fault)[]>;
};

/** A file of the browser's by its address, as pageAt gives it; undefined when there is none. */
export type Pages = (address: string) => Promise<Uint8Array | undefined>;

/** How the store keeps templates: sealed since there is a master key, as they are, or nowhere but in memory. */
export type AtRest = 'encrypted' | 'clear' | 'memory';

/** Everything an app needs. Entries build it; createApp receives it. */
export type Deps = {
  readonly runtime: Runtime;
  readonly models: Models;
  readonly images: Images;
  readonly galleries: GalleryStore;
  /** Absent where pictures are not fetched. */
  readonly pictureUrls?: PictureUrls;
  /** Where it is told what was done, before whoever asked for it hears of it. */
  readonly events: Events;
  readonly atRest: AtRest;
  /** Where it is recorded who did what to whose face. */
  readonly audit: AuditStore;
  /** Remembers requests that may be sent again. */
  readonly idempotency: IdempotencyStore;
  /** Who is to be told. */
  readonly webhooks: Webhooks;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** An unguessable id: 128 bits in lower-case base32 or hex, no dashes. */
  readonly randomId: () => string;
  readonly limits: Limits;
  /** Bounds how many pictures lie decoded in memory at once; absent where the platform bounds it. */
  readonly inTurn?: InTurn;
  /** Bound the calls under way; absent where the platform does. */
  readonly gates?: Gates;
  /** Whether it is about to end: ready no more, while what is under way is answered. */
  readonly stopping?: () => boolean;
  /** Lets other requests be answered in the middle of long arithmetic. */
  readonly breathe: Breathe;
  /** Id of the encoder in the manifest that new galleries and bare embeddings use. */
  readonly encoder: string;
  /** SHA-256, lower-case hex, of the bearer key in the environment; undefined when there is none. */
  readonly apiKeySha256?: string;
  /** Further keys, each with a tenant and scopes; absent where there is no such store. */
  readonly keys?: KeyStore;
  /** How many requests a key may make, those with a quota of their own aside (null: any number); absent: nobody counts. */
  readonly rateLimit?: { readonly limiter: Limiter; readonly quota: Quota | null };
  /** Origins of web pages that may read the answers; none unless named. */
  readonly corsOrigins?: readonly string[];
  /** Whom a service without any key answers: this machine, but no web page that its browser shows, unless it says everybody. */
  readonly openTo?: 'loopback' | 'everybody';
  /** Absent where there is no page. */
  readonly pages?: Pages;
  /** Absent where nobody looks, as in a bench. */
  readonly watch?: Watch;
};

export type Limits = {
  readonly maxBodyBytes: number;
  /** Width x height of a picture, before it is decoded. */
  readonly maxPixels: number;
  readonly maxFacesPerPicture: number;
  readonly maxPicturesPerEnrolment: number;
  readonly maxFacesPerGallery: number;
  /** Comparisons of a drawn face with a gallery's faces when that is calibrated; fewer people are drawn where they are many. */
  readonly maxCalibrationComparisons: number;
};
