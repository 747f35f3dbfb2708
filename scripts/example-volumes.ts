// Volumes made by code, to show and to measure with: fibres through a block, and a shell with a core.
import { seeded } from '../functions/core/random.ts';
import type { Volume } from '../functions/core/volume/volume.ts';

export const EXAMPLE_VOLUMES = ['fibres', 'shell'] as const;

/** A header of voxels of 1 mm, as readNifti leaves it. */
export function volumeHeader(side: number): Uint8Array {
  const bytes = new Uint8Array(348);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, 348, true);
  for (const [i, value] of [3, side, side, side, 1, 1, 1, 1].entries())
    view.setInt16(40 + 2 * i, value, true);
  for (let i = 0; i < 4; i++) view.setFloat32(76 + 4 * i, 1, true);
  view.setInt16(254, 1, true);
  for (let axis = 0; axis < 3; axis++) view.setFloat32(280 + 20 * axis, 1, true);
  bytes.set([110, 43, 49, 0], 344);
  return bytes;
}

const MADE = { fibres, shell } satisfies Record<(typeof EXAMPLE_VOLUMES)[number], unknown>;

/** A cube. */
export function exampleVolume(name: (typeof EXAMPLE_VOLUMES)[number], side: number): Volume {
  const value = MADE[name]();
  const voxels = new Float32Array(side ** 3);
  for (let i = 0; i < voxels.length; i++) {
    const place = [i % side, Math.floor(i / side) % side, Math.floor(i / side ** 2)];
    const [x, y, z] = place.map((at) => (at + 0.5) / side);
    voxels[i] = 1000 * value(x, y, z);
  }
  return { width: side, height: side, depth: side, voxels, header: volumeHeader(side) };
}

/** Round strands along two directions, brighter at their middle. */
function fibres() {
  const random = seeded(3);
  const strands = Array.from({ length: 60 }, (_, i) => ({
    at: [random(), random(), random()],
    way: unit(i % 3 === 0 ? [0.2, 1, 0.3] : [1, 0.4 * random(), 0.5]),
    radius: 0.015 + 0.02 * random(),
    light: 0.5 + 0.5 * random(),
  }));
  return (x: number, y: number, z: number) =>
    strands.reduce((most, { at, way, radius, light }) => {
      const off = [x - at[0], y - at[1], z - at[2]];
      const along = off[0] * way[0] + off[1] * way[1] + off[2] * way[2];
      const squared = off.reduce((sum, value) => sum + value ** 2, 0) - along ** 2;
      return Math.max(most, light * Math.exp(-squared / (2 * radius ** 2)));
    }, 0);
}

function shell() {
  return (x: number, y: number, z: number) => {
    const distance = Math.hypot(x - 0.5, y - 0.5, z - 0.45);
    const wall = Math.exp(-(((distance - 0.36) / 0.03) ** 2));
    const core = Math.max(Math.abs(x - 0.55), Math.abs(y - 0.45), Math.abs(z - 0.5)) < 0.14 ? 0.7 : 0;
    return Math.max(wall, core);
  };
}

function unit(way: readonly number[]): readonly number[] {
  const length = Math.hypot(...way);
  return way.map((value) => value / length);
}
