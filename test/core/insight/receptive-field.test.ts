// Receptive fields against the networks themselves: what is not a number spreads to exactly the positions that see it.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readGraph } from '../../../functions/core/graph/read.ts';
import { resized } from '../../../functions/core/graph/resize.ts';
import { sightsOfGraph } from '../../../functions/core/insight/receptive-field.ts';
import type { Manifest } from '../../../functions/core/manifest.ts';
import { disagreements } from './perturbed.ts';

const MODELS = new URL('../../../models/', import.meta.url);
const { models } = JSON.parse(readFileSync(new URL('manifest.json', MODELS), 'utf8')) as Manifest;

/** The extractor takes any size: one at which its layers still have edges and a middle, and are no squares. */
const SMALLER: Readonly<Record<string, readonly number[]>> = { 'inception-v3-mixed2': [1, 3, 132, 100] };

/** What is tried: little where a run takes long, and where the same layers stand under another size or head. */
const TRIED = { halves: 5, pixels: 2, seed: 5 };
const LESS = { halves: 1, pixels: 0, seed: 5 };
const LONG: ReadonlySet<string> = new Set(['detector-960x720', 'mobilefacenet-256']);

describe.for(models.map((entry) => [entry.id, entry] as const))('%s', ([id, { file, inputs }]) => {
  test('every layer sees what it is said to see, position by position and unit by unit', async () => {
    const read = readGraph(readFileSync(new URL(file, MODELS)));
    const graph = SMALLER[id] ? resized(read, { [inputs[0].name]: SMALLER[id] }) : read;
    expect(await disagreements(graph, sightsOfGraph(graph), LONG.has(id) ? LESS : TRIED)).toEqual([]);
  });
});
