// Receptive fields against the networks themselves: what is not a number spreads to exactly the positions that see it.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readGraph } from '../../../functions/core/graph/read.ts';
import { resized } from '../../../functions/core/graph/resize.ts';
import { sightsOfGraph } from '../../../functions/core/insight/receptive-field.ts';
import type { Manifest } from '../../../functions/core/manifest.ts';
import { disagreements } from './perturbed.ts';

const MODELS = new URL('../../../models/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('manifest.json', MODELS), 'utf8')) as Manifest;
/** What looks at a picture. */
const models = manifest.models.filter(({ kind }) => kind !== 'head');

/** The extractor takes any size: one at which its layers still have edges and a middle, and are no squares. */
const SMALLER: Readonly<Record<string, readonly number[]>> = { 'inception-v3-mixed2': [1, 3, 132, 100] };

/** What is tried: little where a run takes long, and where the same layers stand under another size or head. */
const TRIED = { halves: 5, pixels: 2, seed: 5 };
const LESS = { halves: 1, pixels: 0, seed: 5 };
/** `LIKENESS_FIELDS=all npx vitest run --project node <this file>`: every border at the network's own size, for hours. */
const ALL = { halves: Number.POSITIVE_INFINITY, pixels: 20, seed: 5 };
const every = process.env.LIKENESS_FIELDS === 'all';
const LONG: ReadonlySet<string> = new Set(['detector-960x720', 'mobilefacenet-256']);

describe.for(models.map((entry) => [entry.id, entry] as const))('%s', ([id, { file, inputs }]) => {
  test(
    'every layer sees what it is said to see, position by position and unit by unit',
    async () => {
      const read = readGraph(readFileSync(new URL(file, MODELS)));
      const graph = SMALLER[id] && !every ? resized(read, { [inputs[0].name]: SMALLER[id] }) : read;
      const tried = every ? ALL : LONG.has(id) ? LESS : TRIED;
      expect(await disagreements(graph, sightsOfGraph(graph), tried)).toEqual([]);
    },
    every ? 86_400_000 : undefined,
  );
});
