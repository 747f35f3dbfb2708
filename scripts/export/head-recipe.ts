// A head as an export: its file is made of the weights that its manifest entry names, so that it needs no pictures.
import type { HeadEntry, Manifest } from '../../functions/core/manifest.ts';
import { headGraph } from './head.ts';
import type { Recipe } from './recipe.ts';

type Said = Pick<
  HeadEntry,
  'id' | 'encoder' | 'features' | 'weights' | 'calibration' | 'scores' | 'licence' | 'source'
> & {
  /** Of the encoder's vectors. */
  readonly dimensions: number;
};

export function headRecipe(said: Said): Recipe {
  const { id, encoder, features, weights, calibration, scores, licence, source, dimensions } = said;
  return {
    ...{ id, licence },
    preprocessing: `Two embeddings of ${encoder}, each [1,${dimensions}] of length 1, in either order.`,
    fields: { kind: 'head', encoder, features, weights, calibration, scores },
    build: () => ({ graph: headGraph(id, features, dimensions, weights), source }),
  };
}

/** Of every head in the manifest. */
export function headRecipes(manifest: Manifest | undefined): Recipe[] {
  const heads = manifest?.models.filter((model): model is HeadEntry => model.kind === 'head') ?? [];
  return heads.map((head) => headRecipe({ ...head, dimensions: head.inputs[0].dims[1] }));
}
