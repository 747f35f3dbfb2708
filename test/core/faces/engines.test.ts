import { expect, test } from 'vitest';
import type { FaceEngine } from '../../../functions/core/faces/engine.ts';
import { createEngines } from '../../../functions/core/faces/engines.ts';
import type { Manifest } from '../../../functions/core/manifest.ts';

const manifest = {
  version: 1,
  models: [
    { kind: 'encoder', id: 'one' },
    { kind: 'encoder', id: 'two' },
    { kind: 'detector', id: 'finder' },
  ],
} as unknown as Manifest;

test('an engine is made once for each encoder, when it is first asked for', () => {
  const made: string[] = [];
  const engines = createEngines(manifest, (id) => {
    made.push(id);
    return { encoder: { id } } as FaceEngine;
  });
  expect(engines.entry('two').id).toBe('two');
  expect(made).toEqual([]);
  expect(engines.get('two')).toBe(engines.get('two'));
  engines.get('one');
  expect(made).toEqual(['two', 'one']);
});

test("an id that is no encoder's is refused with those that are", () => {
  const engines = createEngines(manifest, () => {
    throw new Error('nothing is made');
  });
  for (const id of ['three', 'finder', '', '__proto__']) {
    expect(() => engines.get(id)).toThrow(
      expect.objectContaining({ code: 'request_invalid', facts: { model: id, models: ['one', 'two'] } }),
    );
  }
});
