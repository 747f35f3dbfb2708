// A photo and a painting to show style transfer with, made by code: nobody's face and nobody's work.
import { seeded } from '../../functions/core/random.ts';
import { type Colour, type Leaf, type Planes, paint } from './calibration-pictures.ts';
import { gaussian } from './random.ts';

const [WIDTH, HEIGHT] = [512, 384];

/** A plain leaf; what is given makes it another. */
const LEAF: Leaf = {
  x: 0,
  y: 0,
  long: 1,
  short: 1,
  angle: 0,
  box: false,
  colour: [0, 0, 0],
  period: 1,
  contrast: 0,
  grain: 0.01,
};

/** Houses and trees on hills above a lake, under a low sun. 512 x 384. */
export function landscape(): Planes {
  const random = seeded(7);
  const picture = sky();
  const lay = (...leaves: readonly Partial<Leaf>[]) => {
    for (const leaf of leaves) paint(picture, { ...LEAF, ...leaf }, random);
  };
  lay({ x: 390, y: 84, long: 34, short: 34, colour: [1, 0.95, 0.78], grain: 0 });
  for (let i = 0; i < 26; i++) {
    const [x, y] = [40 + 300 * random(), 40 + 70 * random()];
    const long = 14 + 26 * random();
    lay({ x, y, long, short: long / 3, colour: [0.95, 0.94, 0.93] });
  }
  // Mountains, then hills, each a great ellipse or a turned square of which the top is seen.
  for (const [x, y, half, light] of [
    [60, 280, 120, 0.42],
    [215, 300, 110, 0.5],
    [470, 290, 125, 0.46],
  ])
    lay({
      x,
      y,
      long: half,
      short: half,
      angle: 0.8,
      box: true,
      colour: [light, light + 0.06, light + 0.16],
    });
  const hills: readonly [x: number, y: number, long: number, short: number, colour: Colour][] = [
    [120, 330, 260, 110, [0.36, 0.5, 0.26]],
    [430, 345, 240, 120, [0.44, 0.56, 0.25]],
    [250, 390, 330, 105, [0.55, 0.6, 0.28]],
  ];
  for (const [x, y, long, short, colour] of hills)
    lay({ x, y, long, short, colour, contrast: 0.04, period: 19, grain: 0.04 });
  for (const [x, y, size, wall, roof] of HOUSES) house(lay, x, y, size, wall, roof);
  for (let i = 0; i < 22; i++) {
    const x = 20 + 470 * random();
    const size = 7 + 8 * random();
    tree(lay, x, 300 + 14 * Math.sin(x / 60), size, 0.2 + 0.2 * random());
  }
  lay({ x: 256, y: 372, long: 270, short: 50, box: true, colour: [0.34, 0.46, 0.56], grain: 0.01 });
  for (let i = 0; i < 150; i++) {
    const [x, y] = [WIDTH * random(), 326 + 56 * random()];
    const light = 0.3 + 0.35 * random();
    const colour: Colour = [light, light + 0.08, light + 0.12];
    lay({ x, y, long: 8 + 22 * random(), short: 1.2, colour });
  }
  return picture;
}

/** Thick strokes that follow whirls, in blue, teal, cream and gold. 512 x 384. */
export function whirls(): Planes {
  const random = seeded(3);
  const picture = { width: WIDTH, height: HEIGHT, data: new Float32Array(3 * WIDTH * HEIGHT).fill(0.15) };
  const centres = Array.from({ length: 7 }, () => ({
    x: WIDTH * random(),
    y: HEIGHT * random(),
    reach: 45 + 60 * random(),
    turn: random() < 0.5 ? 1 : -1,
  }));
  for (let i = 0; i < 2400; i++) {
    const [x, y] = [WIDTH * random(), HEIGHT * random()];
    let [along, down, glow] = [0.8, 0.25 * Math.sin(x / 70), 0];
    for (const { x: cx, y: cy, reach, turn } of centres) {
      const near = Math.exp(-(((x - cx) ** 2 + (y - cy) ** 2) / reach ** 2));
      along += (3 * turn * near * (cy - y)) / reach;
      down += (3 * turn * near * (x - cx)) / reach;
      glow = Math.max(glow, Math.exp(-((Math.hypot(x - cx, y - cy) / (0.45 * reach)) ** 2)));
    }
    const angle = Math.atan2(down, along) + 0.1 * gaussian(random);
    const colour = mixed(random() < glow ? GOLD : BLUES[Math.floor(BLUES.length * random())], random);
    for (const side of [-1, 0, 1])
      paint(
        picture,
        {
          ...LEAF,
          x: x - 2.6 * side * Math.sin(angle),
          y: y + 2.6 * side * Math.cos(angle),
          long: 15 + 11 * random(),
          short: 2.2,
          angle,
          colour: mixed(colour, random),
          grain: 0.01,
        },
        random,
      );
  }
  return picture;
}

