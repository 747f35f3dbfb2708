// Forgets on time those whom nobody asks about: whoever asks finds them gone by the store's own clock.
import type { GalleryStore } from '../core/faces/store.ts';

/** How late what is left of a forgotten subject in a gallery that nobody asks may be deleted, milliseconds. */
const EVERY_MS = 60_000;

/**
 * Sweeps now and then, until the answer is called. A sweep that fails is told and the next one does its work.
 * `told` gets no name and no id.
 */
export function startSweeping(
  galleries: Pick<GalleryStore, 'sweep'>,
  told: (message: string) => void = console.error,
): () => Promise<void> {
  let running: Promise<void> | undefined;
  const sweep = () => {
    running ??= galleries
      .sweep()
      .then(() => undefined)
      .catch((error: Error) => told(`Subjects whose time has come could not be deleted: ${error.message}`))
      .finally(() => {
        running = undefined;
      });
  };
  sweep();
  const timer = setInterval(sweep, EVERY_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
