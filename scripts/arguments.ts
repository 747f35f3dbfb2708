// Numbers of a command line.
import { InvalidArgumentError } from 'commander';

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
