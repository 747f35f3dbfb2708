// Forgets on time those whom nobody asks about, and tells of all whose time came: whoever asks finds them gone already.
import type { GalleryStore } from '../core/faces/store.ts';
import { errorFields, type Log } from '../core/log.ts';

/** How late what is left of a forgotten subject in a gallery that nobody asks may be deleted, milliseconds. */
const EVERY_MS = 60_000;

/** Sweeps now and then, until the answer is called. A sweep that fails is logged, and the next one does its work. */
export function startSweeping(
  galleries: Pick<GalleryStore, 'sweep'>,
  /** Of those who were forgotten by time, also by a process that died before it told. */
  tell: () => Promise<void>,
  log: Pick<Log, 'error'>,
): () => Promise<void> {
  let running: Promise<void> | undefined;
  async function sweep(): Promise<void> {
    await galleries.sweep().catch((error) => log.error({ lost: 'sweep', ...errorFields(error) }));
    await tell();
  }
  const begin = () => {
    running ??= sweep().finally(() => {
      running = undefined;
    });
  };
  begin();
  const timer = setInterval(begin, EVERY_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
