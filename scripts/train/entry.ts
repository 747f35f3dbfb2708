// What a run hands to a service: the manifest entry of its encoder, calibrated on the classes that it held out.
import type { Graph } from '../../functions/core/graph/graph.ts';
import type { Calibration, EncoderEntry, Score } from '../../functions/core/manifest.ts';
import type { ExportedEncoder, Fed } from '../encoder-file.ts';
import { smallestRate } from '../evaluate/calibration.ts';
import type { Embeddings } from '../evaluate/embeddings.ts';
import { calibrationOf, domainOf, type Sampled } from '../evaluate/measured-calibration.ts';
import { equalErrorRate, type Sample, tarAtFmr } from '../evaluate/metrics.ts';
import { splitOf } from '../evaluate/people.ts';
import { exportModel } from '../export/write.ts';
import type { PictureClass } from './classes.ts';

/** Held-out classes with the embeddings [pictures, D] of each, and their distances. */
export type Seen = {
  readonly classes: readonly PictureClass[];
  readonly embeddings: readonly Float32Array[];
  readonly vectors: Embeddings;
  readonly sampled: Sampled;
  readonly sample: Sample;
};

export function seen(classes: readonly PictureClass[], embeddings: readonly Float32Array[]): Seen {
  const vectors = vectorsOf(classes, embeddings);
  const sampled = domainOf('held out', classes, vectors);
  const { genuine, impostor } = sampled.domain;
  const sample = { genuine, genuineCount: genuine.length, impostor, impostorCount: impostor.length };
  return { classes, embeddings, vectors, sampled, sample };
}

export type Made = {
  readonly id: string;
  /** That made it. */
  readonly command: string;
  readonly seed: number;
};

/** What distances mean on held-out classes. */
export type Measured = { readonly calibration: Calibration; readonly score: Score };

const ENROL = 3;
const SPLITS = 5;

/** The graph has `input` and `embedding`. */
export function enter(
  graph: Graph,
  { id, command }: Made,
  { crop, preprocessing, licence }: Fed & { readonly licence: string },
  { calibration, score }: Measured,
): ExportedEncoder {
  const { entry, bytes } = exportModel(
    {
      ...{ id, preprocessing, licence, calibration },
      fields: { kind: 'encoder', dimensions: graph.values.get('embedding')!.dims[1], crop },
      build: () => ({ graph, source: command }),
    },
    undefined,
  );
  return { entry: { ...(entry as EncoderEntry), scores: [score] }, bytes };
}

/** Whether so many classes can say what distances mean: a false match rate of 0.1 by the rule of three takes nine. */
export function canCalibrate(classes: number): boolean {
  return smallestRate(1e-3, pairsOf(classes)) !== null;
}

function pairsOf(classes: number): number {
  return (classes * (classes - 1)) / 2;
}

/** @throws Error with too few held-out classes. */
export async function measure(
  { classes, vectors, sampled, sample }: Seen,
  { id, command, seed }: Made,
): Promise<Measured> {
  const verifyFmr = smallestRate(1e-3, pairsOf(classes.length));
  if (verifyFmr === null)
    throw new Error(
      `${classes.length} held-out classes are too few to say what distances mean: nine are needed.`,
    );
  const splits = Array.from({ length: SPLITS }, (_, i) => splitOf(classes, ENROL, seed + i));
  const unknown = Math.min(...splits.map((split) => split.unknown.length));
  const recognizeFpir = smallestRate(1e-2, unknown) ?? 0.1;
  const set = `${classes.length} classes that training held out, and by which it chose when to stop`;
  const rates = { verifyFmr, recognizeFpir, enrol: ENROL };
  const calibration = await calibrationOf([sampled], splits, vectors, {
    ...{ encoder: id, source: `${set}: ${command}`, ...rates },
  });
  const values = {
    genuine: sample.genuineCount,
    impostor: sample.impostorCount,
    eer: rounded(equalErrorRate(sample)),
    'tar_at_fmr_1e-2': rounded(tarAtFmr(sample, 1e-2)),
    'tar_at_fmr_1e-1': rounded(tarAtFmr(sample, 1e-1)),
  };
  return { calibration, score: { set, command, values } };
}

function vectorsOf(classes: readonly PictureClass[], embeddings: readonly Float32Array[]): Embeddings {
  return new Map(
    classes.flatMap(({ pictures }, index) => {
      const d = embeddings[index].length / pictures.length;
      return pictures.map(
        (file, i) => [file, { vector: embeddings[index].subarray(i * d, (i + 1) * d) }] as const,
      );
    }),
  );
}

function rounded(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(4));
}
