import { expect, test } from 'vitest';
import { compareIds } from '../../../functions/core/faces/order.ts';

test('ids sort as their UTF-8 bytes do, surrogates after U+FFFF', () => {
  const ids = [
    '',
    'a',
    'ab',
    'b',
    'Z',
    'é',
    '日',
    '\ud7ff',
    '\ue000',
    '\uffee',
    '\uffff',
    '\u{10000}',
    '\u{10ffff}',
    'a\u{1f600}',
    'a\uffff',
  ];
  const byBytes = [...ids].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  expect([...ids].sort(compareIds)).toEqual(byBytes);
  expect([...ids].sort()).not.toEqual(byBytes); // what the language itself does
});
