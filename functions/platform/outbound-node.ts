// A request from Node to where somebody wishes: over a connection of its own to a checked address, and to no redirect.
import { type ClientRequest, type IncomingMessage, request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { type Reach, readOutboundUrl } from './outbound-url.ts';
import { AddressRefused, addressRule, checkedLookup } from './public-address-node.ts';

/** `lookup`: the system's resolver, unless a test has its own. */
export type Lookup = Parameters<typeof checkedLookup>[1];

export type OutboundFailure =
  | 'address_refused'
  | 'name_unresolved'
  | 'timeout'
  | 'tls_failed'
  | 'connection_failed';

type Outbound = {
  readonly reach: Reach;
  readonly lookup?: Lookup;
  readonly method: string;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly signal: AbortSignal;
};

/**
 * To be ended with its body. Either `answered` hears of the head, or `failed` of why there is none; `failed` is told also
 * when a connection breaks afterwards. An answer's own errors are its reader's.
 */
export function requestOutbound(
  url: string,
  { reach, lookup, ...request }: Outbound,
  answered: (response: IncomingMessage) => void,
  failed: (reason: OutboundFailure) => void,
): Pick<ClientRequest, 'end'> {
  const target = new URL(url);
  const plain = target.protocol === 'http:';
  const allows = addressRule(reach, plain);
  // A socket asks no lookup for an address, and what was allowed when the URL was stored may not be any more.
  if ('refused' in readOutboundUrl(url, { reach, allowsAddress: allows })) {
    failed('address_refused');
    return { end: (() => {}) as ClientRequest['end'] };
  }
  const options = { ...request, agent: false, lookup: checkedLookup(allows, lookup) } as const;
  const sending = (plain ? overHttp : overHttps)(target, options, (response) => {
    response.on('error', () => {}); // where nobody reads on, a connection that breaks is nobody's error
    answered(response);
  });
  sending.on('error', (error) => failed(reasonOf(error)));
  sending.on('close', () => failed('connection_failed')); // an answer that switches protocols is neither
  return sending;
}

const UNRESOLVED: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ENODATA', 'EAI_NONAME']);

function reasonOf(error: Error & { readonly code?: string }): OutboundFailure {
  const { name, code = '' } = error;
  if (error instanceof AddressRefused) return 'address_refused';
  if (name === 'TimeoutError' || name === 'AbortError' || code === 'ETIMEDOUT') return 'timeout';
  if (UNRESOLVED.has(code)) return 'name_unresolved';
  return /CERT|TLS|SSL|SIGNATURE|EPROTO/.test(code) ? 'tls_failed' : 'connection_failed';
}
