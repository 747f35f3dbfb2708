// Numbers of units on the command line: 0,3,16-31.
import { InvalidArgumentError } from 'commander';

/** @throws InvalidArgumentError */
export function unitList(text: string): readonly number[] {
  return text.split(',').flatMap((part) => {
    const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part.trim()) ?? [];
    const [from, to] = [Number(first), Number(last)];
    if (first === undefined || to < from) throw new InvalidArgumentError('Expected numbers as 0,3,16-31.');
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });
}
