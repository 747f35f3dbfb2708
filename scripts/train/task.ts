// What a run learns: the network, the pictures it is shown, the classes that are held out, and the encoder it becomes.
import type { Graph } from '../../functions/core/graph/graph.ts';
import type { Fed } from '../encoder-file.ts';
import type { PictureClass } from './classes.ts';
import type { Network } from './network.ts';
import type { Source, Trainer } from './trainer.ts';

export type Task = {
  readonly network: Network;
  readonly source: Source;
  readonly heldOut: readonly PictureClass[];
  /** [pictures, D] of each held-out class. */
  embedHeldOut(trainer: Trainer, parameters: Float32Array): Promise<readonly Float32Array[]>;
  /** How well held-out classes, two at least, are told apart: 0..1. */
  check(trainer: Trainer, parameters: Float32Array): Promise<number>;
  /** `input` -> `embedding`, `norm`, with what was learned. */
  encoder(parameters: Float32Array): Graph;
};

/** The pictures of a folder, read once for any choice of classes to learn from and to hold out. */
export type Ground = {
  /** Those with a picture that can be used, each with these only. */
  readonly classes: readonly PictureClass[];
  /** Pictures in which no face was found, or that cannot be read. */
  readonly leftOut: number;
  /** SHA-256 of the weights that it starts from; null where they are drawn. Then a run may end where it began. */
  readonly startsFrom: string | null;
  /** How the service feeds the encoder; null where it takes no such thing. */
  readonly fed: Fed | null;
  readonly licence: string;
  taskOf(training: readonly PictureClass[], heldOut: readonly PictureClass[]): Task;
  release(): Promise<void>;
};
