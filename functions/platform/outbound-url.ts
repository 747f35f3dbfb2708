// Which URLs the service calls at somebody's wish, as far as the text of a URL says; addresses are for the connection.

/** `public`: https alone, to the world. `loopback`: this machine beside it. `any`: private networks too, also by http. */
export type Reach = 'public' | 'loopback' | 'any';

type UrlRules = {
  readonly reach: Reach;
  /** Whether a connection may go to an address that a URL spells out; absent where a URL must not spell one. */
  readonly allowsAddress?: (address: string) => boolean;
};

const MOST_CHARACTERS = 2_048;

/**
 * The URL, normalised: decimal, octal and hexadecimal spellings of an address have become the usual one. A name is not
 * looked up here, because what it means is decided again at every connection.
 */
export function readOutboundUrl(
  text: string,
  rules: UrlRules,
): { readonly url: string } | { readonly refused: string } {
  if (text.length > MOST_CHARACTERS) return { refused: `it has more than ${MOST_CHARACTERS} characters` };
  const url = urlOf(text);
  if (!url) return { refused: 'it is no absolute URL' };
  const plain = url.protocol === 'http:';
  if (url.protocol !== 'https:' && !plain) return { refused: 'https is wanted' };
  if (url.username || url.password) return { refused: 'a user name or password must not be in it' };
  const host = hostOf(url);
  const address = addressOf(host);
  const local = isLocalName(host);
  if (plain && (rules.reach === 'public' || (rules.reach === 'loopback' && !local && address === undefined)))
    return { refused: 'https is wanted' };
  if (rules.reach === 'public' && local) return { refused: `${host} is this machine` };
  if (address !== undefined) {
    if (!rules.allowsAddress) return { refused: 'a name is wanted, not an address' };
    if (!rules.allowsAddress(address)) return { refused: `${address} is not a public address` };
  }
  url.hash = '';
  return { url: url.href };
}

/** As names are compared: without the dot that may end them. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/\.$/, '').toLowerCase();
}

/** A host that is an address, without the brackets of IPv6. The URL parser has put IPv4 into four decimal parts. */
function addressOf(host: string): string | undefined {
  if (host.startsWith('[')) return host.slice(1, -1);
  return /^\d+(\.\d+){3}$/.test(host) ? host : undefined;
}

/** Absolute, or as it is meant at `base`. */
export function urlOf(text: string, base?: string): URL | undefined {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}

/** RFC 6761, 6.3. */
function isLocalName(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost');
}
