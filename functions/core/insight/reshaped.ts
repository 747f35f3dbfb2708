// Reshape: the same elements in the same order, so each new position along an axis holds known old ones.
import type { Dims } from '../graph/operator.ts';
import { sizeOf } from '../tensor.ts';
import { everywhere, gathered } from './reach.ts';
import { alike, mapped, type Sight } from './sight.ts';

/** An old axis as it is found in the new shape: the new axis, and which old positions each new one holds. */
type Place = { readonly axis: number; readonly holds: readonly (readonly number[])[] };

/** Units stay apart where their axis is still there; an axis that went into several is seen by all of them together. */
export function reshapedSight(sight: Sight, from: Dims, to: Dims): Sight {
  const places = new Map<number, Place | undefined>();
  const placeOf = (axis: number) => {
    if (!places.has(axis)) places.set(axis, bestPlace(axis, from, to));
    return places.get(axis);
  };
  const units = sight.channelAxis === undefined ? undefined : placeOf(sight.channelAxis);
  const same = units?.holds.every((held, i) => held.length === 1 && held[0] === i);
  const told = same ? { ...sight, channelAxis: units!.axis } : alike(sight);
  return mapped(told, (reach) => {
    if (reach.axis === undefined) return reach;
    const place = placeOf(reach.axis);
    if (!place) return everywhere(reach);
    const { axis, holds } = place;
    const step = holds.length === reach.first.length ? 1 : 0;
    return { ...gathered(reach, holds.length, (position) => holds[position], step), axis };
  });
}

/** The new axis that tells most of an old one; undefined when each of its positions holds every old one. */
function bestPlace(axis: number, from: Dims, to: Dims): Place | undefined {
  const candidates = to.flatMap((size, other) => (size > 1 || from[axis] === 1 ? [other] : []));
  let best: Place | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const other of candidates) {
    const holds = heldBy(axis, other, from, to);
    const count = holds.reduce((sum, held) => sum + held.length, 0) / holds.length;
    if (count >= least || (count === from[axis] && count > 1)) continue;
    best = { axis: other, holds };
    least = count;
  }
  return best;
}

/** For every position of the new axis `other` the positions along the old `axis` that it holds, each once. */
function heldBy(axis: number, other: number, from: Dims, to: Dims): number[][] {
  const inner = sizeOf(from.slice(axis + 1));
  const [span, lead] = [sizeOf(to.slice(other + 1)), sizeOf(to.slice(0, other))];
  return Array.from({ length: to[other] }, (_, position) => {
    const held = new Set<number>();
    for (let block = 0; block < lead && held.size < from[axis]; block++) {
      const start = (block * to[other] + position) * span;
      const last = Math.floor((start + span - 1) / inner);
      for (let at = Math.floor(start / inner); at <= last && held.size < from[axis]; at++)
        held.add(at % from[axis]);
    }
    return [...held];
  });
}
