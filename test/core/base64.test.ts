import { expect, test } from 'vitest';
import { decodeBase64, encodeBase64 } from '../../functions/core/base64.ts';

test('every length decodes to the bytes that were encoded, and is encoded as others do', () => {
  for (let length = 0; length <= 300; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 151 + length) % 256);
    const text = Buffer.from(bytes).toString('base64');
    expect(encodeBase64(bytes)).toBe(text);
    expect(decodeBase64(text)).toEqual(bytes);
    expect(decodeBase64(`data:image/png;base64,${text}`)).toEqual(bytes);
  }
});

test.each([
  ['QUJ', /3 characters.*multiple of 4/],
  ['QUJDR', /5 characters/],
  ['QU-D', /"-" at character 2.*base64url/],
  ['QU_D', /"_" at character 2.*base64url/],
  ['QUJD\nQUJD', /U\+000A at character 4.*line breaks/],
  [' QUJ', /U\+0020 at character 0/],
  ['QUJé', /U\+00E9 at character 3/],
  ['QUJ\u{1F600}', /character 3/],
  ['Q===', /"=" at character 1/],
  ['====', /"=" at character 0/],
  ['QU=D', /"=" at character 2/],
  ['QQ==QUJD', /"=" at character 2/],
  ['QR==', /bits that belong to no byte/],
  ['QUL=', /bits that belong to no byte/],
  ['data:image/png,QUJD', /;base64/],
  ['data:image/png;base64', /comma/],
  ['data:image/png;base64,QU!D', /"!" at character 24/],
])('%j is refused, saying what and where', (text, message) => {
  expect(() => decodeBase64(text)).toThrow(message);
});
