// Solids made by code: three parts, each a blob, a shell or a rod, at their places in a cube.
import type { Volume } from '../functions/core/volume/volume.ts';
import { gaussian } from './evaluate/random.ts';
import { volumeHeader } from './example-volumes.ts';
import { rotation } from './rotation.ts';

const SIDE = 20;

type Point = readonly number[];
type Part = {
  /** How bright it is at an offset from its middle. */
  readonly bright: (off: Point) => number;
  readonly at: Point;
  readonly light: number;
};

/** Sizes are of the cube's side. */
const PARTS: readonly ((random: () => number) => Part['bright'])[] = [
  /** A blob: an ellipsoid along the axes. */
  (random) => {
    const radii = [0, 1, 2].map(() => 0.06 + 0.12 * random());
    return (off) => Math.exp(-off.reduce((sum, value, axis) => sum + (value / radii[axis]) ** 2, 0));
  },
  /** A shell. */
  (random) => {
    const radius = 0.12 + 0.14 * random();
    return (off) => Math.exp(-(((Math.hypot(...off) - radius) / 0.05) ** 2));
  },
  /** A rod in any direction. */
  (random) => {
    const way = direction(random);
    const half = 0.15 + 0.25 * random();
    return (off) => {
      const along = off.reduce((sum, value, axis) => sum + value * way[axis], 0);
      const across = Math.max(0, Math.hypot(...off) ** 2 - along ** 2);
      return Math.abs(along) > half ? 0 : Math.exp(-across / 0.05 ** 2);
    };
  },
];

/** A class; what it gives makes one solid after another: turned by up to 20 degrees, moved, in noise. */
export function solidOf(random: () => number): (own: () => number) => Volume {
  const parts = Array.from({ length: 3 }, (): Part => {
    const bright = PARTS[Math.floor(PARTS.length * random())](random);
    return { bright, at: [0, 1, 2].map(() => 0.25 + 0.5 * random()), light: 0.5 + 0.5 * random() };
  });
  return (own) => {
    const within = (range: number) => range * (2 * own() - 1);
    const rows = rotation(direction(own), within(Math.PI / 9));
    const shift = [0, 1, 2].map(() => within(0.12));
    const noise = 0.05 + 0.2 * own();
    const voxels = new Float32Array(SIDE ** 3);
    for (let i = 0; i < voxels.length; i++) {
      const place = [i % SIDE, Math.floor(i / SIDE) % SIDE, Math.floor(i / SIDE ** 2)];
      const off = place.map((at, each) => (at + 0.5) / SIDE - 0.5 - shift[each]);
      const point = rows.map((row) => 0.5 + row[0] * off[0] + row[1] * off[1] + row[2] * off[2]);
      const light = parts.map(({ bright, at, light }) => light * bright(point.map((p, k) => p - at[k])));
      voxels[i] = 1000 * (Math.max(...light) + noise * gaussian(own));
    }
    return { width: SIDE, height: SIDE, depth: SIDE, voxels, header: volumeHeader(SIDE) };
  };
}

function direction(random: () => number): Point {
  const drawn = [0, 1, 2].map(() => gaussian(random));
  return drawn.map((value) => value / Math.hypot(...drawn));
}
