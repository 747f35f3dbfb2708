// Patches as a value: shards in any grouping and order merge into what one pass gives.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Picture } from '../../../functions/core/image.ts';
import { createLook, type PatchesRequest } from '../../../functions/core/insight/look.ts';
import { networksOf } from '../../../functions/core/insight/networks.ts';
import { mergePatches, NINE, type Patch, type Patches } from '../../../functions/core/insight/patches.ts';
import { seeded } from '../../../functions/core/random.ts';
import { createNodeImages } from '../../../functions/platform/images-node.ts';
import { createNodeModels } from '../../../functions/platform/models-node.ts';
import { createNodeRuntime } from '../../../functions/platform/ort-node.ts';
import { NO_MODELS, withSpots } from '../../fakes/networks.ts';
import { noisePicture, pictureOf } from '../style/stand-in.ts';

const images = createNodeImages({ maxPixels: 1e6 });
const tools = { runtime: createNodeRuntime(), images, detect: async () => [] };
const look = createLook({ ...tools, networks: networksOf(withSpots(NO_MODELS)) });

async function fileOf(picture: Picture) {
  const bytes = await images.encode(picture, 'png');
  return { sha256: createHash('sha256').update(bytes).digest('hex'), bytes };
}

const request = { network: 'spots', layer: 'first', merge: [] } as const;

/** Black, with dots of these colours at these places. */
function dots(...places: readonly (readonly [x: number, y: number, r: number, g: number, b: number])[]) {
  return pictureOf(40, 32, (x, y) => {
    const [, , r, g, b] = places.find(([px, py]) => px === x && py === y) ?? [0, 0, 0, 0, 0];
    return [r, g, b];
  });
}

test('a unit is excited by what its weights look for, there, and by nothing else', async () => {
  const picture = await fileOf(dots([20, 10, 1, 0, 0], [7, 25, 0.8, 0, 0], [30, 4, 0, 0, 1]));
  const { units, pictures } = await look.patches({ ...request, pictures: [picture] });
  expect(pictures).toEqual([picture.sha256]);
  expect(units.map(({ unit, dead, patches }) => [unit, dead, patches.map(({ x, y }) => [x, y])])).toEqual([
    [
      0,
      false,
      [
        [21, 11],
        [8, 26],
      ],
    ],
    [1, true, []],
    [2, false, expect.any(Array)],
    [3, false, [[31, 5]]],
  ]);
  const [red, weaker] = units[0].patches;
  expect(red).toMatchObject({
    value: 0.75,
    field: { x: 21, y: 11, width: 3, height: 3 },
    box: { x: 19, y: 9, width: 3, height: 3 },
    corners: [],
  });
  expect(weaker.value).toBeCloseTo(0.55, 6);
  const { picture: seen } = await images.decode(Buffer.from(red.image, 'base64'));
  expect([seen.width, seen.height]).toEqual([3, 3]);
  const middle = Array.from({ length: 9 }, (_, i) => seen.data[4 * i]);
  expect(middle).toEqual([0, 0, 0, 0, 255, 0, 0, 0, 0]);
});

test('what lies in the mirrored border is shown, and what lies outside of the input has the shade of 0', async () => {
  const random = seeded(2);
  const noise = pictureOf(32, 32, (x, y) => (x < 7 && y < 7 ? [random(), random(), random()] : [0, 0, 0]));
  const { units } = await look.patches({ ...request, layer: 'second', pictures: [await fileOf(noise)] });
  const corner = units.flatMap(({ patches }) => patches).find(({ field }) => field.x < 0 && field.y < 0)!;
  expect(corner).toMatchObject({
    x: 0,
    y: 0,
    field: { x: -2, y: -2, width: 8, height: 8 },
    box: { x: -4, y: -4 },
  });
  const { picture } = await images.decode(Buffer.from(corner.image, 'base64'));
  const expected = Array.from({ length: 64 }, (_, i) => {
    const [x, y] = [(i % 8) - 2, Math.floor(i / 8) - 2];
    return x < 0 || y < 0 ? 0 : noise.data[4 * (32 * Math.abs(y - 2) + Math.abs(x - 2))];
  });
  expect(Array.from({ length: 64 }, (_, i) => picture.data[4 * i])).toEqual(expected);
});

