// The browser's files on Node: public/ of the project, and two files of swagger-ui-dist where npm put them.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { SWAGGER_FILES } from '../core/pages.ts';
import type { Pages } from '../core/ports.ts';

const PUBLIC = fileURLToPath(new URL('../../public', import.meta.url));

const swagger: ReadonlyMap<string, string> = new Map(SWAGGER_FILES.map((name) => [`/docs/${name}`, name]));

/** `address` is one that pageAt gave: it holds no dots that climb. Undefined when there is no such file. */
export const readNodePage: Pages = async (address) => {
  const ours = swagger.get(address);
  const file = ours
    ? createRequire(import.meta.url).resolve(`swagger-ui-dist/${ours}`)
    : `${PUBLIC}${address}`;
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
};
