// Weights as they lie in an installed package, with the words that say where they came from.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PACKAGES = new URL('../../node_modules/', import.meta.url);

export type Source = {
  /** The package, its version and the file. */
  readonly name: string;
  readonly bytes: Uint8Array;
};

/** Reads `file` of an installed package; its code is never run. */
export function readSource(packageName: string, file: string): Source {
  const folder = new URL(`${packageName}/`, PACKAGES);
  try {
    const { version } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8')) as {
      version: string;
    };
    return {
      name: `npm ${packageName}@${version} ${file}`,
      bytes: new Uint8Array(readFileSync(new URL(file, folder))),
    };
  } catch (cause) {
    throw new Error(`${fileURLToPath(new URL(file, folder))} cannot be read: run npm ci first.`, { cause });
  }
}
