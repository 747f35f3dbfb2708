// The network whose inner values are compared in style transfer, laid on top of a picture inside any graph.
import { Fault } from '../fault.ts';
import { type Appended, appendGraph } from '../graph/append.ts';
import { type Graph, type GraphBuilder, graphBuilder, type Value } from '../graph/graph.ts';
import { readGraph } from '../graph/read.ts';
import { withAveragePools } from '../graph/rewrite.ts';
import type { ExtractorEntry, Feed, Manifest, Scales } from '../manifest.ts';
import type { Models } from '../ports.ts';
import { float32 } from '../tensor.ts';

export type Extractor = {
  readonly id: string;
  /** Of the model's file, lower-case hex. */
  readonly sha256: string;
  /** Names of layers one may ask for, with channels. */
  readonly layers: ExtractorEntry['layers'];
  /** What features are multiplied by, per layer and channel; also `px1`, `px2`, `px4` where the manifest has them. */
  readonly scales: Scales;
  /**
   * Appends the network to `builder` on top of `picture` [1,3,H,W], RGB 0..1, up to the deepest of `layers`; gives
   * their features [1,C,h,w] by name, times their scales unless `scaled` is false (then `scales` is the caller's to
   * apply). Padding and normalisation are inside. Appending twice to one builder shares the weights.
   * @throws Fault layer_unknown, picture_too_small.
   */
  append(
    builder: GraphBuilder,
    picture: Value,
    layers: readonly string[],
    options?: { readonly scaled?: boolean },
  ): ReadonlyMap<string, Value>;
};

export type ExtractorOptions = {
  /** In place of the manifest's. */
  readonly scales?: Scales;
};

/**
 * Reads the network; nothing of it is run. @throws Fault model_missing with the ids there are; model_invalid when the
 * file is not what its manifest entry says; graph_invalid for an operator that is not supported.
 */
export async function openExtractor(
  models: Models,
  id: string,
  options: ExtractorOptions = {},
): Promise<Extractor> {
  const entry = extractorOf(models.manifest, id);
  const names = entry.layers.map(({ name }) => name);
  const [port] = entry.inputs;
  const read = readGraph(await models.read(entry.file), { dims: { [port.name]: port.dims }, outputs: names });
  const graph = entry.averagePools ? withAveragePools(read) : read;
  const scales = options.scales ?? entry.scales ?? {};
  for (const layer of entry.layers) checkLayer(entry, layer, graph, scales);
  const shared = new WeakMap<GraphBuilder, Appended>();

  return {
    id,
    sha256: entry.sha256,
    layers: entry.layers,
    scales,
    append(builder, picture, asked, { scaled: wanted = true } = {}) {
      const unknown = asked.find((name) => !names.includes(name));
      if (unknown !== undefined)
        throw new Fault('layer_unknown', `${id} has no layer ${unknown}; it has ${names.join(', ')}.`, {
          layer: unknown,
          layers: names,
        });
      const constants = shared.get(builder) ?? new Map();
      shared.set(builder, constants);
      const cut = graphBuilder(id, { ...graph, outputs: asked }).build();
      const values = fitting(entry, picture, () => {
        const input = appendInput(builder, picture, entry.feed);
        return appendGraph(builder, cut, { [port.name]: input }, { constants });
      });
      return new Map(
        asked.map((name) => [name, scaled(builder, values.get(name)!, wanted ? scales[name] : undefined)]),
      );
    },
  };
}

/** @throws Fault model_missing with the ids there are. */
export function extractorOf(manifest: Manifest, id: string): ExtractorEntry {
  const entries = manifest.models.filter((entry) => entry.kind === 'extractor');
  const found = entries.find((entry) => entry.id === id);
  if (found) return found;
  const known = entries.map((entry) => entry.id);
  throw new Fault('model_missing', `There is no extractor '${id}'; there are ${known.join(', ')}.`, {
    extractor: id,
    known,
  });
}

function checkLayer(
  { id }: ExtractorEntry,
  { name, channels }: ExtractorEntry['layers'][number],
  graph: Graph,
  scales: Scales,
): void {
  const { dims } = graph.values.get(name)!;
  const given = scales[name]?.length ?? channels;
  if (dims.length === 4 && dims[1] === channels && given === channels) return;
  throw new Fault(
    'model_invalid',
    `${id}: layer ${name} is [${dims}] with ${given} scales, wants ${channels} channels.`,
    {
      layer: name,
      dims,
      channels,
      scales: given,
    },
  );
}

/** A network that does not take a picture smaller than its nominal size says which node did not. */
export function fitting<T>(entry: ExtractorEntry, { dims }: Value, append: () => T): T {
  const [height, width] = dims.slice(2);
  const { pad } = entry.feed;
  const tooSmall = (why: string, cause?: unknown) =>
    new Fault(
      'picture_too_small',
      `${width} x ${height} pixels are too few for ${entry.id}: ${why}`,
      {
        width,
        height,
        extractor: entry.id,
      },
      cause,
    );
  if (Math.min(height, width) <= pad)
    throw tooSmall(`${pad} are reflected on each side, so each side must have ${pad + 1}.`);
  try {
    return append();
  } catch (cause) {
    const [rows, columns] = entry.inputs[0].dims.slice(2);
    const smaller = height < rows || width < columns;
    throw cause instanceof Fault && cause.code === 'graph_invalid' && smaller
      ? tooSmall(cause.message, cause)
      : cause;
  }
}

/** As Feed, for any network of the manifest. */
export type Feeding = Omit<Feed, 'order' | 'range' | 'mean' | 'std'> & {
  readonly order: keyof typeof ROWS;
  readonly range: number;
  readonly mean: readonly number[];
  readonly std: readonly number[];
};

/** What of red, green and blue each channel has. */
const ROWS = {
  rgb: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  bgr: [
    [0, 0, 1],
    [0, 1, 0],
    [1, 0, 0],
  ],
  /** ITU-R BT.601. */
  luminance: [[0.299, 0.587, 0.114]],
} as const;

/**
 * `picture` [1, 3, H, W], RGB 0..1, as the network wants it. Order, range, mean and std are one 1 x 1 convolution, or
 * nothing.
 */
export function appendInput(builder: GraphBuilder, picture: Value, feeding: Feeding): Value {
  const { order, range, mean, std, pad, padMode } = feeding;
  const padded =
    pad === 0
      ? picture
      : builder.op('Pad', [picture, builder.ints([0, 0, pad, pad, 0, 0, pad, pad])], { mode: padMode });
  const rows = ROWS[order];
  const matrix = rows.flatMap((row, to) => row.map((share) => (share * range) / std[to]));
  const offset = mean.map((value, to) => (value === 0 ? 0 : -value / std[to]));
  if (matrix.join() === '1,0,0,0,1,0,0,0,1' && offset.every((value) => value === 0)) return padded;
  return builder.op('Conv', [
    padded,
    builder.constant(float32([rows.length, 3, 1, 1], Float32Array.from(matrix))),
    builder.constant(float32([rows.length], Float32Array.from(offset))),
  ]);
}

function scaled(builder: GraphBuilder, features: Value, scales: readonly number[] | undefined): Value {
  if (!scales) return features;
  const factors = builder.constant(float32([1, scales.length, 1, 1], Float32Array.from(scales)));
  return builder.op('Mul', [features, factors]);
}
