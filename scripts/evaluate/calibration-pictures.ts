// Pictures made by code with the statistics of photographs and paintings: what channel scales are measured on.
import { seeded } from '../../functions/core/random.ts';
import { gaussian } from './random.ts';

/** Planes [3, height, width], RGB, 0..1. */
export type Planes = { readonly width: number; readonly height: number; readonly data: Float32Array };

type Random = () => number;
export type Colour = readonly [number, number, number];
/**
 * A shape of half axes `long` and `short`, turned by `angle`; box or ellipse, plain or with stripes or grain on it.
 * `x`, `y`, half axes and `period` are pixels; `contrast` and `grain` are of values 0..1.
 */
export type Leaf = {
  readonly x: number;
  readonly y: number;
  readonly long: number;
  readonly short: number;
  readonly angle: number;
  readonly box: boolean;
  readonly colour: Colour;
  readonly period: number;
  readonly contrast: number;
  readonly grain: number;
};

const SIZE = 256;
const LEAVES = 2500;

/**
 * Twelve of 256 x 256. Opaque leaves of all sizes one above the other have the edges and the 1/f^2 spectrum of
 * photographs (the dead leaves model: Lee, Mumford and Huang 2001); long ones that follow a flow are like brush
 * strokes; clouds of 1/f noise have the spectrum without edges.
 */
export function calibrationPictures(): readonly Planes[] {
  return Array.from({ length: 12 }, (_, i) => {
    const random = seeded(1 + i);
    const picture = clouds(random, palette(random));
    if (i % 6 !== 5) cover(picture, random, i % 2 === 1);
    return picture;
  });
}

/** Colours of one picture: light and dark of one hue mostly, as red, green and blue of a photograph go together. */
function palette(random: Random): (light: number) => Colour {
  // Mostly between orange and blue, as daylight goes, and a little between green and purple.
  const [warm, green] = [0.08 * gaussian(random), 0.03 * gaussian(random)];
  const tint = [warm - green / 2, green, -warm - green / 2];
  const mean = 0.3 + 0.3 * random();
  const contrast = 0.15 + 0.15 * random();
  return (light) => {
    const own = [0, 1, 2].map(
      (c) => mean + contrast * light + tint[c] * (1 + light) + 0.05 * gaussian(random),
    );
    return [clamp(own[0]), clamp(own[1]), clamp(own[2])];
  };
}

/** Octaves of smooth noise, each with half the amplitude and twice the frequency of the one before. */
function clouds(random: Random, colours: (light: number) => Colour): Planes {
  const data = new Float32Array(3 * SIZE * SIZE);
  const [dark, light] = [colours(-1), colours(1)];
  for (let cells = 2, amplitude = 0.5; cells <= SIZE / 2; cells *= 2, amplitude /= 2) {
    const grids = [0, 1].map(() => Float32Array.from({ length: (cells + 1) ** 2 }, () => random() - 0.5));
    for (let y = 0, i = 0; y < SIZE; y++) {
      for (let x = 0; x < SIZE; x++, i++) {
        const [light, hue] = grids.map((grid) => smooth(grid, cells, (x * cells) / SIZE, (y * cells) / SIZE));
        data[i] += amplitude * (light + 0.3 * hue);
        data[SIZE * SIZE + i] += amplitude * light;
        data[2 * SIZE * SIZE + i] += amplitude * (light - 0.3 * hue);
      }
    }
  }
  for (let i = 0; i < data.length; i++) {
    const c = Math.floor(i / (SIZE * SIZE));
    data[i] = clamp(dark[c] + (light[c] - dark[c]) * (0.5 + data[i]));
  }
  return { width: SIZE, height: SIZE, data };
}

/** Leaves over the picture, the large ones first where they are strokes, so that small ones stay seen. */
function cover(picture: Planes, random: Random, strokes: boolean): void {
  const colours = palette(random);
  const [turn, bend] = [random() * 6, 0.01 + 0.02 * random()];
  const leaves = Array.from({ length: LEAVES }, (): Leaf => {
    const [x, y] = [random() * SIZE, random() * SIZE];
    // Radii with density r^-3 from 2 to a third of the side: the same at every scale.
    const long = Math.min(SIZE / 3, 2 / Math.sqrt(1 - random()));
    const flow = turn + Math.sin(x * bend) + Math.cos(y * bend);
    return {
      x,
      y,
      long: strokes ? 3 * long : long,
      short: strokes ? Math.max(1, long / 3) : long * (0.4 + 0.6 * random()),
      angle: strokes ? flow + 0.2 * gaussian(random) : random() * Math.PI,
      box: random() < 0.4,
      colour: colours(gaussian(random)),
      period: 3 + 9 * random(),
      contrast: random() < 0.3 ? 0.15 * random() : 0,
      grain: random() < 0.5 ? 0.04 * random() : 0,
    };
  });
  if (strokes) leaves.sort((a, b) => b.short - a.short);
  for (const leaf of leaves) paint(picture, leaf, random);
}

/** Lays the leaf over the picture, with an edge one pixel wide, as a lens and sampling leave it. */
export function paint({ width, height, data }: Planes, leaf: Leaf, random: Random): void {
  const [cos, sin] = [Math.cos(leaf.angle), Math.sin(leaf.angle)];
  const reach = Math.hypot(leaf.long, leaf.short) + 1;
  const [top, bottom] = [Math.max(0, Math.floor(leaf.y - reach)), Math.min(height - 1, leaf.y + reach)];
  const [left, right] = [Math.max(0, Math.floor(leaf.x - reach)), Math.min(width - 1, leaf.x + reach)];
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const along = cos * (x - leaf.x) + sin * (y - leaf.y);
      const across = cos * (y - leaf.y) - sin * (x - leaf.x);
      const inside = leaf.box
        ? Math.min(leaf.long - Math.abs(along), leaf.short - Math.abs(across))
        : (1 - Math.hypot(along / leaf.long, across / leaf.short)) * leaf.short;
      const share = clamp(inside + 0.5);
      if (share === 0) continue;
      const texture =
        leaf.contrast * Math.sin((2 * Math.PI * along) / leaf.period) + leaf.grain * gaussian(random);
      for (let c = 0, i = y * width + x; c < 3; c++, i += width * height)
        data[i] += share * (clamp(leaf.colour[c] + texture) - data[i]);
    }
  }
}

/** Values on a grid, between them by a smooth step. */
function smooth(grid: Float32Array, cells: number, x: number, y: number): number {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  const ease = (t: number) => t * t * (3 - 2 * t);
  const [s, t] = [ease(x - column), ease(y - row)];
  const at = row * (cells + 1) + column;
  const [above, below] = [at, at + cells + 1].map((i) => grid[i] + s * (grid[i + 1] - grid[i]));
  return above + t * (below - above);
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
