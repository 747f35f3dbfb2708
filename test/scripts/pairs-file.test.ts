// The list of pairs as people write it: quoted fields, another order of columns, folds; mistakes named by line.
import { expect, test } from 'vitest';
import { parsePairs } from '../../scripts/evaluate/pairs-file.ts';

test('columns are found by name, whatever their order and line endings', () => {
  expect(parsePairs('same,b,a,note\r\n1,y.jpg,x.jpg,hm\r\n0,z.jpg,x.jpg,\r\n')).toEqual([
    { a: 'x.jpg', b: 'y.jpg', same: true },
    { a: 'x.jpg', b: 'z.jpg', same: false },
  ]);
});

test('a fold column is taken over', () => {
  expect(parsePairs('a,b,same,fold\nx,y,true,3\nx,z,false,4').map(({ fold }) => fold)).toEqual(['3', '4']);
});

test('a quoted path may hold commas and quotes', () => {
  expect(parsePairs('a,b,same\n"Smith, J/1.jpg","say ""hi"".png",1')[0]).toEqual({
    a: 'Smith, J/1.jpg',
    b: 'say "hi".png',
    same: true,
  });
});

test('mistakes are named with their line', () => {
  expect(() => parsePairs('a,b\nx,y')).toThrow('no column "same"');
  expect(() => parsePairs('a,b,same\nx,y,1\nx,y,maybe')).toThrow('Line 3');
  expect(() => parsePairs('a,b,same\nx,,1')).toThrow('Line 2');
  expect(() => parsePairs('a,b,same\n')).toThrow('lists no pairs');
});
