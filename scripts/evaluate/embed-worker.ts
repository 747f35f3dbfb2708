// One process of the pool: picture files in, unit vectors out, one at a time.
import { readFile } from 'node:fs/promises';
import type { Face } from '../../functions/core/faces/face.ts';
import { Fault, type FaultCode } from '../../functions/core/fault.ts';
import type { Picture } from '../../functions/core/image.ts';
import { openFaces } from '../open-faces.ts';

/** Which face a picture stands for when it shows several. */
export type FaceRule = 'largest' | 'central';
/** A unit vector, or why there is none. */
export type Embedding = { readonly vector: Float32Array } | { readonly missing: FaultCode };
export type Answer = { readonly file: string; readonly embedding: Embedding };

const RULES: Readonly<Record<FaceRule, (faces: readonly Face[], picture: Picture) => Face>> = {
  largest: (faces) => faces[0],
  central: (faces, picture) => {
    const offset = ({ box }: Face) =>
      Math.hypot(box.x + box.width / 2 - picture.width / 2, box.y + box.height / 2 - picture.height / 2);
    return faces.reduce((best, face) => (offset(face) < offset(best) ? face : best));
  },
};

const [encoder, rule, like] = process.argv.slice(2) as [string, FaceRule, string | undefined];
const { engine, images } = await openFaces({ encoder, like });

process.on('disconnect', () => process.exit());
process.on('message', async (file: string) => {
  const embedding = await embed(file);
  process.send?.({ file, embedding } satisfies Answer);
});
process.send?.('ready');

async function embed(file: string): Promise<Embedding> {
  const bytes = await readFile(file);
  try {
    const { picture } = await images.decode(bytes);
    if (engine.embedWhole) return { vector: await engine.embedWhole(picture) };
    const faces = await engine.detect(picture);
    if (faces.length === 0) return { missing: 'no_face' };
    return { vector: await engine.embed(picture, RULES[rule](faces, picture)) };
  } catch (error) {
    // The service would refuse such a picture: it is a picture without a face, and is counted as one.
    if (error instanceof Fault && error.code.startsWith('picture_')) return { missing: error.code };
    throw error;
  }
}
