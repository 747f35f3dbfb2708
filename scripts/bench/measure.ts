// CPU time of this process, and the middle of repeated measurements.

/** User and system time of all threads of this process, milliseconds. Nothing else may run in it meanwhile. */
export async function cpuMs(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** CPU of one run, from a few in a row: a single one is shorter than what the clock and the collector disturb. */
export async function cpuMsOf(repeats: number, work: () => unknown): Promise<number> {
  const total = await cpuMs(async () => {
    for (let i = 0; i < repeats; i++) await work();
  });
  return total / repeats;
}

export function median(values: readonly number[]): number {
  const ascending = [...values].sort((a, b) => a - b);
  const middle = ascending.length >> 1;
  return ascending.length % 2 === 1 ? ascending[middle] : (ascending[middle - 1] + ascending[middle]) / 2;
}

/** The median of each field over rounds. */
export function medians<K extends string>(rounds: readonly Readonly<Record<K, number>>[]): Record<K, number> {
  const fields = Object.keys(rounds[0]) as K[];
  return Object.fromEntries(
    fields.map((field) => [field, median(rounds.map((round) => round[field]))]),
  ) as Record<K, number>;
}
