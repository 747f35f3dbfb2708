// How far the rates of a shipped curve were off on people it was not measured on, as a sentence that answers repeat.
import type { AskedRow } from './asked-row.ts';

type GalleryAskedRow = AskedRow & { readonly subjects: number };

/** `whom` says who the people are. @throws Error when the curve refused every rate. */
export function findingOf(whom: string, fmr: readonly AskedRow[], fpir: readonly GalleryAskedRow[]): string {
  const told = [
    ...fmr.map((row) => toldOf('FMR', row, '')),
    ...fpir.map((row) => toldOf('FPIR', row, ` in galleries of ${row.subjects}`)),
  ].filter((each) => each !== null);
  if (told.length === 0) throw new Error('The curve refused every rate, so that nothing was observed.');
  return `Of ${whom}: asked for ${told.join(', for ')}; with 95 % intervals.`;
}

function toldOf(name: string, { asked, rate, low, high }: AskedRow, where: string): string | null {
  if (rate === undefined || low === undefined || high === undefined) return null;
  return `an ${name} of ${asked}${where} they got ${short(rate)} (${short(low)} to ${short(high)})`;
}

/** Two digits: more are not known. */
function short(rate: number): string {
  return String(Number(rate.toPrecision(2)));
}