const GOLD: Colour = [0.95, 0.76, 0.22];
const BLUES: readonly Colour[] = [
  [0.08, 0.16, 0.42],
  [0.12, 0.28, 0.6],
  [0.2, 0.45, 0.68],
  [0.16, 0.5, 0.52],
  [0.72, 0.8, 0.74],
];

const HOUSES: readonly [x: number, y: number, size: number, wall: Colour, roof: Colour][] = [
  [96, 262, 24, [0.93, 0.89, 0.8], [0.62, 0.24, 0.18]],
  [148, 270, 30, [0.86, 0.74, 0.52], [0.5, 0.2, 0.17]],
  [206, 268, 22, [0.95, 0.93, 0.9], [0.42, 0.24, 0.2]],
  [330, 266, 28, [0.88, 0.6, 0.48], [0.4, 0.2, 0.18]],
  [384, 270, 22, [0.95, 0.9, 0.74], [0.6, 0.28, 0.2]],
];

type Lay = (...leaves: readonly Partial<Leaf>[]) => void;

function house(lay: Lay, x: number, y: number, size: number, wall: Colour, roof: Colour): void {
  const dark: Colour = [0.2, 0.2, 0.26];
  lay({
    x,
    y: y - size * 0.7,
    long: size * 0.95,
    short: size * 0.95,
    angle: Math.PI / 4,
    box: true,
    colour: roof,
  });
  lay({ x, y: y + size * 0.3, long: size, short: size, box: true, colour: wall });
  for (const dx of [-0.5, 0.5])
    lay({ x: x + dx * size, y, long: size * 0.18, short: size * 0.24, box: true, colour: dark, grain: 0 });
  lay({ x, y: y + size * 0.85, long: size * 0.2, short: size * 0.45, box: true, colour: [0.36, 0.22, 0.14] });
}

function tree(lay: Lay, x: number, y: number, size: number, light: number): void {
  lay(
    { x, y, long: size * 0.15, short: size, box: true, colour: [0.25, 0.17, 0.1] },
    { x, y: y - size * 1.6, long: size, short: size * 1.3, colour: [light * 0.7, light + 0.12, light * 0.5] },
    {
      x: x - size * 0.3,
      y: y - size * 2,
      long: size * 0.5,
      short: size * 0.6,
      colour: [light, light + 0.25, light * 0.7],
      grain: 0.05,
    },
  );
}

/** Blue above, warm at the horizon. */
function sky(): Planes {
  const [top, horizon] = [
    [0.28, 0.52, 0.82],
    [0.97, 0.83, 0.66],
  ];
  const data = Float32Array.from({ length: 3 * WIDTH * HEIGHT }, (_, i) => {
    const [c, y] = [Math.floor(i / (WIDTH * HEIGHT)), Math.floor(i / WIDTH) % HEIGHT];
    const share = Math.min(1, y / (0.65 * HEIGHT));
    return top[c] + share * (horizon[c] - top[c]);
  });
  return { width: WIDTH, height: HEIGHT, data };
}

/** A little lighter or darker, and a little of another hue. */
function mixed(colour: Colour, random: () => number): Colour {
  const light = 0.06 * gaussian(random);
  const own = colour.map((value) => Math.min(1, Math.max(0, value + light + 0.03 * gaussian(random))));
  return [own[0], own[1], own[2]];
}
