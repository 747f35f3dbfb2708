// The signature of Standard Webhooks, https://www.standardwebhooks.com: HMAC-SHA256 by WebCrypto, on Node and in workerd.
import { decodeBase64, encodeBase64 } from '../core/base64.ts';
import type { Sign } from '../core/webhooks/deliver.ts';

/** Of the text `id.timestamp.body`. */
export const signWebhook: Sign = async (secret, text) => {
  const bytes = decodeBase64(secret.replace(/^whsec_/, ''));
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const signature = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text));
  return `v1,${encodeBase64(new Uint8Array(signature))}`;
};
