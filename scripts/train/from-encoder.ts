// An encoder that is there already, of which the last layers or all go on learning, on the crops it would be fed.
import path from 'node:path';
import { channelsOf } from '../../functions/core/faces/engine.ts';
import { Fault } from '../../functions/core/fault.ts';
import { encodeModel } from '../../functions/core/graph/proto.ts';
import type { Crop } from '../../functions/core/manifest.ts';
import type { Runtime, Session } from '../../functions/core/ports.ts';
import { seeded } from '../../functions/core/random.ts';
import { float32, sizeOf } from '../../functions/core/tensor.ts';
import { readEncoderGraph } from '../encoder-file.ts';
import { equalErrorRate, tarAtFmr } from '../evaluate/metrics.ts';
import { hashOf } from '../evaluate/random.ts';
import { type Faces, openFaces } from '../open-faces.ts';
import { readPicture } from '../picture-files.ts';
import { startProgress } from '../progress.ts';
import type { Draw } from './batches.ts';
import type { PictureClass } from './classes.ts';
import { seen } from './entry.ts';
import { cropOf, type FaceCrop, type Look, mirrored, randomLook, viewCrop } from './face-crops.ts';
import type { Recipe, Start } from './options.ts';
import { type Split, splitEncoder } from './tail.ts';
import type { Ground, Task } from './task.ts';

/** Looks at a picture of which each is gone through the frozen layers once: as it is, in the mirror, and two more. */
const LOOKS = 4;
/** Bytes that such looks may take; beyond it every step looks anew. */
const MOST_KEPT = 2 ** 31;
/** The false match rate at which held-out people are judged. */
const FMR = 1e-2;

/** What the learning layers read of one picture under one of its looks; undefined is the picture as it is. */
type Reader = (crop: FaceCrop, look?: Look) => Promise<Float32Array>;
type Known = { readonly crop: FaceCrop; readonly looks: readonly Float32Array[] };

/** @throws Error for an encoder that sums two looks; Fault model_missing. */
export async function groundFromEncoder(
  directory: string,
  recipe: Recipe,
  start: Start,
  given: readonly PictureClass[],
  runtime: Runtime,
): Promise<Ground> {
  const faces = await openFaces({ encoder: start.from });
  const { encoder } = faces.engine;
  const { crop, preprocessing, licence, sha256 } = encoder;
  if (crop.mirror)
    throw new Error(`${start.from} adds up a picture and its mirror image: it cannot learn here.`);
  const graph = readEncoderGraph(await faces.models.read(encoder.file), crop);
  const split = splitEncoder(graph, start.layers);
  const frozen = split.frozen.nodes.length > 0 ? await runtime.open(encodeModel(split.frozen)) : null;
  const read = readerOf(split, crop, frozen);
  const { classes, crops, leftOut } = await readCrops(directory, given, faces);
  const known = await looksOf(crops, split, crop, recipe, frozen ? read : null);
  return {
    ...{ classes, leftOut, startsFrom: sha256, fed: { crop, preprocessing }, licence },
    taskOf: (training, heldOut) => taskOf(training, heldOut, known, { split, crop, recipe, read }),
    release: async () => frozen?.release(),
  };
}

type Way = {
  readonly split: Split;
  readonly crop: Crop;
  readonly recipe: Recipe;
  readonly read: Reader;
};

