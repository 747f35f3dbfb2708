// Numbers of a command line.
import { InvalidArgumentError } from 'commander';
import type { Level } from '../functions/core/jobs/options.ts';

/** Reads a whole number from `least` up. @throws InvalidArgumentError that says so. */
export function whole(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`Expected a whole number from ${least}.`);
  };
}

/** @throws InvalidArgumentError for what is none. */
export function number(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('Expected a number.');
}

/** Sizes and iterations, as 128x90,256x180. @throws InvalidArgumentError */
export function levelList(text: string): readonly Level[] {
  return text.split(',').map((part) => {
    const [, size, iterations] = /^(\d+)x(\d+)$/.exec(part) ?? [];
    if (!size) throw new InvalidArgumentError(`Expected levels like 128x90,256x180, not ${part}.`);
    return { size: Number(size), iterations: Number(iterations) };
  });
}
