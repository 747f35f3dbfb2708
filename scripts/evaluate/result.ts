// What a verb of the evaluation hands back, and how it is shown: a table or JSON on stdout, the curve in a file.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Chart, svgOf } from './chart.ts';

export type Result = {
  readonly values: Readonly<Record<string, unknown>>;
  readonly chart: Chart | null;
};

export type Shown = { readonly json?: boolean; readonly curve: string };

/** The last line on stdout is the JSON when it is asked for; where the picture went is said on stderr. */
export async function show(
  result: Result,
  { json, curve }: { json?: boolean; curve: string },
): Promise<void> {
  if (result.chart !== null) {
    await mkdir(path.dirname(curve), { recursive: true });
    await writeFile(curve, svgOf(result.chart));
    console.error(`Picture: ${path.relative(process.cwd(), curve)}`);
  }
  if (json) console.log(JSON.stringify(result.values));
  else
    for (const [name, value] of Object.entries(result.values))
      console.log(`${name.padEnd(28)} ${shown(value)}`);
}

function shown(value: unknown): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(5)));
  return typeof value === 'string' ? value : JSON.stringify(value);
}
