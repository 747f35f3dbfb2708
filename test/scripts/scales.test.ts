// Channel scales: measured on pictures made by code and photographs of a package, they are near those of other photographs and of paintings.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compare, measureScales } from '../../scripts/evaluate/scales.ts';
import { INCEPTION_LAYERS } from '../../scripts/export/inception-v3.ts';

const EXTRACTOR = 'inception-v3-mixed2';
const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const own = read('../../models/manifest.json').models.find(
  ({ id }: { id: string }) => id === EXTRACTOR,
).scales;
const study = read('../../scripts/evaluate/study-scales.json');
const RECIPE = ['activation_1', 'activation_3', 'activation_5', 'mixed0', 'mixed2'];

test('the committed scales are those that are measured', async () => {
  const { values } = await measureScales({ extractor: EXTRACTOR, pictures: [], size: 256 });
  for (const { name } of INCEPTION_LAYERS)
    expect(values[name], name).toMatchObject({ correlation: 1, ratio: 1 });
}, 120_000);

test.each(RECIPE)('%s: they are like those of six photographs and paintings', (layer) => {
  const { correlation, ratio } = compare(own[layer], study[layer]);
  expect(correlation).toBeGreaterThan(0.95);
  expect(Math.abs(Math.log(ratio))).toBeLessThan(Math.log(1.15));
});

test.each(RECIPE)('%s: none is twice what it is on those', (layer) => {
  const ratios = own[layer].map((scale: number, channel: number) => scale / study[layer][channel]);
  expect(Math.max(...ratios)).toBeLessThan(2);
});
