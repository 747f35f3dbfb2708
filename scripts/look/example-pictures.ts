// Pictures to show patches with: what installed packages bring along that shows nobody, and pictures made by code.
import { readFile } from 'node:fs/promises';
import type { Picture } from '../../functions/core/image.ts';
import type { Images } from '../../functions/core/ports.ts';
import { seeded } from '../../functions/core/random.ts';
import { toPicture } from '../../functions/core/style/pictures.ts';
import { calibrationPictures, type Planes } from '../evaluate/calibration-pictures.ts';
import { landscape, whirls } from '../evaluate/example-pictures.ts';

/** Insects, a flower, a drawing and a tiled wall: gifwrap and @jimp/plugin-color have them for their own tests. */
const SHIPPED = [
  'gifwrap/test/fixtures/hairstreak.jpg',
  'gifwrap/test/fixtures/pelagrina.jpg',
  'gifwrap/test/fixtures/penguins.png',
  'gifwrap/test/fixtures/rnaples-frame-10.png',
  'gifwrap/test/fixtures/rosewithtrans.png',
  '@jimp/plugin-color/src/images/tiles.jpg',
];

const SIDE = 256;
const SHEETS = 24;

/** Cells along a side, in turn: for what sees a few pixels, and for what sees a hundred. */
const CELLS = [4, 2];

/** As files, under names that say where they are from. */
export async function examplePictures(
  images: Images,
  packages: string,
): Promise<readonly { readonly name: string; readonly bytes: Uint8Array }[]> {
  const shipped = SHIPPED.map(async (name) => ({
    name,
    bytes: new Uint8Array(await readFile(`${packages}/${name}`)),
  }));
  const made = [landscape(), whirls(), ...calibrationPictures(), ...motifs()].map(async (planes, i) => ({
    name: `made ${i}`,
    bytes: await images.encode(pictureOf(planes), 'png'),
  }));
  return Promise.all([...shipped, ...made]);
}

function pictureOf({ width, height, data }: Planes): Picture {
  return toPicture(data, width, height, { preserveColour: 'none' }, { styles: [] });
}

/** Light at (u, v) pixels from a cell's middle, -1..1, by what repeats every `period` pixels along `angle`. */
type Motif = (u: number, v: number, period: number, angle: number) => number;

const wave = (pixels: number, period: number) => Math.cos((2 * Math.PI * pixels) / period);

const MOTIFS: readonly Motif[] = [
  /** An edge. */
  (u, v, _, angle) => Math.tanh(u * Math.cos(angle) + v * Math.sin(angle)),
  /** Stripes. */
  (u, v, period, angle) => wave(u * Math.cos(angle) + v * Math.sin(angle), period),
  /** Dots. */
  (u, v, period) => Math.tanh(3 * (wave(u, period) + wave(v, period) - 0.8)),
  /** A check. */
  (u, v, period) => Math.tanh(4 * wave(u, period) * wave(v, period)),
  /** Rings. */
  (u, v, period) => wave(Math.hypot(u, v), period),
  /** A curl. */
  (u, v, period, angle) => Math.cos((2 * Math.PI * Math.hypot(u, v)) / period + Math.atan2(v, u) + angle),
  /** A cross. */
  (u, v, period) => 1 - 2 * Math.tanh((3 * Math.min(Math.abs(u), Math.abs(v))) / period),
  /** A disc. */
  (u, v, period) => Math.tanh(period - Math.hypot(u, v)),
];

/** Cells of motifs, each with its own period, angle and two colours. */
function motifs(): readonly Planes[] {
  const random = seeded(11);
  const colour = () => [random(), random(), random()];
  return Array.from({ length: SHEETS }, (_, sheet) => {
    const along = CELLS[sheet % CELLS.length];
    const data = new Float32Array(3 * SIDE * SIDE);
    const cells = Array.from({ length: along ** 2 }, () => ({
      motif: MOTIFS[Math.floor(random() * MOTIFS.length)],
      period: 3 * 8 ** random(),
      angle: 2 * Math.PI * random(),
      colours: [colour(), colour()],
    }));
    const side = SIDE / along;
    for (let i = 0; i < SIDE * SIDE; i++) {
      const [x, y] = [i % SIDE, Math.floor(i / SIDE)];
      const { motif, period, angle, colours } = cells[along * Math.floor(y / side) + Math.floor(x / side)];
      const light = (1 + motif((x % side) - side / 2, (y % side) - side / 2, period, angle)) / 2;
      for (let c = 0; c < 3; c++)
        data[c * SIDE * SIDE + i] = colours[0][c] + light * (colours[1][c] - colours[0][c]);
    }
    return { width: SIDE, height: SIDE, data };
  });
}
