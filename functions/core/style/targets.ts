// What a result is compared with: the content's features, and the blended statistics of the styles.
import { encodeModel } from '../graph/proto.ts';
import type { Feeds, Runtime } from '../ports.ts';
import { runOnce } from '../run-once.ts';
import { float32, type Tensor } from '../tensor.ts';
import { histogramMatched } from './colours.ts';
import type { Extractor } from './extractor.ts';
import { colourFirst, type FrameInputs, toFramePlanes } from './frames.ts';
import { inputName, type ObjectiveShape, targetGraph } from './objective-graph.ts';
import type { StyleOptions } from './options.ts';
import type { Region } from './regions.ts';
import type { Size } from './resample.ts';
import { sizeFor } from './size.ts';

/** The content's features and every region's blend of statistics, by the names of the objective's inputs. */
export async function takeTargets(
  runtime: Runtime,
  extractor: Extractor,
  options: StyleOptions,
  inputs: FrameInputs,
  { width, height, content, style, statistic, frames = 1 }: ObjectiveShape,
  regions: readonly Region[],
  longSide: number,
): Promise<Feeds> {
  const size = { width, height };
  const planes = inputs.content && toFramePlanes(inputs.content, size);
  const targets: Record<string, Tensor> = {};
  if (planes && content.length > 0) {
    const graph = targetGraph(extractor, { ...size, content, style: [], statistic, frames });
    Object.assign(targets, await runOnce(runtime, encodeModel(graph), pictureOf(planes, size)));
  }
  if (style.length === 0) return targets;
  for (const [index, { frames: own }] of inputs.styles.entries()) {
    const shares = regions.map(({ blend }) => blend.find((part) => part.style === index)?.share ?? 0);
    if (shares.every((share) => share === 0)) continue;
    const styleSize = styleSizeFor(own[0], options, longSide);
    const seen = toFramePlanes(own, styleSize);
    const matched = (like: Float32Array) => {
      const found = histogramMatched(colourFirst(seen, own.length), colourFirst(like, frames));
      return colourFirst(found, own.length, true);
    };
    const fed = options.preserveColour === 'histogram' && planes ? matched(planes) : seen;
    const graph = targetGraph(extractor, {
      ...styleSize,
      content: [],
      style,
      statistic,
      frames: own.length,
    });
    const found = await runOnce(runtime, encodeModel(graph), pictureOf(fed, styleSize));
    for (const layer of style)
      for (const [region, share] of shares.entries()) {
        if (share === 0) continue;
        for (const name of [inputName.second, inputName.mean])
          blendInto(targets, name(layer, region), found[name(layer, 0)], share);
      }
  }
  return targets;
}

/** At what size a style picture is looked at for a result of that longer side. */
export function styleSizeFor(
  picture: Size,
  { styleScale }: Pick<StyleOptions, 'styleScale'>,
  longSide: number,
): Size {
  return sizeFor(picture, Math.max(1, Math.round(longSide * styleScale)), 1);
}

function pictureOf(planes: Float32Array, { width, height }: Size): Feeds {
  return { picture: float32([planes.length / (3 * height * width), 3, height, width], planes) };
}

/** Adds a share of what was found to the target of that name. */
export function blendInto(
  targets: Record<string, Tensor>,
  name: string,
  found: Tensor | undefined,
  share: number,
): void {
  if (!found) return;
  const before = targets[name]?.data as Float32Array | undefined;
  const values = found.data as Float32Array;
  targets[name] = float32(
    found.dims,
    values.map((value, i) => (before?.[i] ?? 0) + share * value),
  );
}
