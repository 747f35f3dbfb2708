// Which face a picture stands for when it shows several.
import type { Face } from '../../functions/core/faces/face.ts';
import type { Picture } from '../../functions/core/image.ts';

export type FaceRule = 'largest' | 'central';

/** `faces` are at least one, largest first. */
export const FACE_RULES: Readonly<Record<FaceRule, (faces: readonly Face[], picture: Picture) => Face>> = {
  largest: (faces) => faces[0],
  central: (faces, picture) => {
    const offset = ({ box }: Face) =>
      Math.hypot(box.x + box.width / 2 - picture.width / 2, box.y + box.height / 2 - picture.height / 2);
    return faces.reduce((best, face) => (offset(face) < offset(best) ? face : best));
  },
};
