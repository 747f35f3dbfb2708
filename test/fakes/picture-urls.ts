// Pictures by URL without a network: what lies where is a table, and `room` hears of all bytes of one at once.
import { Fault } from '../../functions/core/fault.ts';
import type { PictureUrls } from '../../functions/core/ports.ts';

export function fakePictureUrls(
  table: Readonly<Record<string, Uint8Array | Fault>>,
): PictureUrls & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    async fetchAll(urls, room) {
      asked.push(...urls);
      return urls.map((url) => {
        const found =
          table[url] ?? new Fault('picture_unreachable', 'Nothing is there.', { reason: 'status' });
        if (found instanceof Uint8Array) room(found.length);
        return found;
      });
    },
  };
}
