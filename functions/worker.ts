// The Cloudflare Worker: bindings -> Deps -> app.
import { DurableObject } from 'cloudflare:workers';

/** wrangler.toml, and the secrets and variables of README.md. */
export type Env = {
  readonly ASSETS: Fetcher;
  readonly GALLERIES: KVNamespace;
  readonly GALLERY: DurableObjectNamespace;
};

export class GalleryObject extends DurableObject {}

export default { fetch: () => new Response('starting', { status: 503 }) };
