// Values that a schema allows, drawn by a seed.
import type { Json, Judge } from './document.ts';

export type Drawing = {
  readonly random: () => number;
  /** Base64 of a file. */
  readonly file: () => string;
};

export function one<T>(list: readonly T[], random: () => number): T {
  return list[Math.floor(random() * list.length)];
}

/** Optional members are there with this share: most of them exclude or need one another. */
const SHARE = 0.25;

/** Share of files among what may be a URL too: most services fetch none. */
const FILES = 0.9;

/** A value that the schema allows, but for what it says by `not` and by patterns. */
export function drawn(judge: Judge, schema: Json, drawing: Drawing): unknown {
  const { random, file } = drawing;
  const at = judge.resolved(schema);
  const draw = (inner: Json) => drawn(judge, inner, drawing);
  const choices = at.anyOf ?? (at.properties ? undefined : at.oneOf);
  if (choices?.some(({ format }: Json) => format === 'byte') && random() < FILES) return file();
  if (choices) return draw(one(choices, random));
  if (at.const !== undefined) return at.const;
  if (at.enum) return one(at.enum, random);
  if (at.format === 'byte') return file();
  const type = Array.isArray(at.type) ? one(at.type as string[], random) : at.type;
  switch (type) {
    case 'boolean':
      return random() < 0.5;
    case 'null':
      return null;
    case 'integer':
    case 'number':
      return numberOf(at, type === 'integer', random);
    case 'string':
      return at.example ?? 'abcdefgh'.slice(0, Math.max(at.minLength ?? 1, Math.ceil(3 * random())));
    case 'array': {
      const least = at.minItems ?? 0;
      const count = Math.min(at.maxItems ?? 3, least + Math.floor(3 * random()));
      return Array.from({ length: count }, () => draw(at.items ?? {}));
    }
    case 'object':
      return objectOf(at, draw, random);
    default:
      return at.properties ? objectOf(at, draw, random) : one([null, 1, 'a', [], {}], random);
  }
}

/** `oneOf` beside members says which of them belong together: one such set is there, and nothing of the others. */
function objectOf(at: Json, draw: (schema: Json) => unknown, random: () => number): object {
  const sets: string[][] = (at.oneOf ?? []).map((each: Json) => each.required ?? []);
  const chosen = sets.length > 0 ? one(sets, random) : [];
  const required = new Set<string>([...(at.required ?? []), ...chosen]);
  const excluded = new Set(sets.flat().filter((name) => !required.has(name)));
  const members = Object.entries<Json>(at.properties ?? {}).filter(
    ([name]) => required.has(name) || (!excluded.has(name) && random() < SHARE),
  );
  const { additionalProperties } = at;
  const free =
    typeof additionalProperties === 'object' && !at.properties ? [['a', additionalProperties]] : [];
  return Object.fromEntries(
    [...members, ...(free as [string, Json][])].map(([name, schema]) => [name, draw(schema)]),
  );
}

function numberOf(at: Json, whole: boolean, random: () => number): number {
  const least = at.minimum ?? at.exclusiveMinimum ?? 0;
  const most = at.maximum ?? at.exclusiveMaximum ?? least + 100;
  const value = least + (most - least) * random() ** 4; // near the least often: what is large is refused for its size
  if (whole) return Math.round(value);
  const above = at.exclusiveMinimum === undefined ? 0 : 1e-9;
  const below = at.exclusiveMaximum === undefined ? 0 : 1e-9;
  return Math.min(most - below, value + above);
}
