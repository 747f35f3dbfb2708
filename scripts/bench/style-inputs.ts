// Two square pictures made by code, a content and a style: what an evaluation costs does not depend on what they show.
import type { Picture } from '../../functions/core/image.ts';
import { seeded } from '../../functions/core/random.ts';
import type { StyleInputs } from '../../functions/core/style/pictures.ts';
import { createNodeImages } from '../../functions/platform/images-node.ts';

export function styleInputs(side = 512): StyleInputs {
  return { content: waves(1, side), styles: [{ picture: waves(2, side), weight: 1 }] };
}

/** The same as a request has them: PNG in base64. */
export async function encodedStyleInputs(side?: number): Promise<{ content: string; style: string }> {
  const images = createNodeImages({ maxPixels: 1e6 });
  const encoded = async (picture: Picture) =>
    Buffer.from(await images.encode(picture, 'png')).toString('base64');
  const { content, styles } = styleInputs(side);
  return { content: await encoded(content!), style: await encoded(styles[0].picture) };
}

/** Waves of all lengths and directions in each colour, so that no channel of a network stays silent. */
function waves(seed: number, side: number): Picture {
  const random = seeded(seed);
  const data = new Uint8Array(4 * side * side).fill(255);
  for (let channel = 0; channel < 3; channel++) {
    const parts = Array.from({ length: 12 }, (_, octave) => {
      const angle = 2 * Math.PI * random();
      const frequency = (2 * Math.PI * 2 ** (octave / 2)) / side;
      return {
        x: frequency * Math.cos(angle),
        y: frequency * Math.sin(angle),
        phase: 2 * Math.PI * random(),
      };
    });
    for (let row = 0; row < side; row++)
      for (let column = 0; column < side; column++) {
        const sum = parts.reduce(
          (total, { x, y, phase }) => total + Math.sin(x * column + y * row + phase),
          0,
        );
        data[4 * (row * side + column) + channel] = Math.max(0, Math.min(255, 128 + 30 * sum));
      }
  }
  return { width: side, height: side, data };
}
