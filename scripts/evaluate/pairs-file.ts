// The list of pairs: csv with the columns a, b, same and, when it has its own folds, fold.

export type ListedPair = {
  readonly a: string;
  readonly b: string;
  readonly same: boolean;
  readonly fold?: string;
};

const SAME: Readonly<Record<string, boolean>> = { '1': true, true: true, '0': false, false: false };

/** @throws Error naming the line that is not as expected. */
export function parsePairs(csv: string): ListedPair[] {
  const rows = csv.replace(/^\uFEFF/, '').split(/\r?\n/);
  const columns = fields(rows[0]).map((column) => column.trim().toLowerCase());
  const at = (name: string) => columns.indexOf(name);
  for (const name of ['a', 'b', 'same']) {
    if (at(name) === -1)
      throw new Error(`The pairs file has no column "${name}"; its first line is "${rows[0]}".`);
  }
  const pairs = rows.flatMap((row, i): ListedPair[] => {
    if (i === 0 || row.trim() === '') return [];
    const values = fields(row).map((value) => value.trim());
    const [a, b] = [values[at('a')], values[at('b')]];
    const same = SAME[(values[at('same')] ?? '').toLowerCase()];
    if (!a || !b || same === undefined) {
      throw new Error(
        `Line ${i + 1} of the pairs file is "${row}": expected two paths, and 0 or 1 for "same".`,
      );
    }
    const fold = values[at('fold')];
    return [{ a, b, same, ...(fold ? { fold } : {}) }];
  });
  if (pairs.length === 0) throw new Error('The pairs file lists no pairs.');
  return pairs;
}

/** RFC 4180: a field may be quoted, a quote inside it is doubled. */
function fields(row: string): string[] {
  return [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, bare]) =>
    quoted === undefined ? bare : quoted.replaceAll('""', '"'),
  );
}
