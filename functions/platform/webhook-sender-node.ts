// Posts a webhook from Node, and reads next to nothing back.
import type { IncomingMessage } from 'node:http';
import type { Send, Sent } from '../core/webhooks/deliver.ts';
import { type Lookup, requestOutbound } from './outbound-node.ts';
import type { Reach } from './outbound-url.ts';
import { retryAfterMs } from './retry-after.ts';

/** An answer's body is read that far so that a receiver can end its answer in peace; it is not kept. */
const BODY_BYTES = 1_024;

export function createNodeSender(reach: Reach, lookup: Lookup = undefined): Send {
  return ({ url, headers, body, timeoutMs }) =>
    new Promise((resolve) => {
      const given = Buffer.from(body);
      let answered: Sent | undefined;
      requestOutbound(
        url,
        {
          reach,
          lookup,
          method: 'POST',
          headers: { ...headers, 'Content-Length': given.length },
          signal: AbortSignal.timeout(timeoutMs),
        },
        (response) => {
          answered = answerOf(response);
          readSome(response, () => resolve(answered!));
        },
        (error) => resolve(answered ?? { error }),
      ).end(given);
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
  response.on('close', ended);
}
