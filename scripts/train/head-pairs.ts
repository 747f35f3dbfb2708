// Pairs of faces that a head is fitted on or judged by, each with the folds of its two people.
import path from 'node:path';
import { onePiece } from '../../functions/core/optim/packing.ts';
import type { Runtime } from '../../functions/core/ports.ts';
import { float32 } from '../../functions/core/tensor.ts';
import { type Embeddings, vectorOf } from '../evaluate/embeddings.ts';
import type { ListedPair } from '../evaluate/pairs-file.ts';
import type { Person } from '../evaluate/people.ts';
import { foldsOfPeople } from './folds.ts';

export type Pair = {
  readonly a: Float32Array;
  readonly b: Float32Array;
  readonly same: boolean;
  /** Of each side's person. */
  readonly folds: readonly [number, number];
};

/** One picture's face: whose it is, and in which fold that person is. */
export type KnownFace = { readonly vector: Float32Array; readonly person: string; readonly fold: number };

/** Pairs of one kind of pictures. Kinds weigh the same, however many pairs each has. */
export type PairSet = {
  readonly name: string;
  readonly pairs: readonly Pair[];
  /** The folds of listed pairs of which a side shows no face. */
  readonly missing: readonly number[];
  /** Of every picture in which one was found. */
  readonly faces: readonly KnownFace[];
};

/** The pairs of a list, as they are; a picture's folder is its person. @throws Error where folds would share people. */
export function listedPairs(listed: readonly ListedPair[], embeddings: Embeddings): PairSet {
  const peopleOf = ({ a, b }: ListedPair) => [path.dirname(a), path.dirname(b)] as const;
  const folds = foldsOfPeople(listed.map((pair) => ({ people: peopleOf(pair), fold: pair.fold })));
  const missing: number[] = [];
  const pairs = listed.flatMap((pair): Pair[] => {
    const [a, b] = [vectorOf(embeddings, pair.a), vectorOf(embeddings, pair.b)];
    const [fold, other] = peopleOf(pair).map((person) => folds.get(person)!);
    if (a && b) return [{ a, b, same: pair.same, folds: [fold, other] }];
    missing.push(fold);
    return [];
  });
  const files = [...new Set(listed.flatMap(({ a, b }) => [a, b]))];
  const pictures = files.map((file) => ({ file, person: path.dirname(file) }));
  return { name: 'list', pairs, missing, faces: facesOf(pictures, embeddings, folds) };
}

/** At most so many pairs of one person, and of two, drawn from every two pictures of a folder of people. */
export function drawnPairs(
  name: string,
  people: readonly Person[],
  embeddings: Embeddings,
  most: number,
  random: () => number,
): PairSet {
  const folds = foldsOfPeople(people.map((person) => ({ people: [person.name, person.name] })));
  const pictures = people.flatMap((person) => person.pictures.map((file) => ({ file, person: person.name })));
  const faces = facesOf(pictures, embeddings, folds);
  return { name, pairs: drawPairs(faces, most, random), missing: [], faces };
}

function facesOf(
  pictures: readonly { readonly file: string; readonly person: string }[],
  embeddings: Embeddings,
  folds: ReadonlyMap<string, number>,
): KnownFace[] {
  return pictures.flatMap(({ file, person }) => {
    const vector = vectorOf(embeddings, file);
    return vector === null ? [] : [{ vector, person, fold: folds.get(person)! }];
  });
}

/** Of every two faces at most so many pairs of one person, and then at most so many of two. */
export function drawPairs(faces: readonly KnownFace[], most: number, random: () => number): Pair[] {
  const drawn = { true: [] as Pair[], false: [] as Pair[] };
  const seen = { true: 0, false: 0 };
  for (const [i, a] of faces.entries()) {
    for (let j = 0; j < i; j++) {
      const b = faces[j];
      const same = a.person === b.person;
      const kept = drawn[`${same}`];
      // Reservoir sampling (Vitter 1985, algorithm R): every pair is as likely to stay.
      const at = seen[`${same}`]++;
      const place = at < most ? at : Math.floor(random() * (at + 1));
      if (place < most) kept[place] = { a: a.vector, b: b.vector, same, folds: [a.fold, b.fold] };
    }
  }
  return [...drawn.true, ...drawn.false];
}

/** Rows of a graph that `runPairs` runs. */
export const PAIR_ROWS = 1024;

/** An output of a graph of PAIR_ROWS rows with the inputs `a` and `b`, for each pair: [pairs.length, width]. */
export async function runPairs(
  runtime: Runtime,
  model: Uint8Array,
  output: string,
  pairs: readonly { readonly a: Float32Array; readonly b: Float32Array }[],
): Promise<Float32Array> {
  const dimensions = pairs[0].a.length;
  const session = await runtime.open(model);
  const sides = (['a', 'b'] as const).map((side) => ({
    side,
    data: new Float32Array(PAIR_ROWS * dimensions),
  }));
  const parts: Float32Array[] = [];
  try {
    for (let from = 0; from < pairs.length; from += PAIR_ROWS) {
      const part = pairs.slice(from, from + PAIR_ROWS);
      for (const { side, data } of sides)
        for (const [row, pair] of part.entries()) data.set(pair[side], row * dimensions);
      const feeds = Object.fromEntries(
        sides.map(({ side, data }) => [side, float32([PAIR_ROWS, dimensions], data)]),
      );
      const { data } = (await session.run(feeds))[output];
      parts.push((data as Float32Array).slice(0, (data.length / PAIR_ROWS) * part.length));
    }
  } finally {
    await session.release();
  }
  return onePiece(parts);
}
