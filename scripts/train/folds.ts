// Folds that share no person: pairs are linked by their people, and what is linked stays together.

/** A pair of people by name; `fold` when the list has its own. */
export type PeoplePair = { readonly people: readonly [string, string]; readonly fold?: string };

const FOLDS = 10;
/** A fold may hold this many times its even share before it is said that there are none. */
const UNEVEN = 2;

/**
 * The fold of each person, 0..: the list's own where every pair has one, else ten, each about as many pairs.
 * @throws Error when a person is in two of the list's folds, or when people are linked to so many others that no ten
 * groups of pairs are apart.
 */
export function foldsOfPeople(pairs: readonly PeoplePair[]): Map<string, number> {
  return pairs.every(({ fold }) => fold !== undefined) ? ownFolds(pairs) : linkedFolds(pairs);
}

function ownFolds(pairs: readonly PeoplePair[]): Map<string, number> {
  const names = [...new Set(pairs.map(({ fold }) => fold))];
  const folds = new Map<string, number>();
  for (const { people, fold } of pairs) {
    for (const person of people) {
      const before = folds.get(person) ?? names.indexOf(fold);
      if (names[before] !== fold)
        throw new Error(`${person} is in the folds ${names[before]} and ${fold}: people must be in one.`);
      folds.set(person, before);
    }
  }
  return folds;
}

function linkedFolds(pairs: readonly PeoplePair[]): Map<string, number> {
  const groups = new Map<string, string[]>();
  const groupOf = (person: string) => {
    const group = groups.get(person) ?? [person];
    groups.set(person, group);
    return group;
  };
  for (const { people } of pairs) {
    const [small, large] = people.map(groupOf).sort((a, b) => a.length - b.length);
    if (small === large) continue;
    large.push(...small);
    for (const person of small) groups.set(person, large);
  }
  const counts = new Map<string[], number>();
  for (const { people } of pairs) counts.set(groupOf(people[0]), (counts.get(groupOf(people[0])) ?? 0) + 1);
  const filled = new Array<number>(FOLDS).fill(0);
  const folds = new Map<string, number>();
  for (const [group, count] of [...counts].sort((a, b) => b[1] - a[1])) {
    const fold = filled.indexOf(Math.min(...filled));
    filled[fold] += count;
    for (const person of group) folds.set(person, fold);
  }
  const most = Math.max(...filled);
  if (most > (UNEVEN * pairs.length) / FOLDS)
    throw new Error(
      `Of ${pairs.length} pairs ${most} are linked by their people: there are no ${FOLDS} folds without a common person. A column "fold" can say which there are.`,
    );
  return folds;
}
