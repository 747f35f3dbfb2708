// Numbers for Prometheus in its text format 0.0.4: https://prometheus.io/docs/instrumenting/exposition_formats/
// Labels are routes, codes and models, of which there are few; none is a caller's.

export type Labels = Readonly<Record<string, string | number>>;

export type Metrics = {
  /** Adds to what only grows. */
  counter(name: string, help: string): (labels: Labels, by?: number) => void;
  /** Counts values into buckets, of which each holds those up to its bound. */
  histogram(name: string, help: string, bounds: readonly number[]): (labels: Labels, value: number) => void;
  /** Read whenever somebody asks. A `counter` is one that another keeps. */
  gauge(name: string, help: string, read: () => readonly Sample[], type?: 'gauge' | 'counter'): void;
  text(): string;
};

export type Sample = readonly [Labels, number];

export function createMetrics(): Metrics {
  const families: (() => string[])[] = [];

  function family(name: string, help: string, type: string, lines: () => string[]): void {
    families.push(() => [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines()]);
  }

  return {
    counter(name, help) {
      const values = new Map<string, number>();
      family(name, help, 'counter', () => [...values].map(([labels, value]) => `${name}${labels} ${value}`));
      return (labels, by = 1) => {
        const key = written(labels);
        values.set(key, (values.get(key) ?? 0) + by);
      };
    },

    histogram(name, help, bounds) {
      const limits = [...bounds, Number.POSITIVE_INFINITY];
      const series = new Map<string, { labels: Labels; counts: number[]; sum: number }>();
      family(name, help, 'histogram', () =>
        [...series.values()].flatMap(({ labels, counts, sum }) => [
          ...limits.map((le, i) => {
            const bound = le === Number.POSITIVE_INFINITY ? '+Inf' : le;
            return `${name}_bucket${written({ ...labels, le: bound })} ${counts[i]}`;
          }),
          `${name}_sum${written(labels)} ${sum}`,
          `${name}_count${written(labels)} ${counts[bounds.length]}`,
        ]),
      );
      return (labels, value) => {
        const key = written(labels);
        const one = series.get(key) ?? { labels, counts: limits.map(() => 0), sum: 0 };
        series.set(key, one);
        for (const [i, limit] of limits.entries()) if (value <= limit) one.counts[i]++;
        one.sum += value;
      };
    },

    gauge(name, help, read, type = 'gauge') {
      family(name, help, type, () => read().map(([labels, value]) => `${name}${written(labels)} ${value}`));
    },

    text: () => `${families.flatMap((lines) => lines()).join('\n')}\n`,
  };
}

function written(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(String(value))}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
