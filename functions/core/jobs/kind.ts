// What a job engine asks of what it optimises: pictures in a style, or anything else that has a loss and a gradient.

import type { Picture } from '../image.ts';
import type { Images } from '../ports.ts';
import type { JobEngine } from './engine.ts';
import type { Extent, Objective } from './objective.ts';
import type { JobOptions, JobRequest } from './options.ts';

export type KindTypes = {
  readonly request: JobRequest;
  readonly options: JobOptions;
  /** What the caller posted, decoded. */
  readonly inputs: unknown;
  /** What the caller gets; it crosses threads and objects by structured clone. */
  readonly result: unknown;
};

/**
 * Multiply-accumulates of one evaluation, and bytes as memoryOfGraph counts them: `live` is the most that lives at
 * once, in the evaluation or before it.
 */
export type Measure = {
  readonly size: Extent;
  /** Numbers that are optimised. */
  readonly floats: number;
  readonly macs: number;
  /** As Objective has it. */
  readonly work?: number;
  readonly weights: number;
  readonly live: number;
};

/**
 * Values of x are optimised at one level after the other: Float32Array of `floats(size)`. Everything is a function of
 * what it is given, the engine is only asked for networks: so a job goes on anywhere.
 */
export type Kind<T extends KindTypes = KindTypes> = {
  /** Complete. @throws Fault request_invalid with the option and the number. */
  options(request: T['request']): T['options'];
  /** Whether options and inputs go together. @throws Fault request_invalid. */
  check(options: T['options'], inputs: T['inputs']): void;
  /** @throws Fault model_missing with the ids there are. */
  network(engine: JobEngine, options: T['options']): Network;
  /** What the digest is of, beside the inputs. Changes when the same options would compute something else. */
  identity(options: T['options'], networkSha256: string): Readonly<Record<string, unknown>>;

  /** The inputs no larger than the options use them. */
  fitted(inputs: T['inputs'], options: T['options']): T['inputs'];
  packInputs(inputs: T['inputs']): Uint8Array<ArrayBuffer>;
  /** @throws Fault state_invalid. */
  unpackInputs(bytes: Uint8Array): T['inputs'];

  /** Of no result yet: every extent is 0. */
  readonly nothing: Extent;
  /** What a level's size is in (px), what limits are told in (pixels), and how many numbers of x each of those is. */
  readonly unit: { readonly size: string; readonly name: string; readonly floats: number };
  /** A level's size moved to the grid of the limits, where there is one. */
  snapped(size: number, grid: number | undefined): number;
  /** By how much a size is lowered in search of one that fits. */
  step(grid: number | undefined): number;
  /** Of the result at a level of that size. @throws Fault request_invalid. */
  size(options: T['options'], inputs: T['inputs'], levelSize: number): Extent;
  floats(size: Extent, options: T['options']): number;
  /** What one evaluation takes; nothing is run. @throws Fault layer_unknown, picture_too_small, request_invalid. */
  measure(engine: JobEngine, options: T['options'], inputs: T['inputs'], levelSize: number): Promise<Measure>;

  open(engine: JobEngine, options: T['options'], inputs: T['inputs'], levelSize: number): Promise<Objective>;
  /**
   * Tried before a job is made, on the objective of its first level, where only that tells whether there is anything
   * to optimise. @throws Fault that says why there is not.
   */
  probe?(objective: Objective, options: T['options']): Promise<void>;
  /** Where the first level begins. */
  start(options: T['options'], inputs: T['inputs'], size: Extent): Float32Array;
  /** The end of one level as the start of the next. */
  enlarged(
    x: Float32Array,
    from: Extent,
    to: Extent,
    options: T['options'],
    inputs: T['inputs'],
  ): Float32Array;

  /** What is handed out of x. The inputs are read only when they are asked for. */
  result(
    x: Float32Array,
    size: Extent,
    options: T['options'],
    inputs: () => Promise<T['inputs']>,
  ): Promise<T['result']>;
  /** The result as something to look at; itself where it is a picture. */
  picture(result: T['result']): Picture;
  /** What the result is handed out as, the default first. */
  readonly media: readonly Medium<T['result']>[];
};

export type Medium<Result> = {
  /** As RFC 9110 spells it: image/png. */
  readonly type: string;
  encode(result: Result, images: Pick<Images, 'encode' | 'encodeClip'>): Promise<Uint8Array>;
};

/** What features come from; a job goes on with the same bytes alone. */
export type Network = { readonly id: string; readonly sha256: string };
