// How much a clip changes from frame to frame beyond what its content does.
import type { Picture } from '../../functions/core/image.ts';

/**
 * `flicker`: mean absolute difference of neighbouring frames, pixels 0..1, less the same of the content; `excess`: the
 * mean of what each value changes more than the content's does, so that motion that was lost makes up for nothing.
 */
export function flickerOf(
  frames: readonly Picture[],
  content: readonly Picture[],
): { readonly flicker: number; readonly excess: number } {
  let [more, over, count] = [0, 0, 0];
  for (let t = 0; t + 1 < frames.length; t++) {
    const change = (of: readonly Picture[], i: number) => Math.abs(of[t + 1].data[i] - of[t].data[i]) / 255;
    for (let i = 0; i < frames[t].data.length; i++) {
      if (i % 4 === 3) continue;
      const difference = change(frames, i) - change(content, i);
      more += difference;
      over += Math.max(0, difference);
      count++;
    }
  }
  return { flicker: more / count, excess: over / count };
}
