// What a style would take of the shipped network, before anything runs.
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createJobEngine } from '../../../functions/core/jobs/engine.ts';
import { styleKind } from '../../../functions/core/style/kind.ts';
import { styleOptions } from '../../../functions/core/style/presets.ts';
import { createNodeModels } from '../../../functions/platform/models-node.ts';
import { picture } from '../../fakes/styles.ts';

const models = await createNodeModels(fileURLToPath(new URL('../../../models', import.meta.url)));
const runtime = { engine: 'none', open: () => Promise.reject(new Error('Nothing is to be run.')) };
const engine = createJobEngine({ models, runtime });
const content = picture(60, 40);

test('a style picture looked at larger than the result counts in the memory', async () => {
  const liveAt = async (styleScale: number) =>
    (
      await styleKind.measure(
        engine,
        styleOptions({ styleScale }),
        { content, styles: [{ picture: content, weight: 1 }] },
        64,
      )
    ).live;
  const [small, same, large, larger] = [
    await liveAt(0.5),
    await liveAt(1),
    await liveAt(5),
    await liveAt(10),
  ];
  expect(small).toBe(same);
  expect(large).toBeGreaterThan(2 * same);
  expect(larger / large).toBeGreaterThan(3.5);
  expect(larger / large).toBeLessThan(4.5);
});

test('a style picture that is too narrow at a level is refused before the job is made, unless it counts nothing', async () => {
  const narrow = picture(4, 400);
  const measured = (weight: number, options = {}) =>
    styleKind.measure(
      engine,
      styleOptions(options),
      {
        content,
        styles: [
          { picture: content, weight: 1 },
          { picture: narrow, weight },
        ],
      },
      64,
    );
  await expect(measured(1)).rejects.toMatchObject({
    code: 'picture_too_small',
    facts: { width: 1, height: 64 },
  });
  expect((await measured(0)).live).toBeGreaterThan(0);
  expect((await measured(1, { strength: 0 })).live).toBeGreaterThan(0);
});
