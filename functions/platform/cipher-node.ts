// AES-256-GCM by node:crypto, which answers at once: a template takes some microseconds.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { type Cipher, KEY_BYTES, NONCE_BYTES, TAG_BYTES } from '../core/vault/cipher.ts';

const ALGORITHM = 'aes-256-gcm';
const OPTIONS = { authTagLength: TAG_BYTES };

export const nodeCipher: Cipher = {
  newKey: () => new Uint8Array(randomBytes(KEY_BYTES)),

  seal(key, plain, bound) {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, key, nonce, OPTIONS).setAAD(Buffer.from(bound));
    const body = cipher.update(plain);
    cipher.final(); // GCM has no padding, so nothing comes
    return Buffer.concat([nonce, body, cipher.getAuthTag()]);
  },

  open(key, sealed, bound) {
    if (sealed.length < NONCE_BYTES + TAG_BYTES) return undefined;
    const nonce = sealed.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv(ALGORITHM, key, nonce, OPTIONS)
      .setAAD(Buffer.from(bound))
      .setAuthTag(sealed.subarray(-TAG_BYTES));
    const plain = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES));
    try {
      decipher.final();
    } catch {
      return undefined; // and what came out is not to be believed
    }
    return plain;
  },
};