function taskOf(
  training: readonly PictureClass[],
  heldOut: readonly PictureClass[],
  known: ReadonlyMap<string, Known>,
  { split, crop, recipe, read }: Way,
): Task {
  const { network } = split;
  const [size] = network.input;
  const held = heldOut.flatMap(({ pictures }) => pictures);

  const plain = (file: string) => {
    const { crop: piece, looks } = known.get(file)!;
    return looks[0] ?? read(piece);
  };

  const drawn = ({ label, picture }: Draw, random: () => number) => {
    const file = training[label].pictures[picture];
    if (!recipe.augment) return plain(file);
    const { crop: piece, looks } = known.get(file)!;
    return looks.length > 0
      ? looks[Math.floor(random() * looks.length)]
      : read(piece, randomLook(crop, random));
  };

  /** One after another: a look is drawn after the look before it. */
  async function batchOf<T>(items: readonly T[], rowOf: (item: T) => Float32Array | Promise<Float32Array>) {
    const batch = new Float32Array(items.length * size);
    for (const [row, item] of items.entries()) batch.set(await rowOf(item), row * size);
    return batch;
  }

  const embedHeldOut: Task['embedHeldOut'] = async (trainer, parameters) => {
    const embeddings = await trainer.embed(parameters, held.length, (from, to) =>
      batchOf(held.slice(from, to), plain),
    );
    let at = 0;
    return heldOut.map(({ pictures }) => {
      const from = at;
      at += pictures.length * network.dimensions;
      return embeddings.subarray(from, at);
    });
  };

  return {
    ...{ network, heldOut, encoder: split.encoder, embedHeldOut },
    source: {
      counts: training.map(({ pictures }) => pictures.length),
      fill: (draws, random) => batchOf(draws, (draw) => drawn(draw, random)),
    },
    async check(trainer, parameters) {
      const { sample } = seen(heldOut, await embedHeldOut(trainer, parameters));
      return tarAtFmr(sample, FMR) ?? 1 - (equalErrorRate(sample) ?? 1);
    },
  };
}

/** The input, through the frozen layers where there are any. */
function readerOf({ frozen, network }: Split, crop: Crop, session: Session | null): Reader {
  const dims = [1, channelsOf(crop), crop.size, crop.size];
  return async (piece, look) => {
    const input = new Float32Array(sizeOf(dims));
    viewCrop(piece, crop, input, look);
    if (session === null) return input;
    const read = await session.run({ input: float32(dims, input) });
    const row = new Float32Array(network.input[0]);
    let at = 0;
    for (const name of frozen.outputs) {
      const data = read[name].data as Float32Array;
      row.set(data, at);
      at += data.length;
    }
    return row;
  };
}

/** The crops of every picture with a face, by its path, and the classes without the other pictures. */
async function readCrops(directory: string, given: readonly PictureClass[], { engine, images }: Faces) {
  const crops = new Map<string, FaceCrop>();
  const total = given.reduce((sum, { pictures }) => sum + pictures.length, 0);
  const progress = startProgress('looking for faces', total);
  try {
    for (const file of given.flatMap(({ pictures }) => pictures)) {
      const crop = await readPicture(images, path.join(directory, file)).then(
        (picture) => cropOf(engine, picture),
        (error) => {
          // The service would refuse such a picture too.
          if (error instanceof Fault && error.code.startsWith('picture_')) return null;
          throw error;
        },
      );
      if (crop) crops.set(file, crop);
      progress.tick();
    }
  } finally {
    progress.stop();
  }
  const classes = given
    .map((each) => ({ ...each, pictures: each.pictures.filter((file) => crops.has(file)) }))
    .filter(({ pictures }) => pictures.length > 0);
  return { classes, crops, leftOut: total - crops.size };
}

/** Each crop with what the frozen layers make of its looks; with no looks where none are to be kept. */
async function looksOf(
  crops: ReadonlyMap<string, FaceCrop>,
  split: Split,
  crop: Crop,
  { augment, seed }: Recipe,
  read: Reader | null,
): Promise<ReadonlyMap<string, Known>> {
  const count = augment ? LOOKS : 1;
  const bytes = 4 * crops.size * count * split.network.input[0];
  if (read === null || bytes > MOST_KEPT)
    return new Map([...crops].map(([file, piece]) => [file, { crop: piece, looks: [] }]));
  const progress = startProgress('through the frozen layers', crops.size);
  const known = new Map<string, Known>();
  try {
    for (const [file, piece] of crops) {
      const random = seeded(hashOf(`${seed} looks ${file}`));
      const asked = Array.from({ length: count }, (_, i) => lookOf(i, crop, random));
      const looks: Float32Array[] = [];
      for (const look of asked) looks.push(await read(piece, look));
      known.set(file, { crop: piece, looks });
      progress.tick();
    }
  } finally {
    progress.stop();
  }
  return known;
}

function lookOf(index: number, crop: Crop, random: () => number): Look | undefined {
  if (index === 0) return undefined;
  return index === 1 && crop.alignment !== 'whole-picture' ? mirrored(crop) : randomLook(crop, random);
}