test('patches of one picture do not lie on each other, and are no more than asked for', async () => {
  const noise = await fileOf(noisePicture(64, 48, 3));
  const of = async (apiece: number) =>
    (await look.patches({ ...request, layer: 'second', apiece, pictures: [noise] })).units;
  for (const { patches } of await of(9))
    for (const [i, a] of patches.entries())
      for (const b of patches.slice(i + 1)) {
        const along = (p: Patch, q: Patch, axis: 'x' | 'y') =>
          Math.max(0, 8 - Math.abs(p.field[axis] - q.field[axis]));
        expect((along(a, b, 'x') * along(a, b, 'y')) / 64).toBeLessThanOrEqual(0.5);
      }
  const [nine, one] = [await of(9), await of(1)];
  expect(one.map(({ patches }) => patches)).toEqual(nine.map(({ patches }) => patches.slice(0, 1)));
});

test('patches of equal values stand by picture, then from the top left', async () => {
  const places = [30, 10, 20, 4].map((x) => [x, x - 2, 1, 0, 0] as const);
  const [one, other] = await Promise.all([
    fileOf(dots(...places)),
    fileOf(dots(...places, [36, 2, 0, 0, 1])),
  ]);
  const { units } = await look.patches({ ...request, pictures: [one, other] });
  const ids = [one.sha256, other.sha256].sort();
  expect(units[0].patches.map(({ picture, x }) => [picture, x - 1])).toEqual(
    ids.flatMap((id) => [4, 10, 20, 30].map((x) => [id, x])),
  );
});

/** Few pictures, places and values, so that ties and repetitions abound; what follows from them is always the same. */
function randomPatches(random: () => number): Patches {
  const pick = (most: number) => Math.floor(random() * most);
  const patches = Array.from({ length: pick(14) }, (): Patch => {
    const [picture, x, y] = [`${pick(4)}`, pick(3), pick(2)];
    const value = 1 + ((Number(picture) * 5 + x * 3 + y) % 4);
    const box = { x, y, width: 1, height: 1 };
    return { value, picture, x, y, field: box, box, corners: [], image: `${picture}${x}${y}` };
  });
  const own = {
    network: 'n',
    sha256: 's',
    layer: 'l',
    size: 64,
    align: true,
    apiece: 9,
    cell: 8,
    engines: ['e'],
  };
  const none: Patches = { ...own, pictures: [], units: [{ unit: 3, dead: false, patches: [] }] };
  return patches
    .map((patch) => ({
      ...none,
      pictures: [patch.picture],
      units: [{ unit: 3, dead: false, patches: [patch] }],
    }))
    .reduce<Patches>(mergePatches, none);
}

test('merging is associative, commutative and idempotent, also where values tie and places repeat', () => {
  const random = seeded(17);
  const text = (patches: Patches) => JSON.stringify(patches);
  let full = 0;
  for (let round = 0; round < 300; round++) {
    const [a, b, c] = [randomPatches(random), randomPatches(random), randomPatches(random)];
    const all = text(mergePatches(mergePatches(a, b), c));
    expect(text(mergePatches(a, mergePatches(b, c)))).toBe(all);
    expect(text(mergePatches(mergePatches(c, a), b))).toBe(all);
    expect(text(mergePatches(b, a))).toBe(text(mergePatches(a, b)));
    expect(text(mergePatches(a, a))).toBe(text(a));
    const { patches } = mergePatches(a, b).units[0];
    const keys = patches.map(({ picture, x, y }) => `${picture} ${x} ${y}`);
    expect(new Set(keys).size).toBe(keys.length);
    if (patches.length === NINE) full++;
  }
  expect(full).toBeGreaterThan(20);
});

