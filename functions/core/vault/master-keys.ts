// LIKENESS_MASTER_KEY: the keys that wrap the tenants' keys, each with an id, so that one can follow another.
import { decodeBase64 } from '../base64.ts';
import { KEY_BYTES } from './cipher.ts';

export type MasterKeys = {
  /** Id of the key that wraps from now on; the others open what they wrapped. */
  readonly first: string;
  readonly byId: ReadonlyMap<string, Uint8Array>;
};

const idPattern = /^[\w.-]{1,64}$/;

/**
 * `id:base64` or `id:base64,id:base64`, the base64 of 32 bytes each; blanks round a comma do not count.
 * @throws Error that says which entry is wrong and how; a key itself is never repeated.
 */
export function parseMasterKeys(text: string): MasterKeys {
  const entries = text.split(',').map((entry, index) => parseEntry(entry.trim(), index + 1));
  const byId = new Map(entries);
  if (byId.size < entries.length) {
    const ids = entries.map(([id]) => id);
    const twice = ids.find((id, i) => ids.indexOf(id) !== i);
    throw new Error(`"${twice}" is the id of two keys; each has its own`);
  }
  return { first: entries[0][0], byId };
}

function parseEntry(entry: string, number: number): [string, Uint8Array] {
  const [id, secret, ...more] = entry.split(':');
  if (secret === undefined || more.length > 0 || !idPattern.test(id)) {
    throw new Error(
      `entry ${number} is not id:base64, with an id of 1 to 64 letters, digits and . _ - before the colon`,
    );
  }
  let key: Uint8Array;
  try {
    key = decodeBase64(secret);
  } catch {
    throw new Error(
      `the key "${id}" is not base64; \`openssl rand -base64 ${KEY_BYTES}\` prints one that is`,
    );
  }
  if (key.length !== KEY_BYTES)
    throw new Error(`the key "${id}" has ${key.length} bytes; ${KEY_BYTES} are wanted`);
  return [id, key];
}
