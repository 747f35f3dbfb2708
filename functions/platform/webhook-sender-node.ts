// Posts a webhook from Node: over a connection to a checked address, to no redirect, and with next to nothing read back.
import { type IncomingMessage, request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import type { Send, Sent } from '../core/webhooks/deliver.ts';
import { type Reach, readOutboundUrl } from './outbound-url.ts';
import { AddressRefused, addressRule, checkedLookup } from './public-address-node.ts';
import { retryAfterMs } from './retry-after.ts';

/** An answer's body is read that far so that a receiver can end its answer in peace; it is not kept. */
const BODY_BYTES = 1_024;

/** `lookup`: the system's resolver, unless a test has its own. */
export function createNodeSender(
  reach: Reach,
  lookup: Parameters<typeof checkedLookup>[1] = undefined,
): Send {
  return ({ url, headers, body, timeoutMs }) =>
    new Promise((resolve) => {
      const target = new URL(url);
      const plain = target.protocol === 'http:';
      const allows = addressRule(reach, plain);
      // A socket asks no lookup for an address, and what was allowed when the webhook was made may not be any more.
      if ('refused' in readOutboundUrl(url, { reach, allowsAddress: allows }))
        return resolve({ error: 'address_refused' });
      const given = Buffer.from(body);
      let answered: Sent | undefined;
      const sending = (plain ? overHttp : overHttps)(
        target,
        {
          method: 'POST',
          agent: false,
          headers: { ...headers, 'Content-Length': given.length },
          lookup: checkedLookup(allows, lookup),
          signal: AbortSignal.timeout(timeoutMs),
        },
        (response) => {
          answered = answerOf(response);
          readSome(response, () => resolve(answered!));
        },
      );
      sending.on('error', (error) => resolve(answered ?? { error: reasonOf(error) }));
      sending.end(given);
    });
}

function answerOf({ statusCode = 0, headers }: IncomingMessage): Sent {
  return { status: statusCode, retryAfterMs: retryAfterMs(headers['retry-after']) };
}

/** Until the body has ended, or has gone on for long enough. */
function readSome(response: IncomingMessage, ended: () => void): void {
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > BODY_BYTES) response.destroy();
  });
  response.on('error', () => {}); // the status is known
  response.on('close', ended);
}

const UNRESOLVED: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ENODATA', 'EAI_NONAME']);

function reasonOf(error: Error & { readonly code?: string }): Extract<Sent, { error: string }>['error'] {
  const { name, code = '' } = error;
  if (error instanceof AddressRefused) return 'address_refused';
  if (name === 'TimeoutError' || name === 'AbortError' || code === 'ETIMEDOUT') return 'timeout';
  if (UNRESOLVED.has(code)) return 'name_unresolved';
  return /CERT|TLS|SSL|SIGNATURE|EPROTO/.test(code) ? 'tls_failed' : 'connection_failed';
}
