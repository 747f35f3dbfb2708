// What a style job is computed with: extractors read once, objectives opened from them, and what one would cost.
import { sizeOfGraph } from '../graph/graph.ts';
import { memoryOfGraph } from '../graph/memory.ts';
import type { Models, Runtime } from '../ports.ts';
import { type Extractor, extractorOf, openExtractor } from './extractor.ts';
import { type Objective, openObjective, resultSize, shapeOf } from './objective.ts';
import { objectiveGraph, targetGraph } from './objective-graph.ts';
import type { StyleOptions } from './options.ts';
import type { StyleInputs } from './pictures.ts';
import type { Size } from './resample.ts';
import { styleSizeFor } from './targets.ts';

/**
 * Multiply-accumulates of one evaluation, and bytes as memoryOfGraph counts them: `live` is the evaluation's, or that of
 * looking at a style picture where it is larger than the result.
 */
export type Measure = Size & { readonly macs: number; readonly weights: number; readonly live: number };

export type StyleEngine = {
  /** As resultSize. */
  size(inputs: StyleInputs, longSide: number): Size;
  /** The runtime's: equal strings give equal bytes. */
  readonly name: string;
  /** @throws Fault model_missing with the ids there are. */
  extractorSha256(id: string): string;
  /** What one evaluation takes; nothing is run. @throws Fault layer_unknown, picture_too_small, request_invalid. */
  measure(options: StyleOptions, inputs: StyleInputs, longSide: number): Promise<Measure>;
  /** As openObjective. */
  open(options: StyleOptions, inputs: StyleInputs, longSide: number): Promise<Objective>;
};

export function createStyleEngine(deps: { readonly runtime: Runtime; readonly models: Models }): StyleEngine {
  const { runtime, models } = deps;
  const extractors = new Map<string, Promise<Extractor>>();

  /** One that failed is read again when it is needed again. */
  function extractor(id: string): Promise<Extractor> {
    const opened =
      extractors.get(id) ??
      openExtractor(models, id).catch((error) => {
        extractors.delete(id);
        throw error;
      });
    extractors.set(id, opened);
    return opened;
  }

  return {
    name: runtime.engine,
    size: resultSize,
    extractorSha256: (id) => extractorOf(models.manifest, id).sha256,
    async measure(options, inputs, longSide) {
      const size = resultSize(inputs, longSide);
      const shape = shapeOf(options, inputs, size);
      const network = await extractor(options.extractor);
      const { graph } = objectiveGraph(network, shape);
      const { weights, live } = memoryOfGraph(graph);
      const seen = shape.style.length > 0 ? inputs.styles.filter(({ weight }) => weight > 0) : [];
      const lives = seen.map(({ picture }) => {
        const styleSize = styleSizeFor(picture, options, longSide);
        return memoryOfGraph(targetGraph(network, { ...shape, ...styleSize, content: [] })).live;
      });
      return { ...size, macs: sizeOfGraph(graph).macs, weights, live: Math.max(live, ...lives) };
    },
    open: async (options, inputs, longSide) =>
      openObjective({ runtime }, await extractor(options.extractor), options, inputs, longSide),
  };
}
