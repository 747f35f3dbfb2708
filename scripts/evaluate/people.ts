// A folder a person: who there is, which half of them to look at, and a seed's split into enrolled and unknown.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { seeded, shuffled } from '../../functions/core/random.ts';
import { hashOf } from './random.ts';

export type Person = { readonly name: string; readonly pictures: readonly string[] };
export type Half = 'first' | 'second';

/** One trial: who is enrolled with which pictures, and the pictures to ask about. */
export type Split = {
  readonly enrolled: readonly {
    readonly name: string;
    readonly enrol: readonly string[];
    readonly probes: readonly string[];
  }[];
  readonly unknown: readonly string[];
};

export const PICTURE = /\.(jpe?g|png|webp|avif)$/i;

/** In the order of their names; files that are not pictures and empty folders are passed over. */
export async function readPeople(directory: string): Promise<Person[]> {
  const folders = (await readdir(directory, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const people = await Promise.all(
    folders.map(async ({ name }) => {
      const files = await readdir(path.join(directory, name));
      const pictures = files.filter((file) => PICTURE.test(file)).sort();
      return { name, pictures: pictures.map((file) => path.join(name, file)) };
    }),
  );
  return people.filter(({ pictures }) => pictures.length > 0).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Half of the people, chosen by a hash of their names and not by the list, so that defaults can be set on one half
 * and judged on the other. Halves differ in size by at most one.
 */
export function halfOf(people: readonly Person[], half: Half | undefined): readonly Person[] {
  if (half === undefined) return people;
  const ranked = [...people].sort((a, b) => hashOf(a.name) - hashOf(b.name) || (a.name < b.name ? -1 : 1));
  const middle = Math.ceil(ranked.length / 2);
  const chosen = new Set(half === 'first' ? ranked.slice(0, middle) : ranked.slice(middle));
  return people.filter((person) => chosen.has(person));
}

/**
 * Half of the people are enrolled with up to `enrol` pictures, always leaving one to ask about, so a person with a
 * single picture is never enrolled; everybody else is unknown.
 * @throws Error when nobody can be enrolled or nobody is left unknown.
 */
export function splitOf(people: readonly Person[], enrol: number, seed: number): Split {
  const random = seeded(seed);
  const order = shuffled(people, random);
  const able = order.filter(({ pictures }) => pictures.length >= 2);
  const enrolled = able.slice(0, Math.floor(people.length / 2));
  if (enrolled.length === 0) {
    throw new Error(
      `Of ${people.length} people ${able.length} have two pictures or more: at least two people are needed, one of them with two pictures.`,
    );
  }
  const known = new Set(enrolled);
  return {
    enrolled: enrolled.map(({ name, pictures }) => {
      const mixed = shuffled(pictures, random);
      const count = Math.min(enrol, mixed.length - 1);
      return { name, enrol: mixed.slice(0, count), probes: mixed.slice(count) };
    }),
    unknown: order.filter((person) => !known.has(person)).flatMap(({ pictures }) => pictures),
  };
}
