// A picture in memory, and the few operations on pixels that the face and style code share.

/** RGBA, 8 bits a channel, row-major, top row first; alpha is 255 (pictures are laid over white when decoded). */
export type Picture = {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
};

export type PictureFormat = 'jpeg' | 'png' | 'webp' | 'avif';
