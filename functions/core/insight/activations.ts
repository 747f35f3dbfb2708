// A picture shown to a network: how strongly each unit of a layer responds where, as numbers and as pictures.
import type { Picture } from '../image.ts';
import { type ExciteTools, isDead, type PictureFile } from './excite.ts';
import { openProbe } from './probe.ts';
import type { Block } from './sheet.ts';
import { type Seeing, viewOf } from './view.ts';

export type ActivationsRequest = Seeing & {
  readonly network: string;
  readonly layer: string;
  readonly units: readonly number[];
  readonly picture: PictureFile;
};

export type Activations = {
  readonly network: string;
  readonly sha256: string;
  readonly layer: string;
  readonly engine: string;
  /** The network's input that the picture became, and the map of each unit, in pixels and positions. */
  readonly input: { readonly width: number; readonly height: number };
  readonly map: { readonly width: number; readonly height: number };
  readonly units: readonly UnitActivation[];
};

export type UnitActivation = {
  readonly unit: number;
  readonly dead: boolean;
  readonly least: number;
  readonly most: number;
  readonly mean: number;
  /** Position of the largest value, the upper left one of equals. */
  readonly x: number;
  readonly y: number;
};

/** The numbers, and each unit's map as a picture. @throws as excite. */
export async function activate(
  { runtime, networks, images, detect }: ExciteTools,
  request: ActivationsRequest,
): Promise<{ readonly activations: Activations; readonly blocks: readonly Block[] }> {
  const { network, layer: name, units, picture } = request;
  const entry = networks.entry(network);
  const layer = await networks.layer(network, name);
  const view = await viewOf(entry, (await images.decode(picture.bytes)).picture, request, detect);
  const probe = await openProbe(runtime, networks, network, name, view.dims);
  const maps = await probe.run(view).finally(() => probe.release());
  const { width, height } = maps;
  const [, , inputHeight, inputWidth] = view.dims;
  const found = units.map((unit) => {
    const map = maps.data.subarray(unit * width * height, (unit + 1) * width * height);
    return { map, summary: { unit, dead: isDead(layer, unit), ...summary(map, width) } };
  });
  return {
    activations: {
      network,
      sha256: entry.sha256,
      layer: name,
      engine: runtime.engine,
      input: { width: inputWidth, height: inputHeight },
      map: { width, height },
      units: found.map((each) => each.summary),
    },
    blocks: found.map(({ map, summary: { unit, least, most } }) => ({
      label: String(unit),
      cells: [shaded(map, width, height, least, most)],
      places: 1,
      columns: 1,
    })),
  };
}

function summary(map: Float32Array, width: number) {
  let [least, most, sum, at] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (let i = 0; i < map.length; i++) {
    least = Math.min(least, map[i]);
    if (map[i] > most) [most, at] = [map[i], i];
    sum += map[i];
  }
  const digits = (value: number) => Number(value.toPrecision(7));
  const [x, y] = [at % width, Math.floor(at / width)];
  return { least: digits(least), most: digits(most), mean: digits(sum / map.length), x, y };
}

/** From black, the least or 0, to white, the most: each map by itself, so that weak units are seen too. */
function shaded(map: Float32Array, width: number, height: number, least: number, most: number): Picture {
  const low = Math.min(0, least);
  const span = Math.max(0, most) - low || 1;
  const data = new Uint8Array(4 * map.length).fill(255);
  for (const [i, value] of map.entries())
    data.fill(Math.round((255 * (value - low)) / span), 4 * i, 4 * i + 3);
  return { width, height, data };
}
