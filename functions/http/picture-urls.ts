// Pictures that a request names by URL: found where pictures stand, fetched, and put in their place before anything is checked.
import type { Context, MiddlewareHandler } from 'hono';
import { Fault } from '../core/fault.ts';
import { pictureUrlRefused } from '../core/picture/url-refused.ts';
import type { Limits, PictureUrls } from '../core/ports.ts';
import type { Env } from './env.ts';
import { pointer } from './invalid.ts';

/** Members that are pictures, or lists of them. */
const PICTURES: ReadonlySet<string> = new Set(['image', 'images', 'content', 'style', 'mask', 'initial']);

/** Members that have pictures in them. */
const AROUND: ReadonlySet<string> = new Set(['a', 'b', 'faces', 'styles']);

/** Of any scheme: no base64 has a colon. */
const URL_START = /^[a-z][a-z0-9+.-]{0,20}:\/\//i;

/**
 * What is fetched counts as if it had come in the body: all pictures of a request have at most as many bytes as a body
 * may have, and they are counted among those under way.
 */
export function fetchPictures(source: PictureUrls, limits: Limits): MiddlewareHandler<Env> {
  const { maxPicturesPerEnrolment: most, maxBodyBytes } = limits;
  return async function fetchPictures(c, next) {
    c.set('fetchPictures', (urls) => {
      if (urls.length > most)
        throw new Fault('request_invalid', `${urls.length} pictures by URL; at most ${most} are fetched.`, {
          pictures: urls.length,
          limit: most,
        });
      let total = 0;
      return source.fetchAll(urls, (bytes) => {
        total += bytes;
        if (total > maxBodyBytes)
          throw new Fault(
            'body_too_large',
            `The pictures at the URLs of the request have more than ${maxBodyBytes} bytes together.`,
            { limit: maxBodyBytes },
          );
        c.get('place')?.more(bytes);
      });
    });
    await next();
  };
}

/** Whether a picture that could not be fetched is to end the request, or stay as a Fault in its place. */
export type Unfetched = 'end' | 'stay';

/**
 * Changes the fields.
 * @throws Fault picture_url_refused, also where pictures are not fetched at all; picture_unreachable, request_invalid,
 * body_too_large, overloaded.
 */
export async function putPictures(
  c: Context<Env>,
  fields: Record<string, unknown>,
  unfetched: Unfetched,
): Promise<void> {
  const spots = [...spotsOf(fields, [], false)];
  if (spots.length === 0) return;
  const fetch = c.get('fetchPictures');
  if (!fetch) throw at(spots[0].path, notHere());
  const timed = c.get('stages')?.of('fetch', fetch) ?? fetch;
  const found = await timed(spots.map(({ url }) => url));
  for (const [i, { within, path }] of spots.entries()) {
    const each = found[i];
    if (each instanceof Fault && unfetched === 'end') throw at(path, each);
    within[path.at(-1)!] = each;
  }
}

type Spot = {
  readonly url: string;
  readonly path: readonly string[];
  /** What holds it under the last name of the path. */
  readonly within: Record<string, unknown>;
};

function* spotsOf(value: unknown, path: readonly string[], isPicture: boolean): Generator<Spot> {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return;
  const within = value as Record<string, unknown>;
  for (const [name, each] of Object.entries(within)) {
    const picture = Array.isArray(value) ? isPicture : PICTURES.has(name);
    if (!picture && !Array.isArray(value) && !AROUND.has(name)) continue;
    const here = [...path, name];
    if (picture && typeof each === 'string' && URL_START.test(each)) yield { url: each, path: here, within };
    else yield* spotsOf(each, here, picture);
  }
}

function notHere(): Fault {
  return pictureUrlRefused('no pictures are fetched here; LIKENESS_PICTURE_URLS says from where they may be');
}

/** The URL itself is not repeated, since it may hold what gives access. */
function at(path: readonly string[], { code, message, facts, cause }: Fault): Fault {
  return new Fault(code, message, { ...facts, pointer: pointer(path) }, cause);
}
