// One process of the pool: picture files in, unit vectors out, one at a time.
import { readFile } from 'node:fs/promises';
import { Fault, type FaultCode } from '../../functions/core/fault.ts';
import { openFaces } from '../open-faces.ts';
import { FACE_RULES, type FaceRule } from './face-rule.ts';

/** A unit vector, or why there is none. */
export type Embedding = { readonly vector: Float32Array } | { readonly missing: FaultCode };
export type Answer = { readonly file: string; readonly embedding: Embedding };

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
    return { vector: await engine.embed(picture, FACE_RULES[rule](faces, picture)) };
  } catch (error) {
    // The service would refuse such a picture: it is a picture without a face, and is counted as one.
    if (error instanceof Fault && error.code.startsWith('picture_')) return { missing: error.code };
    throw error;
  }
}
