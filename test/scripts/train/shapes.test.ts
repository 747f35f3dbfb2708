// The shapes of the course, as the graph builder works them out, and those that leave nothing.
import { expect, test } from 'vitest';
import { COURSE, shapeLines } from '../../../scripts/train/shapes.ts';

test('a signal, a colour picture and a volume of side 14 have the shapes of the course', () => {
  expect(shapeLines(COURSE)).toEqual([
    '1-D  14 x 1 * 5 x 1, 16 filters -> 10 x 16 * 5 x 16, 32 filters -> 6 x 32',
    '2-D  14 x 14 x 3 * 5 x 5 x 3, 16 filters -> 10 x 10 x 16 * 5 x 5 x 16, 32 filters -> 6 x 6 x 32',
    '3-D  14 x 14 x 14 x 1 * 5 x 5 x 5 x 1, 16 filters -> 10 x 10 x 10 x 16 * 5 x 5 x 5 x 16, 32 filters -> 6 x 6 x 6 x 32',
  ]);
});

test('other sides, kernels and channels follow, and a kernel larger than what is left is refused', () => {
  const asked = { side: 9, kernel: 3, filters: [4], channels: [2] };
  expect(shapeLines(asked)).toEqual(['1-D  9 x 2 * 3 x 2, 4 filters -> 7 x 4']);
  expect(() => shapeLines({ ...asked, filters: [1, 1, 1, 1, 1] })).toThrow('Conv');
});
