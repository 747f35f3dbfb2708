// Which of a picture's faces are meant.
import { Fault } from '../fault.ts';
import type { Face } from './face.ts';

/** `error`: one face is expected, more are refused. `largest`: the one with the largest box. `all`: every one. */
export type OnMultiple = 'error' | 'largest' | 'all';

const rules: Record<OnMultiple, (faces: readonly Face[]) => readonly Face[]> = {
  all: (faces) => faces,
  largest: (faces) => faces.slice(0, 1),
  error: (faces) => {
    if (faces.length === 1) return faces;
    throw new Fault(
      'multiple_faces',
      `The picture shows ${faces.length} faces where one is expected; on_multiple = largest would take the largest.`,
      { faces: faces.length },
    );
  },
};

/**
 * At least one face, the largest first as `FaceEngine.detect` orders them.
 * @throws Fault no_face; multiple_faces with the number.
 */
export function pick(
  faces: readonly Face[],
  onMultiple: OnMultiple,
  size: { width: number; height: number },
): readonly Face[] {
  if (faces.length === 0) {
    const { width, height } = size;
    throw new Fault('no_face', `No face was found in the picture of ${width} x ${height} pixels.`, {
      width,
      height,
    });
  }
  return rules[onMultiple](faces);
}