test('shards of the style network, merged in any order, are the bytes of one pass', async () => {
  const models = await createNodeModels(new URL('../../../models/', import.meta.url).pathname);
  const real = createLook({ ...tools, networks: networksOf(models) });
  const pictures = await Promise.all(
    [1, 2, 3, 4, 5].map((seed) =>
      fileOf(
        pictureOf(seed % 2 ? 96 : 80, 88, (x, y) => {
          const wave = (k: number) => 0.5 + 0.5 * Math.sin(((x * seed + y * k) / 9) * (1 + x / 200));
          return [wave(1), wave(2 + seed), wave(3)];
        }),
      ),
    ),
  );
  const asked = { network: 'inception-v3-mixed2', layer: 'mixed0', units: [0, 70, 130, 240], cell: 40 };
  const pass = async (some: PatchesRequest['pictures'], merge: readonly Patches[] = []) =>
    JSON.stringify(await real.patches({ ...asked, pictures: some, merge }));
  const whole = await pass(pictures);
  const [first, second, third] = await Promise.all(
    [pictures.slice(0, 2), pictures.slice(2, 3), pictures.slice(3)].map((some) => pass(some)),
  );
  const again = (...texts: string[]) => texts.map((text) => JSON.parse(text) as Patches);
  expect(await pass([], again(third, first, second))).toBe(whole);
  expect(await pass(pictures.slice(1, 4), again(second, third, first))).toBe(whole);
  expect(JSON.parse(whole).units.map(({ patches }: { patches: Patch[] }) => patches.length)).toEqual([
    9, 9, 9, 9,
  ]);
  // Units of the branches are cut at what their branch sees.
  const widths = JSON.parse(whole).units.map(({ patches }: { patches: Patch[] }) => patches[0].field.width);
  expect(widths).toEqual([32, 64, 64, 48]);
});

test.for([
  ['size', { size: 64 }],
  ['apiece', { apiece: 2 }],
  ['cell', { cell: 9 }],
  ['units', { units: [0, 2] }],
  ['layer', { layer: 'second' }],
] as const)('patches of another %s do not merge', async ([key, change]) => {
  const picture = await fileOf(dots([5, 5, 1, 0, 0]));
  const asked = { ...request, units: [0, 1], pictures: [picture] };
  const before = await look.patches(asked);
  await expect(look.patches({ ...asked, ...change, merge: [before] })).rejects.toMatchObject({
    code: 'request_invalid',
    message: expect.stringContaining(key),
  });
});

test('a merge of earlier answers takes over their units and settings', async () => {
  const picture = await fileOf(dots([5, 5, 1, 0, 0]));
  const before = await look.patches({
    ...request,
    units: [0, 3],
    size: 64,
    apiece: 2,
    cell: 9,
    pictures: [picture],
  });
  const other = await fileOf(dots([9, 9, 0.9, 0, 0]));
  const after = await look.patches({ ...request, merge: [before], pictures: [other] });
  expect(after).toMatchObject({
    size: 64,
    apiece: 2,
    cell: 9,
    pictures: [picture.sha256, other.sha256].sort(),
  });
  expect(after.units.map(({ unit, patches }) => [unit, patches.length])).toEqual([
    [0, 2],
    [3, 0],
  ]);
});

test('too much, and what is not there, is refused with the number', async () => {
  const picture = await fileOf(dots([5, 5, 1, 0, 0]));
  const refused = (change: Partial<PatchesRequest>) =>
    look.patches({ ...request, pictures: [picture], ...change }).catch((error) => error);
  expect(await refused({ pictures: Array.from({ length: 33 }, () => picture) })).toMatchObject({
    facts: { most: 32 },
  });
  expect(await refused({ size: 513 })).toMatchObject({ code: 'request_invalid', facts: { most: 512 } });
  expect(await refused({ units: [4] })).toMatchObject({ facts: { unit: 4, units: 4 } });
  expect(await refused({ layer: 'turned' })).toMatchObject({ message: expect.stringContaining('no units') });
  expect(await refused({ layer: 'third' })).toMatchObject({ code: 'layer_not_found' });
  expect(await refused({ network: 'none' })).toMatchObject({ code: 'network_not_found' });
  expect(await refused({ pictures: [] })).toMatchObject({
    message: expect.stringContaining('image is missing'),
  });
  const tiny = await fileOf(pictureOf(2, 2, () => [1, 1, 1]));
  expect(await refused({ pictures: [picture, tiny] })).toMatchObject({
    code: 'picture_too_small',
    facts: { index: 1, width: 2 },
  });
});
