// Pictures by URL on Node: names are resolved here, every address is checked, and the connection goes to a checked one.
import type { PictureUrls } from '../core/ports.ts';
import { createTurns } from '../core/turns.ts';
import { type Lookup, type OutboundFailure, requestOutbound } from './outbound-node.ts';
import type { PictureHosts } from './picture-hosts.ts';
import { createPictureUrls, type Get, type Unreachable } from './picture-urls.ts';
import { addressRule } from './public-address-node.ts';

/** Of all requests together: each has a socket, and its name may take one of libuv's four threads. */
const AT_ONCE = 16;

/** `identity`: what is counted is what is kept. Some servers refuse who has no name. */
const HEADERS = { Accept: '*/*', 'Accept-Encoding': 'identity', 'User-Agent': 'Likeness' };

/** `lookup`: the system's resolver, unless a test has its own. */
export function createNodePictureUrls(
  hosts: PictureHosts,
  { lookup, timeoutMs }: { readonly lookup?: Lookup; readonly timeoutMs?: number } = {},
): PictureUrls {
  const get: Get = (url, reach, signal) =>
    new Promise((resolve) =>
      requestOutbound(
        url,
        { reach, lookup, method: 'GET', headers: HEADERS, signal },
        (response) => {
          const { statusCode = 0, headers } = response;
          const cancel = () => void response.destroy();
          resolve({ status: statusCode, location: headers.location, body: response, cancel });
        },
        (reason) => resolve({ error: REASONS[reason] }),
      ).end(),
    );
  return createPictureUrls({
    hosts,
    get,
    allowsAddress: addressRule,
    inTurn: createTurns(AT_ONCE),
    timeoutMs,
  });
}

/** Whether a name is not there or means a private address would tell callers which names there are inside. */
const REASONS: Readonly<Record<OutboundFailure, Unreachable>> = {
  address_refused: 'no_address',
  name_unresolved: 'no_address',
  timeout: 'timeout',
  tls_failed: 'tls_failed',
  connection_failed: 'connection_failed',
};
