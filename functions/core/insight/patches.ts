// The nine patches that excite each unit most, as a value: two of them merge into the one that all pictures would give.
import type { Fault } from '../fault.ts';
import { refused } from './limits.ts';

/** As many as make a square to look at (Zeiler and Fergus 2014). */
export const NINE = 9;

export type Patch = {
  readonly value: number;
  /** SHA-256 of the picture's file, lower-case hex: the same picture is the same wherever it is posted. */
  readonly picture: string;
  /** The unit's position in the layer's map. */
  readonly x: number;
  readonly y: number;
  /** The receptive field there, in pixels of the network's input; what lies outside is padding. */
  readonly field: Rectangle;
  /** The smallest upright box of the picture's pixels that holds it. */
  readonly box: Rectangle;
  /** Where the input is turned against the picture, as an aligned face is: its corners, clockwise from the top left. */
  readonly corners: readonly Corner[];
  /** A PNG of what the network saw there, base64. */
  readonly image: string;
};

export type Rectangle = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

export type Corner = { readonly x: number; readonly y: number };

/** How pictures are looked at: values under different settings do not merge. */
export type PatchSettings = {
  /** Longer side of a picture as a network of any size sees it. */
  readonly size: number;
  readonly align: boolean;
  /** The most patches of one picture for a unit. */
  readonly apiece: number;
  /** Longer side of a patch's image at most. */
  readonly cell: number;
};

export type Patches = PatchSettings & {
  readonly network: string;
  readonly sha256: string;
  readonly layer: string;
  /** What computed it, in order; more than one only where answers of several were merged. */
  readonly engines: readonly string[];
  /** All pictures that were looked at, in order. */
  readonly pictures: readonly string[];
  readonly units: readonly UnitPatches[];
};

export type UnitPatches = {
  readonly unit: number;
  /** No picture changes it, as its weights prove. */
  readonly dead: boolean;
  /** The strongest first; none where no picture excites it. */
  readonly patches: readonly Patch[];
};

/** What two of these must agree in. */
const SAME = ['network', 'sha256', 'layer', 'size', 'align', 'apiece', 'cell'] as const;

/**
 * What one pass over the pictures of both would have given. Associative, commutative, and of a value with itself it
 * is that value. @throws Fault request_invalid when they are of different networks, layers, units or settings.
 */
export function mergePatches(a: Patches, b: Patches): Patches {
  for (const key of SAME) if (a[key] !== b[key]) throw different(key, a[key], b[key]);
  const [units, others] = [a, b].map((each) => each.units.map(({ unit }) => unit).join());
  if (units !== others) throw different('units', units, others);
  return {
    ...a,
    engines: sortedUnion(a.engines, b.engines),
    pictures: sortedUnion(a.pictures, b.pictures),
    units: a.units.map(({ unit, dead, patches }, i) => ({
      unit,
      dead,
      patches: topNine([...patches, ...b.units[i].patches]),
    })),
  };
}

/** What decides which patch stands first, and which of two are the same. */
type Ranked = Pick<Patch, 'value' | 'picture' | 'x' | 'y'> & { readonly image: unknown };

/** The nine strongest, each place once; of equal values that of the lower picture, then the upper and the left one. */
export function topNine<P extends Ranked>(patches: readonly P[]): P[] {
  const kept = new Map<string, P>();
  for (const patch of [...patches].sort(byRank)) {
    const key = `${patch.picture} ${patch.x} ${patch.y}`;
    if (!kept.has(key)) kept.set(key, patch);
    if (kept.size === NINE) break;
  }
  return [...kept.values()];
}

function byRank(a: Ranked, b: Ranked): number {
  return b.value - a.value || compare(a.picture, b.picture) || a.y - b.y || a.x - b.x || compareImages(a, b);
}

/** Two engines may give one place the same value and another image. */
function compareImages(a: Ranked, b: Ranked): number {
  return typeof a.image === 'string' && typeof b.image === 'string' ? compare(a.image, b.image) : 0;
}

/** By UTF-16 units, which is the same everywhere. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function sortedUnion(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])].sort(compare);
}

function different(key: string, ours: unknown, theirs: unknown): Fault {
  return refused('/merge', `Patches of different ${key} do not merge: ${ours} and ${theirs}`);
}
