// At most 256 colours for many pictures at once, so that a colour that stands still does not flicker.
import type { Picture } from '../image.ts';

export type Palette = {
  /** RGB, 0..255. */
  readonly colours: readonly Colour[];
  /** Of the colour that a pixel is shown in; the pixels are those that the palette was made for. */
  indexOf(red: number, green: number, blue: number): number;
};

type Colour = readonly [red: number, green: number, blue: number];

/** Pixels that share the upper five bits of each channel, as one: their mean, and how many they are. */
type Bin = { readonly mean: Colour; readonly count: number };

const MOST_COLOURS = 256;

/** Lloyd's, on the colours of median cut; more of them move hardly anything. */
const ROUNDS = 4;

/** Every colour where there are at most 256; else median cut (Heckbert 1982) by squared error, and k-means from there. */
export function paletteOf(pictures: readonly Picture[]): Palette {
  const exact = exactColours(pictures);
  if (exact) {
    const colours = [...exact.keys()].map((key): Colour => [key >> 16, (key >> 8) & 255, key & 255]);
    return { colours, indexOf: (red, green, blue) => exact.get((red << 16) | (green << 8) | blue)! };
  }
  const bins = binsOf(pictures);
  const all = [...bins.values()];
  let colours = medianCut(all).map(meanOf);
  for (let round = 0; round < ROUNDS; round++) {
    const near = colours.map((): Bin[] => []);
    for (const bin of all) near[nearest(colours, bin.mean)].push(bin);
    colours = near.map((own, i) => (own.length > 0 ? meanOf(own) : colours[i]));
  }
  const indices = new Map(Array.from(bins, ([key, { mean }]) => [key, nearest(colours, mean)]));
  const whole = colours.map((colour) => colour.map(Math.round) as unknown as Colour);
  return { colours: whole, indexOf: (red, green, blue) => indices.get(keyOf(red, green, blue))! };
}

function exactColours(pictures: readonly Picture[]): Map<number, number> | undefined {
  const found = new Map<number, number>();
  for (const { data } of pictures)
    for (let i = 0; i < data.length; i += 4) {
      const key = (data[i] << 16) | (data[i + 1] << 8) | data[i + 2];
      if (found.has(key)) continue;
      if (found.size === MOST_COLOURS) return undefined;
      found.set(key, found.size);
    }
  return found;
}

function binsOf(pictures: readonly Picture[]): Map<number, Bin> {
  const sums = new Map<number, [number, number, number, number]>();
  for (const { data } of pictures)
    for (let i = 0; i < data.length; i += 4) {
      const key = keyOf(data[i], data[i + 1], data[i + 2]);
      const sum = sums.get(key) ?? [0, 0, 0, 0];
      sums.set(key, sum);
      for (let c = 0; c < 3; c++) sum[c] += data[i + c];
      sum[3]++;
    }
  return new Map(
    Array.from(sums, ([key, [red, green, blue, count]]) => [
      key,
      { mean: [red / count, green / count, blue / count], count },
    ]),
  );
}

function medianCut(bins: readonly Bin[]): readonly (readonly Bin[])[] {
  const boxes = [boxOf(bins)];
  while (boxes.length < MOST_COLOURS) {
    const worst = boxes.reduce((most, box, i) => (box.error > boxes[most].error ? i : most), 0);
    const { bins: own, axis, centre } = boxes[worst];
    const low = own.filter(({ mean }) => mean[axis] <= centre);
    const high = own.filter(({ mean }) => mean[axis] > centre);
    if (low.length === 0 || high.length === 0) break; // all that is left are single colours
    boxes.splice(worst, 1, boxOf(low), boxOf(high));
  }
  return boxes.map((box) => box.bins);
}

/** With the channel that differs most, and the error of showing all in their mean. */
function boxOf(bins: readonly Bin[]) {
  const mean = meanOf(bins);
  const errors = [0, 1, 2].map((c) =>
    bins.reduce((sum, bin) => sum + bin.count * (bin.mean[c] - mean[c]) ** 2, 0),
  );
  const axis = errors.indexOf(Math.max(...errors));
  return { bins, axis, centre: mean[axis], error: bins.length === 1 ? 0 : Math.max(...errors) };
}

function meanOf(bins: readonly Bin[]): Colour {
  const count = bins.reduce((sum, bin) => sum + bin.count, 0);
  const of = (c: number) => bins.reduce((sum, bin) => sum + bin.count * bin.mean[c], 0) / count;
  return [of(0), of(1), of(2)];
}

function nearest(colours: readonly Colour[], [red, green, blue]: Colour): number {
  let [best, least] = [0, Number.POSITIVE_INFINITY];
  for (let i = 0; i < colours.length; i++) {
    const [r, g, b] = colours[i];
    const distance = (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
    if (distance < least) [best, least] = [i, distance];
  }
  return best;
}

function keyOf(red: number, green: number, blue: number): number {
  return ((red >> 3) << 10) | ((green >> 3) << 5) | (blue >> 3);
}
