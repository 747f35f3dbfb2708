// The browser's files on Cloudflare: the same assets binding that holds the models, asked for pages alone.
import type { Pages } from '../core/ports.ts';
import type { Assets } from './models-worker.ts';

export function createWorkerPages(assets: Assets): Pages {
  return async (address) => {
    // The binding answers a folder's address with its index.html, and that of the file with a redirect.
    const path = address.replace(/index\.html$/, '');
    const response = await assets.fetch(new Request(`https://assets${path}`));
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
    await response.body?.cancel();
    return undefined;
  };
}
