// From where pictures may be fetched, as whoever runs the service lists it.
import { hostOf, type Reach, urlOf } from './outbound-url.ts';

export type PictureHosts = {
  /** Whether it is the whole world, so that addresses have to be checked. */
  readonly everywhere: boolean;
  /** How far a fetch of this URL may reach; undefined where it may not be fetched at all. */
  reachOf(url: URL): Reach | undefined;
};

type Rule = (url: URL) => Reach | undefined;

/**
 * A list by comma. `public`: any host by https on its own port. `images.example`, `*.images.example`: that host, or
 * those below it, by https, at public addresses alone; `images.example:8443` on that port. `http://images:9000`: an origin
 * with its scheme is called as it is written, in a private network too. `off`: undefined.
 * @throws Error that names what is none of these.
 */
export function parsePictureHosts(text: string): PictureHosts | undefined {
  if (text === 'off') return undefined;
  const entries = text.split(',').map((each) => each.trim());
  const rules = entries.map(ruleOf);
  return {
    everywhere: entries.includes('public'),
    reachOf(url) {
      const found = new Set(rules.map((rule) => rule(url)));
      return found.has('any') ? 'any' : found.has('public') ? 'public' : undefined;
    },
  };
}

function ruleOf(entry: string): Rule {
  if (entry === 'public') return ({ protocol, port }) => publicIf(protocol === 'https:' && port === '');
  if (/^https?:\/\//i.test(entry)) {
    const origin = originOf(entry);
    if (origin) return (url) => (url.origin === origin.origin ? 'any' : undefined);
  } else if (entry !== 'off') {
    const [, below, rest = ''] = /^(\*\.)?([^*\s]+)$/.exec(entry) ?? [];
    const named = originOf(`https://${rest}`);
    const host = named && hostOf(named);
    if (host)
      return (url) =>
        publicIf(
          url.protocol === 'https:' &&
            url.port === named.port &&
            (below ? hostOf(url).endsWith(`.${host}`) : hostOf(url) === host),
        );
  }
  throw new Error(
    `"${entry}" is neither off nor public nor a host like images.example or *.images.example nor an origin like http://images:9000`,
  );
}

function publicIf(allowed: boolean): Reach | undefined {
  return allowed ? 'public' : undefined;
}

/** The URL of an origin and of nothing more. */
function originOf(text: string): URL | undefined {
  const url = urlOf(text);
  return url?.href === `${url?.origin}/` ? url : undefined;
}
