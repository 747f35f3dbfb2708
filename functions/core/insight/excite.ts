// Pictures shown to a network one after the other: for each unit the nine patches that excite it most.
import { encodeBase64 } from '../base64.ts';
import type { Detect } from '../faces/engine.ts';
import { Fault } from '../fault.ts';
import { mapPoint, type Picture } from '../image.ts';
import type { NetworkEntry } from '../manifest.ts';
import type { Images, Runtime } from '../ports.ts';
import type { Layer } from './layers.ts';
import type { Networks } from './networks.ts';
import { type Patch, type Patches, type PatchSettings, sortedUnion, topNine } from './patches.ts';
import { openProbe, type Probe } from './probe.ts';
import { fieldOf } from './sight.ts';
import { type Place, strongest } from './strongest.ts';
import { shown, type View, viewOf } from './view.ts';

/** A picture's file, under the SHA-256 of its bytes. */
export type PictureFile = { readonly sha256: string; readonly bytes: Uint8Array };

export type ExciteTools = {
  readonly runtime: Runtime;
  readonly networks: Networks;
  readonly images: Images;
  readonly detect: Detect;
};

export type ExciteRequest = PatchSettings & {
  readonly network: string;
  readonly layer: string;
  readonly units: readonly number[];
  readonly pictures: readonly PictureFile[];
};

/** Sessions that stay open for pictures of other shapes. */
const SHAPES = 2;

/**
 * Each picture is run by itself, so that its values are those it has in any company. @throws Fault of the picture's
 * decoding, no_face and picture_too_small, with the picture's `index`; as openProbe.
 */
export async function excite(tools: ExciteTools, request: ExciteRequest): Promise<Patches> {
  const { network, units, layer: name, pictures, size, align, apiece, cell } = request;
  const entry = tools.networks.entry(network);
  const layer = await tools.networks.layer(network, name);
  const best = new Map<number, readonly Found[]>(units.map((unit) => [unit, []]));
  const probes = createProbes(tools, request);
  try {
    for (const [index, { sha256, bytes }] of pictures.entries()) {
      const view = await named(index, async () => {
        const { picture } = await tools.images.decode(bytes);
        return viewOf(entry, picture, request, tools.detect);
      });
      const probe = await named(index, () => probes.of(view));
      for (const found of await responses(probe, view, request, sha256))
        best.set(found.unit, withFound(best.get(found.unit)!, found, entry, view, cell));
    }
  } finally {
    await probes.release();
  }
  return {
    network,
    sha256: entry.sha256,
    layer: name,
    size,
    align,
    apiece,
    cell,
    engines: pictures.length === 0 ? [] : [tools.runtime.engine],
    pictures: sortedUnion(
      pictures.map(({ sha256 }) => sha256),
      [],
    ),
    units: await Promise.all(
      units.map(async (unit) => ({
        unit,
        dead: isDead(layer, unit),
        patches: await written(tools.images, best.get(unit)!),
      })),
    ),
  };
}

export function isDead({ dead }: Layer, unit: number): boolean {
  return dead?.includes(unit) ?? false;
}

/** A patch whose pixels are not written yet. */
type Found = Omit<Patch, 'image'> & { readonly image: Picture };

type Response = { readonly unit: number; readonly picture: string; readonly places: readonly Place[] };

/** Where each unit responds to this picture. */
async function responses(
  probe: Probe,
  view: View,
  { units, apiece }: ExciteRequest,
  picture: string,
): Promise<Response[]> {
  const { data, width, height } = await probe.run(view);
  const how = { rank: probe.rank, input: view.dims.slice(2), count: apiece };
  return units.map((unit) => {
    const field = fieldOf(probe.sight, unit);
    const map = data.subarray(unit * width * height, (unit + 1) * width * height);
    return { unit, picture, places: field ? strongest(map, width, field, how) : [] };
  });
}

/** The best so far with those of one picture: only what stays is cut out. */
function withFound(
  before: readonly Found[],
  { picture, places }: Response,
  entry: NetworkEntry,
  view: View,
  cell: number,
): readonly Found[] {
  const fresh = places.map((place) => ({ ...place, picture, image: undefined }));
  return topNine<Found | (typeof fresh)[number]>([...before, ...fresh]).map((patch) =>
    patch.image === undefined ? cut(patch, entry, view, cell) : patch,
  );
}

function cut(
  place: Place & { readonly picture: string },
  entry: NetworkEntry,
  view: View,
  cell: number,
): Found {
  const { value, picture, x, y, spans } = place;
  const [rows, columns] = spans;
  const field = {
    x: columns.from,
    y: rows.from,
    width: columns.to - columns.from + 1,
    height: rows.to - rows.from + 1,
  };
  const { a, b, corners } = placed(view, field);
  const turned = Math.abs(a.y - b.y) > 0.005 || a.x > b.x;
  return {
    value,
    picture,
    x,
    y,
    field,
    box: around(corners),
    corners: turned ? corners : [],
    image: shown(entry, view, spans, cell),
  };
}

/** The corners of a box of the input in the picture, clockwise from what is its top left; a and b are the upper two. */
function placed({ toPicture }: View, { x, y, width, height }: Patch['field']) {
  const corners = [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ].map(([u, v]) => {
    const at = mapPoint(toPicture, u, v);
    return { x: hundredth(at.x), y: hundredth(at.y) };
  });
  return { a: corners[0], b: corners[1], corners };
}

function around(corners: readonly { readonly x: number; readonly y: number }[]): Patch['box'] {
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return {
    x: left,
    y: top,
    width: hundredth(Math.max(...xs) - left),
    height: hundredth(Math.max(...ys) - top),
  };
}

/** Of a pixel; never -0, which JSON would make 0. */
function hundredth(value: number): number {
  return Math.round(value * 100) / 100 + 0;
}

async function written(images: Images, found: readonly Found[]): Promise<Patch[]> {
  const patches: Patch[] = [];
  for (const patch of found)
    patches.push({ ...patch, image: encodeBase64(await images.encode(patch.image, 'png')) });
  return patches;
}

/** One probe for each shape of input, the latest few of them open. */
function createProbes({ runtime, networks }: ExciteTools, { network, layer }: ExciteRequest) {
  const open: { readonly key: string; readonly probe: Probe }[] = [];
  return {
    async of({ dims }: View): Promise<Probe> {
      const key = dims.join();
      const at = open.findIndex((each) => each.key === key);
      if (at !== -1) open.push(...open.splice(at, 1));
      else {
        if (open.length >= SHAPES) await open.shift()!.probe.release();
        open.push({ key, probe: await openProbe(runtime, networks, network, layer, dims) });
      }
      return open.at(-1)!.probe;
    },
    release: async () => {
      for (const { probe } of open.splice(0)) await probe.release();
    },
  };
}

/** A fault of one picture says which. */
async function named<T>(index: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new Fault(error.code, `Picture ${index + 1}: ${error.message}`, { ...error.facts, index }, error);
  }
}
