// The face pipeline behind one door: sessions opened once, a picture in, faces and unit vectors out.
import type { EncoderEntry } from '../manifest.ts';
import type { Picture } from '../image.ts';
import type { Face } from './face.ts';

export type FaceEngine = {
  readonly encoder: EncoderEntry;
  /** Every face, largest first. An empty list is an answer, not an error. */
  detect(picture: Picture): Promise<readonly Face[]>;
  /** The unit vector of a face that `detect` found in this picture. */
  embed(picture: Picture, face: Face): Promise<Float32Array>;
};
