// Classes of pictures made by code: bars of different directions and places, with noise, as training data.
import type { Picture } from '../../../functions/core/image.ts';
import { seeded } from '../../../functions/core/random.ts';

/** So many pictures a class, 20 x 20: a dark bar under an angle of its class on paper that is not quite white. */
export function barClasses(classes: number, pictures: number, seed: number): Picture[][] {
  const random = seeded(seed);
  return Array.from({ length: classes }, (_, label) =>
    Array.from({ length: pictures }, () => {
      const angle = (Math.PI * label) / classes;
      const shift = 2 * random();
      return drawn((x, y) => {
        const across = Math.abs((x - 10) * Math.sin(angle) - (y - 10) * Math.cos(angle) - shift);
        return (across < 2 ? 30 : 235) + 20 * random();
      });
    }),
  );
}

function drawn(shade: (x: number, y: number) => number): Picture {
  const data = new Uint8Array(20 * 20 * 4).fill(255);
  for (let i = 0; i < 400; i++) data.fill(shade(i % 20, Math.floor(i / 20)), 4 * i, 4 * i + 3);
  return { width: 20, height: 20, data };
}
