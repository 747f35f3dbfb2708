// What a value of a graph sees of the input, unit by unit: how axes move, meet, are cut and joined.
import { chained, everywhere, type Field, gathered, moved, NOTHING, type Reach, union } from './reach.ts';

/**
 * `fields` has one entry for each unit along `channelAxis`, or a single one when all units see the same; undefined
 * for a unit that is the same whatever the input. Without a `channelAxis` there is a single one.
 */
export type Sight = {
  readonly channelAxis: number | undefined;
  readonly fields: readonly (Field | undefined)[];
};

/** The field of a unit. */
export function fieldOf({ fields }: Sight, unit: number): Field | undefined {
  return fields[fields.length === 1 ? 0 : unit];
}

/** Of all units together. */
export function wholeField({ fields }: Sight): Field | undefined {
  const seen = fields.filter((field) => field !== undefined);
  return seen.length === 0 ? undefined : union(seen);
}

/** Every reach changed alike; what several units share is computed once. */
export function mapped(sight: Sight, change: (reach: Reach) => Reach): Sight {
  const done = new Map<Field, Field>();
  const fields = sight.fields.map((field) => {
    if (!field) return undefined;
    const made = done.get(field) ?? field.map(change);
    done.set(field, made);
    return made;
  });
  return { ...sight, fields };
}

/** Axes renamed; one that is gone (undefined) had one position, or every position of it is looked at. */
export function withAxes(sight: Sight, to: (axis: number) => number | undefined): Sight {
  const channelAxis = sight.channelAxis === undefined ? undefined : to(sight.channelAxis);
  const renamed = mapped(sight, (reach) => {
    if (reach.axis === undefined) return reach;
    const axis = to(reach.axis);
    return axis === undefined ? everywhere(reach) : moved(reach, axis);
  });
  return channelAxis === undefined ? alike(renamed) : { ...renamed, channelAxis };
}

/** Units are no longer told apart. */
export function alike(sight: Sight): Sight {
  return { channelAxis: undefined, fields: [wholeField(sight)] };
}

/** Every element depends on all that any element of these depends on. */
export function mixed(sights: readonly Sight[]): Sight {
  const seen = sights.map(wholeField).filter((field) => field !== undefined);
  return { channelAxis: undefined, fields: seen.length === 0 ? [undefined] : [union(seen).map(everywhere)] };
}

/** Summed or chosen along these axes, which stay with one position. */
export function over(sight: Sight, axes: ReadonlySet<number>): Sight {
  const { channelAxis } = sight;
  const units = channelAxis !== undefined && axes.has(channelAxis) ? unitsAsOne(sight) : sight;
  return mapped(units, (reach) =>
    reach.axis !== undefined && axes.has(reach.axis) ? everywhere(reach) : reach,
  );
}

/** Every unit depends on all units, as after a convolution. */
export function unitsAsOne(sight: Sight): Sight {
  return { channelAxis: sight.channelAxis, fields: [wholeField(sight)] };
}

/** Values that meet element by element; all have the same rank by now. `units` along `axis`, where one says which. */
export function met(sights: readonly Sight[], dims: readonly number[]): Sight {
  const axes = new Set(sights.flatMap(({ channelAxis }) => (channelAxis === undefined ? [] : [channelAxis])));
  if (axes.size > 1) return met(sights.map(alike), dims);
  const [channelAxis] = axes;
  const count = sights.every(({ fields }) => fields.length === 1) ? 1 : dims[channelAxis!];
  const known = new Map<string, Field | undefined>();
  const ids = new Map<Field, number>();
  const idOf = (field: Field | undefined) => {
    if (!field) return -1;
    if (!ids.has(field)) ids.set(field, ids.size);
    return ids.get(field)!;
  };
  const fields = Array.from({ length: count }, (_, unit) => {
    const own = sights.map((sight) => fieldOf(sight, unit));
    const key = own.map(idOf).join();
    if (!known.has(key)) {
      const seen = own.filter((field) => field !== undefined);
      known.set(key, seen.length === 0 ? undefined : union(seen));
    }
    return known.get(key);
  });
  return { channelAxis, fields };
}

/**
 * Some of the `size` positions along an axis, in this order; those that do not exist are padding. `step`: from one to
 * the next.
 */
export function taken(
  sight: Sight,
  axis: number,
  size: number,
  positions: readonly number[],
  step: number,
): Sight {
  if (axis !== sight.channelAxis)
    return mapped(sight, (reach) =>
      reach.axis === axis ? gathered(reach, positions.length, (i) => [positions[i]], step) : reach,
    );
  const inside = (unit: number) => unit >= 0 && unit < size;
  if (sight.fields.length === 1 && positions.every(inside)) return sight;
  return { ...sight, fields: positions.map((unit) => (inside(unit) ? fieldOf(sight, unit) : undefined)) };
}

/** Joined along an axis into `dims`, so many positions from each; undefined parts do not depend on the input. */
export function joined(
  parts: readonly (Sight | undefined)[],
  sizes: readonly number[],
  axis: number,
  dims: readonly number[],
): Sight {
  const seeing = parts.filter((part) => part !== undefined);
  const moves = seeing.some(({ fields }) =>
    fields.some((field) => field?.some((reach) => reach.axis === axis)),
  );
  if (!moves && seeing.every(({ channelAxis }) => channelAxis === axis)) {
    const fields = parts.flatMap((part, i) =>
      Array.from({ length: sizes[i] }, (_, unit) => part && fieldOf(part, unit)),
    );
    return { channelAxis: axis, fields: fields.every((field) => field === fields[0]) ? [fields[0]] : fields };
  }
  if (!moves) return met(seeing, dims);
  const own = parts.map((part) => part && wholeField(part));
  const field = own
    .find((each) => each !== undefined)!
    .map((_, i) => {
      const reaches = own.map((each) => each?.[i] ?? NOTHING);
      return reaches.some((reach) => reach.axis === axis)
        ? chained(reaches, sizes, axis)
        : union(own.flatMap((each) => (each ? [[each[i]]] : [])))[0];
    });
  return { channelAxis: undefined, fields: [field] };
}
