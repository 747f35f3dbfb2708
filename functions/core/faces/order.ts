// One order of ids for every store: by code point, which is what SQLite's BINARY and PostgreSQL's "C" collation do.

/** Negative, zero or positive. JavaScript's own `<` puts characters beyond U+FFFF before U+E000..U+FFFF. */
export function compareIds(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** Surrogates, which stand for code points from U+10000, rank above U+FFFF. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}
