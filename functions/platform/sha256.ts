// SHA-256 by WebCrypto, which Node and workerd both have.
import { hexOf } from '../core/hex.ts';

/** Lower-case hex, of bytes or of a text's UTF-8. */
export async function sha256Hex(content: string | Uint8Array): Promise<string> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)));
}
