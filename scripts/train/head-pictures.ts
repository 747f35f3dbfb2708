// The pictures that heads are fitted on and judged by: lists of pairs and a folder of people, embedded once.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { seeded } from '../../functions/core/random.ts';
import { type Embeddings, embedAll } from '../evaluate/embeddings.ts';
import type { FaceRule } from '../evaluate/face-rule.ts';
import { chosenPeople } from '../evaluate/identify.ts';
import { type ListedPair, parsePairs } from '../evaluate/pairs-file.ts';
import type { Half, Person } from '../evaluate/people.ts';
import type { EncoderChoice } from '../open-faces.ts';
import { drawnPairs, listedPairs, type PairSet } from './head-pairs.ts';

export type HeadPictures = EncoderChoice & {
  readonly images?: string;
  /** One or more lists. */
  readonly pairs?: readonly string[];
  readonly people?: string;
  readonly peopleHalf?: Half;
  readonly face: FaceRule;
  /** Of the pairs that are drawn of people. */
  readonly seed: number;
  readonly jobs?: number;
};

export type Gathered = {
  readonly listed: readonly ListedPair[];
  readonly people: readonly Person[];
  readonly embeddings: Embeddings;
  /** Null where there are none to make it of. */
  readonly list: PairSet | null;
  readonly drawn: PairSet | null;
};

/** Of people at most `most` pairs of one, and of two, are drawn. @throws Error for pictures that are not there. */
export async function gather(options: HeadPictures, most: number): Promise<Gathered> {
  const listed = await readLists(options);
  const { people: folder, peopleHalf } = options;
  const people = folder === undefined ? [] : await chosenPeople({ people: folder, peopleHalf });
  const files = [...listed.flatMap(({ a, b }) => [a, b]), ...people.flatMap(({ pictures }) => pictures)];
  if (files.length === 0)
    throw new Error('There are no pictures: name --images and --pairs, or --people, or all three.');
  const embeddings = await embedAll(files, options);
  const random = seeded(options.seed);
  return {
    ...{ listed, people, embeddings },
    list: listed.length === 0 ? null : listedPairs(listed, embeddings),
    drawn: people.length === 0 ? null : drawnPairs('people', people, embeddings, most, random),
  };
}

async function readLists({ images, pairs }: HeadPictures): Promise<ListedPair[]> {
  if (images === undefined && pairs === undefined) return [];
  if (images === undefined || pairs === undefined) throw new Error('--images and --pairs belong together.');
  const texts = await Promise.all(pairs.map((file) => readFile(file, 'utf8')));
  return texts.flatMap(parsePairs).map((pair) => ({
    ...pair,
    a: path.resolve(images, pair.a),
    b: path.resolve(images, pair.b),
  }));
}
