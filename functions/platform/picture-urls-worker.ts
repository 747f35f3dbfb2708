// Pictures by URL in a Worker, which cannot resolve a name and connect to what it resolved: only hosts that are listed.
import type { PictureUrls } from '../core/ports.ts';
import { parsePictureHosts } from './picture-hosts.ts';
import { createPictureUrls, type Get } from './picture-urls.ts';

/** Undefined where it is off. @throws Error for `public` too, since no address could be checked. */
export function createWorkerPictureUrls(setting = 'off'): PictureUrls | undefined {
  const hosts = parsePictureHosts(setting);
  if (!hosts) return undefined;
  if (hosts.everywhere)
    throw new Error(
      'LIKENESS_PICTURE_URLS is to list hosts here: a Worker cannot check where a name leads to',
    );
  const allowsAddress = (reach: string) => (reach === 'any' ? () => true : undefined);
  return createPictureUrls({ hosts, get, allowsAddress });
}

/** `no-store`: what pictures show stays in no cache of Cloudflare's. */
const ASKED = {
  headers: { Accept: '*/*', 'User-Agent': 'Likeness' },
  redirect: 'manual',
  cache: 'no-store',
} as const;

const get: Get = async (url, _, signal) => {
  try {
    const response = await fetch(url, { ...ASKED, signal });
    return {
      status: response.status,
      location: response.headers.get('Location') ?? undefined,
      body: response.body ?? nothing(),
      cancel: () => void response.body?.cancel().catch(() => {}),
    };
  } catch {
    return { error: 'connection_failed' };
  }
};

async function* nothing(): AsyncGenerator<Uint8Array> {}
