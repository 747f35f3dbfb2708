// A training run as pictures: how the loss fell, how well held-out classes are told apart, and where they lie.
import path from 'node:path';
import { type Chart, leastRate, percent, svgOf } from '../evaluate/chart.ts';
import { mean, operatingPoints, type Sample, tarAtFmr } from '../evaluate/metrics.ts';
import { writeWhole } from '../whole-file.ts';
import type { Check } from './checkpoint.ts';
import type { Seen } from './entry.ts';
import { rowsOf } from './graphs.ts';
import { principalPlane } from './pca.ts';

/** Steps that a point of the smooth loss is the mean of. */
const SMOOTH = 25;
/** As many classes as colours can tell apart. */
const COLOURS = [
  ...['#c2410c', '#0b6e99', '#15803d', '#7c3aed', '#a16207', '#be185d'],
  ...['#475569', '#0f766e', '#dc2626', '#4d7c0f', '#1d4ed8', '#9333ea'],
];

export type Drawn = {
  readonly losses: readonly number[];
  readonly best: Check | null;
  /** Null without held-out classes. */
  readonly held: Seen | null;
};

/** Writes OUT.loss.svg, and of held-out classes OUT.roc.svg and OUT.map.svg; gives their paths. */
export function writePictures(out: string, { losses, best, held }: Drawn): string[] {
  const name = path.basename(out);
  const charts: Record<string, Chart | null> = {
    loss: lossChart(name, losses, best),
    roc: held && rocChart(name, held.sample),
    map: held && mapChart(name, held),
  };
  return Object.entries(charts).flatMap(([kind, chart]) => {
    if (!chart) return [];
    const file = `${out}.${kind}.svg`;
    writeWhole(file, svgOf(chart));
    return [file];
  });
}

function lossChart(name: string, losses: readonly number[], best: Check | null): Chart | null {
  if (losses.length === 0) return null;
  const smooth = losses.map((_, step) => mean(losses.slice(Math.max(0, step + 1 - SMOOTH), step + 1)));
  const points = (list: readonly number[]) => list.map((loss, step) => [step + 1, loss] as const);
  const kept = best && `kept: step ${best.step}, ${percent(best.accuracy)} on held-out classes`;
  return {
    title: `${name}: loss`,
    subtitle: `${losses.length} steps; the strong line is the mean of the last ${SMOOTH}`,
    x: { label: 'Step', scale: 'linear', least: 0, most: roundUp(losses.length), unit: 'number' },
    y: {
      label: 'Loss of a batch',
      scale: 'linear',
      least: 0,
      most: roundUp(Math.max(...losses)),
      unit: 'number',
    },
    series: [{ points: points(losses), faint: true }, { points: points(smooth) }],
    marks: best && kept ? [{ x: best.step, y: smooth[Math.max(0, best.step - 1)], label: kept }] : [],
    legend: 'top',
  };
}

function rocChart(name: string, sample: Sample): Chart | null {
  const points = operatingPoints(sample);
  if (points.length === 0) return null;
  const marks = [1e-3, 1e-2, 1e-1].flatMap((rate) => {
    const tar = tarAtFmr(sample, rate);
    return tar === null ? [] : [{ x: rate, y: tar, label: `TAR ${percent(tar)} at FMR ${percent(rate)}` }];
  });
  return {
    title: `${name}: held-out classes`,
    subtitle: `${sample.genuineCount} pairs of one class, ${sample.impostorCount} of two`,
    x: { label: 'False match rate (FMR)', scale: 'log', least: leastRate(sample.impostorCount), most: 1 },
    y: { label: 'True accept rate (TAR)', scale: 'linear', least: 0, most: 1 },
    series: [{ points: points.map(({ fmr, fnmr }) => [fmr, 1 - fnmr] as const) }],
    marks,
    legend: 'bottom',
  };
}

/** The plane is that of all held-out classes; the first dozen are drawn. */
function mapChart(name: string, { classes, embeddings }: Seen): Chart | null {
  const dimensions = (embeddings[0]?.length ?? 0) / (classes[0]?.pictures.length ?? 1);
  const rows = embeddings.flatMap((rows) => rowsOf(rows, dimensions));
  if (rows.length < 2 || dimensions < 2) return null;
  const { points, share } = principalPlane(rows);
  const reach = roundUp(Math.max(1e-3, ...points.flat().map(Math.abs)));
  const axis = { scale: 'linear', least: -reach, most: reach, unit: 'number' } as const;
  let at = 0;
  const series = classes.map(({ name, pictures }, i) => {
    const own = points.slice(at, at + pictures.length);
    at += pictures.length;
    return { points: own, dots: { colour: COLOURS[i % COLOURS.length], name: path.basename(name) } };
  });
  const drawn = Math.min(COLOURS.length, classes.length);
  return {
    title: `${name}: held-out classes on a plane`,
    subtitle: `${drawn} of ${classes.length} classes; the plane holds ${percent(share)} of their variance`,
    x: { label: 'First principal component', ...axis },
    y: { label: 'Second', ...axis },
    series: series.slice(0, drawn),
    marks: [],
    legend: 'top',
  };
}

/** The next round number. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1e-9)));
  return (
    [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]
      .map((step) => step * power)
      .find((step) => step >= value * (1 - 1e-9)) ?? value
  );
}
