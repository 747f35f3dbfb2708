// A clip made by code: a striped ball rolls before a landscape that stands still.
import type { Clip } from '../../functions/core/clip/clip.ts';
import { toPicture } from '../../functions/core/style/pictures.ts';
import { KERNELS, planesSource, resample } from '../../functions/core/style/resample.ts';
import { landscape } from './example-pictures.ts';

const DELAY_MS = 120;

/** Ways that the ball rolls in the whole clip, and its radius: shares of the width. */
const WAY = 0.5;
const RADIUS = 0.12;

/** The longer side is `side`. */
export function movingClip(frames: number, side: number): Clip {
  const still = landscape();
  const height = Math.round((side * still.height) / still.width / 4) * 4;
  const behind = resample(planesSource(still.data, still), { width: side, height }, KERNELS.lanczos);
  return {
    frames: Array.from({ length: frames }, (_, t) => {
      const planes = behind.slice();
      roll(planes, side, height, frames === 1 ? 0.5 : t / (frames - 1));
      return toPicture(planes, side, height, { preserveColour: 'none' }, { styles: [] });
    }),
    delays: Array.from({ length: frames }, () => DELAY_MS),
  };
}

function roll(planes: Float32Array, width: number, height: number, part: number): void {
  const [radius, count] = [RADIUS * width, width * height];
  const [left, top] = [width * (0.5 + WAY * (part - 0.5)), height - 1.2 * radius];
  const turn = (WAY * width * part) / radius;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [right, down] = [x + 0.5 - left, y + 0.5 - top];
      const distance = Math.hypot(right, down);
      const covers = Math.min(1, Math.max(0, radius - distance + 0.5));
      if (covers === 0) continue;
      const light = Math.cos(3 * (Math.atan2(down, right) - turn)) > 0;
      for (const [channel, colour] of (light ? [0.95, 0.9, 0.8] : [0.75, 0.1, 0.15]).entries()) {
        const at = channel * count + y * width + x;
        planes[at] += covers * (colour - planes[at]);
      }
    }
}
