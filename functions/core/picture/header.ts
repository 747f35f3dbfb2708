// What the first bytes of a picture tell about it.
import type { PictureFormat } from '../image.ts';
import type { Orientation } from './exif.ts';

/** A decoder by name: the format's own, or the second one of JPEG for the four inks of print. */
export type Codec = PictureFormat | 'jpeg-cmyk';

export type Header = {
  readonly format: PictureFormat;
  readonly codec: Codec;
  /** Pixels as stored, before the orientation turns them. */
  readonly width: number;
  readonly height: number;
  readonly orientation: Orientation;
  /** Of an animation: its first frame as a still picture of the same format, and where on the canvas it lies. */
  readonly frame?: {
    readonly bytes: Uint8Array;
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
};
