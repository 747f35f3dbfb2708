// Two master keys that are not secret, and vaults that have them.
import { createVault } from '../../functions/core/vault/envelope.ts';
import { parseMasterKeys } from '../../functions/core/vault/master-keys.ts';
import { nodeCipher } from '../../functions/platform/cipher-node.ts';

/** A key's 32 bytes, all of them this one. */
export const base64 = (byte: number) => Buffer.alloc(32, byte).toString('base64');

export const OLD = `old:${base64(1)}`;
export const NEW = `new:${base64(2)}`;

export const vaultOf = (keys: string) => createVault(nodeCipher, parseMasterKeys(keys));
