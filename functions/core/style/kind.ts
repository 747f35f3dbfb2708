// Style transfer as a kind of job: what is optimised are the planes of a picture, [3, height, width], RGB, 0..1.
import { Fault } from '../fault.ts';
import { sizeOfGraph } from '../graph/graph.ts';
import { memoryOfGraph } from '../graph/memory.ts';
import type { Picture } from '../image.ts';
import type { Kind, Measure } from '../jobs/kind.ts';
import type { Extent } from '../jobs/objective.ts';
import { PICTURE_RESULT } from '../jobs/picture-result.ts';
import { type Extractor, extractorOf } from './extractor.ts';
import { asFrames, type FrameInputs, firstFrames, type Steadiness } from './frames.ts';
import { fittedInputs, packInputs, unpackInputs } from './inputs.ts';
import { openObjective, resultSize, shapeOfFrames } from './objective.ts';
import { objectiveGraph, targetGraph } from './objective-graph.ts';
import type { StyleOptions } from './options.ts';
import { enlarged, initialImage, type StyleInputs, toPicture } from './pictures.ts';
import { type StyleRequest, styleOptions } from './presets.ts';
import type { Size } from './resample.ts';
import { styleSizeFor } from './targets.ts';

export const styleKind: Kind<{
  readonly request: StyleRequest;
  readonly options: StyleOptions;
  readonly inputs: StyleInputs;
  readonly result: Picture;
}> = {
  ...PICTURE_RESULT,
  options: styleOptions,
  check,
  network: ({ models }, { extractor }) => {
    const { id, sha256 } = extractorOf(models.manifest, extractor);
    return { id, sha256 };
  },
  identity: (options, extractorSha256) => ({ extractorSha256, options }),
  fitted: fittedInputs,
  packInputs,
  unpackInputs,
  size: (_, inputs, longSide) => resultSize(inputs, longSide),

  async measure(engine, options, inputs, longSide) {
    return measured(await engine.extractor(options.extractor), options, asFrames(inputs), longSide);
  },
  open: async (engine, options, inputs, longSide) =>
    openObjective(engine, await engine.extractor(options.extractor), options, inputs, longSide),
  start: (options, inputs, { width, height }) => initialImage(options, inputs, width, height),
  enlarged: (x, from, to) => enlarged(x, pixels(from), pixels(to)),
  result: async (x, { width, height }, options, inputs) =>
    toPicture(x, width, height, options, options.preserveColour === 'none' ? { styles: [] } : await inputs()),
};

/** What one evaluation of frames takes. @throws Fault layer_unknown, picture_too_small, request_invalid. */
export function measured(
  network: Extractor,
  options: StyleOptions,
  inputs: FrameInputs,
  longSide: number,
  steadiness?: Steadiness,
): Measure {
  const size = resultSize(firstFrames(inputs), longSide);
  const shape = shapeOfFrames(options, inputs, size, steadiness);
  const { graph } = objectiveGraph(network, shape);
  const { weights, live } = memoryOfGraph(graph);
  const seen = shape.style.length > 0 ? inputs.styles.filter(({ weight }) => weight > 0) : [];
  const lives = seen.map(({ frames }) => {
    const styleSize = styleSizeFor(frames[0], options, longSide);
    const target = { ...shape, ...styleSize, content: [], frames: frames.length };
    return memoryOfGraph(targetGraph(network, target)).live;
  });
  const floats = 3 * (shape.frames ?? 1) * size.width * size.height;
  return { size, floats, macs: sizeOfGraph(graph).macs, weights, live: Math.max(live, ...lives) };
}

function check({ initial }: StyleOptions, inputs: StyleInputs): void {
  for (const [kind, name] of [
    ['content', 'content'],
    ['given', 'initial'],
  ] as const) {
    if (initial === kind && !inputs[name]) {
      throw new Fault('request_invalid', `initial is ${kind}, and there is no ${name} picture.`, {
        option: 'initial',
      });
    }
  }
}

function pixels({ width, height }: Extent): Size {
  return { width, height };
}
