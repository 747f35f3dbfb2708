// Fetches pictures that lie elsewhere, on either platform: where to, how often it is redirected, how long and how much.
import { Fault } from '../core/fault.ts';
import { pictureUrlRefused } from '../core/picture/url-refused.ts';
import type { PictureUrls } from '../core/ports.ts';
import { createTurns, type InTurn } from '../core/turns.ts';
import { joined } from './job-chunks.ts';
import { type Reach, readOutboundUrl, urlOf } from './outbound-url.ts';
import type { PictureHosts } from './picture-hosts.ts';

/** `no_address`: the name has none, or one that may not be called; which of the two is nobody's business. */
export type Unreachable = 'no_address' | 'timeout' | 'tls_failed' | 'connection_failed';

/** An answer's head, and its body unread. */
type Got = {
  readonly status: number;
  readonly location: string | undefined;
  readonly body: AsyncIterable<Uint8Array>;
  /** Reads no more. */
  cancel(): void;
};

/** One GET, to no redirect. */
export type Get = (
  url: string,
  reach: Reach,
  signal: AbortSignal,
) => Promise<Got | { readonly error: Unreachable }>;

/** For all pictures of a request together. */
const TIMEOUT_MS = 10_000;

/** Of a request; a Worker has six connections at once. */
const AT_ONCE_EACH = 4;

const MOST_REDIRECTS = 3;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

type Tools = {
  readonly hosts: PictureHosts;
  readonly get: Get;
  /** Which addresses a URL may spell out; undefined where it must not spell one. */
  readonly allowsAddress: (reach: Reach, plain: boolean) => ((address: string) => boolean) | undefined;
  /** Bounds the fetches of all requests. */
  readonly inTurn?: InTurn;
  readonly timeoutMs?: number;
};

export function createPictureUrls(tools: Tools): PictureUrls {
  const { inTurn = (work) => work(), timeoutMs = TIMEOUT_MS } = tools;
  return {
    async fetchAll(urls, room) {
      const ended = new AbortController();
      const late = AbortSignal.timeout(timeoutMs);
      const signal = AbortSignal.any([late, ended.signal]);
      const inOwnTurn = createTurns(AT_ONCE_EACH);
      const fetched = (url: string) =>
        inOwnTurn(async () => {
          if (late.aborted) return unreachable('timeout');
          return inTurn(async () => {
            if (late.aborted) throw crowded(timeoutMs);
            return fetchOne(tools, url, room, signal);
          });
        });
      const once = new Map([...new Set(urls)].map((url) => [url, fetched(url)]));
      try {
        return await Promise.all(urls.map((url) => once.get(url)!));
      } catch (error) {
        ended.abort(); // what ends the request ends its other fetches
        throw error;
      }
    },
  };
}

async function fetchOne(
  tools: Tools,
  asked: string,
  room: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Uint8Array | Fault> {
  let at = asked;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const target = targetOf(tools, at);
    if ('refused' in target)
      // where a redirect leads to is the other's answer, which is not repeated
      return pictureUrlRefused(
        redirects === 0 ? target.refused : 'it redirects to where nothing is fetched from',
      );
    const got = await tools.get(target.url, target.reach, signal);
    if ('error' in got) return unreachable(signal.aborted ? 'timeout' : got.error);
    const { status, location, body } = got;
    if (status === 200) return bytesOf(body, room, signal);
    got.cancel();
    if (!REDIRECTS.has(status) || location === undefined) return unreachable('status', status);
    at = urlOf(location, target.url)?.href ?? '';
  }
  return unreachable('redirects');
}

/** The URL as it is called, checked anew at each redirect. */
function targetOf({ hosts, allowsAddress }: Tools, text: string) {
  const read = readOutboundUrl(text, { reach: 'any', allowsAddress: () => true });
  if ('refused' in read) return read;
  const url = new URL(read.url);
  const plain = url.protocol === 'http:';
  const reach = hosts.reachOf(url);
  if (!reach) return { refused: plain ? 'https is wanted' : `from ${url.host} no pictures are fetched here` };
  const checked = readOutboundUrl(read.url, { reach, allowsAddress: allowsAddress(reach, plain) });
  return 'refused' in checked ? checked : { url: checked.url, reach };
}

/** What a header says of the length is not asked for: `room` counts what comes, and throws when it is too much. */
async function bytesOf(
  body: AsyncIterable<Uint8Array>,
  room: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Uint8Array | Fault> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of body) {
      room(chunk.length);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof Fault) throw error;
    return unreachable(signal.aborted ? 'timeout' : 'connection_failed');
  }
  return joined(chunks);
}

const REASONS: Readonly<Record<Unreachable | 'status' | 'redirects', string>> = {
  no_address: 'its host has no address that may be called',
  timeout: 'it took too long',
  tls_failed: 'the connection is not secure',
  connection_failed: 'the connection failed',
  status: 'the answer was not 200 but ',
  redirects: `it redirects more than ${MOST_REDIRECTS} times`,
};

/** Of the answer no more than its status is told. */
function unreachable(reason: keyof typeof REASONS, answered?: number): Fault {
  return new Fault(
    'picture_unreachable',
    `A picture could not be fetched: ${REASONS[reason]}${answered ?? ''}.`,
    { reason, ...(answered !== undefined && { answered }) },
  );
}

function crowded(ms: number): Fault {
  return new Fault(
    'overloaded',
    `Others fetch pictures, and within ${ms} ms it was not this one's turn. Trying again is safe.`,
    { wait_ms: ms },
  );
}
