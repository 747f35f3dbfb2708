// The Models port on Cloudflare: files behind the static assets binding, checked against the bundled manifest.
import { Fault } from '../core/fault.ts';
import type { Manifest } from '../core/manifest.ts';
import type { Models } from '../core/ports.ts';
import { sha256Hex } from './sha256.ts';

/** What `[assets]` in wrangler.toml binds; a part of Fetcher, so that a test can stand in for it. */
export type Assets = { fetch(request: Request): Promise<Response> };

/**
 * Reads `/models/<file>` from the assets. Nothing is cached here: a session is what is kept, and an isolate's 128 MB
 * have no room for a second copy of the weights. A read that failed may be repeated.
 */
export function createWorkerModels(assets: Assets, manifest: Manifest): Models {
  return {
    manifest,
    async read(file) {
      const entry = manifest.models.find((model) => model.file === file);
      if (!entry) throw new Fault('model_missing', `${file} is not in the manifest`, { file });
      const bytes = await fetchAsset(assets, file);
      const sha256 = await sha256Hex(bytes);
      if (sha256 !== entry.sha256) {
        throw new Fault(
          'model_invalid',
          `${file}: ${bytes.byteLength} bytes with sha256 ${sha256}, the manifest has ${entry.bytes} with ${entry.sha256}`,
          { file, sha256, expected: entry.sha256 },
        );
      }
      return bytes;
    },
  };
}

async function fetchAsset(assets: Assets, file: string): Promise<Uint8Array> {
  // The host is never looked up: the binding only reads the path.
  const response = await assets.fetch(new Request(`https://assets/models/${file}`)).catch((cause) => {
    throw new Fault('model_missing', `${file}: the assets binding failed`, { file }, cause);
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Fault('model_missing', `${file}: the assets answer ${response.status}; was it staged?`, {
      file,
      status: response.status,
    });
  }
  return new Uint8Array(await response.arrayBuffer());
}
