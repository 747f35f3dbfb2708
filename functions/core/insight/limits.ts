// How much one call may look at, and the units it looks at.
import { Fault } from '../fault.ts';
import type { Layer } from './layers.ts';

export type InsightLimits = {
  readonly maxPictures: number;
  /** Longer side of a picture as a network of any size sees it, pixels. */
  readonly maxSize: number;
  /** Units whose patches are looked for. */
  readonly maxUnits: number;
  /** Units whose maps or filters are shown. */
  readonly maxMaps: number;
};

/** A session of the style network at 512 pixels takes 230 MB; nine patches of a unit up to 250 kB of JSON. */
export const DEFAULT_LIMITS: InsightLimits = { maxPictures: 32, maxSize: 512, maxUnits: 64, maxMaps: 512 };

/** @throws Fault request_invalid with the limit. */
export function refuseMore(what: string, count: number, most: number): void {
  if (count > most)
    throw refused(`/${what}`, `${count} ${what}, at most ${most} are looked at in a call`, { most });
}

/** Units by number; none given: the first ones, up to `usual`. @throws Fault request_invalid for one that is not there. */
export function chosenUnits(
  { name, units }: Layer,
  asked: readonly number[] | undefined,
  { usual, most }: { readonly usual: number; readonly most: number },
): readonly number[] {
  const count = units ?? 0;
  if (!asked) return Array.from({ length: Math.min(count, usual, most) }, (_, unit) => unit);
  const chosen = [...new Set(asked)].sort((a, b) => a - b);
  const beyond = chosen.find((unit) => unit < 0 || unit >= count);
  if (beyond !== undefined)
    throw refused('/units', `${name} has units 0 to ${count - 1}, not ${beyond}`, {
      unit: beyond,
      units: count,
    });
  refuseMore('units', chosen.length, most);
  return chosen;
}

export function refused(pointer: string, message: string, facts: object = {}): Fault {
  return new Fault('request_invalid', `${message}.`, {
    errors: [{ in: 'body', pointer, message }],
    ...facts,
  });
}
