// Long arithmetic in short steps, so that a server answers others in between: the core has no clock to wait by.

/** Work that pauses after every few milliseconds of computing. */
export type Steps<T> = Generator<undefined, T>;

/** Lets whatever else is waiting run; platforms answer it. */
export type Breathe = () => Promise<void>;

/** All steps at once. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Breathing after every step. */
export async function breathing<T>(steps: Steps<T>, breathe: Breathe): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await breathe();
  }
}
