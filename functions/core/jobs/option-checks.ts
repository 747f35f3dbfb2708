// What every kind of job asks of its options, each refused with its name and the numbers.
import { Fault } from '../fault.ts';
import type { Level } from './options.ts';

/** At least one, from small to large. `unit`: of the sizes. @throws Fault request_invalid. */
export function checkLevels(levels: readonly Level[], least: number, most: number, unit: string): void {
  if (levels.length === 0) refuse('levels', 'is empty', { levels });
  for (const [index, { size, iterations }] of levels.entries()) {
    within(`levels[${index}].size`, size, least, most, true);
    within(`levels[${index}].iterations`, iterations, 1, 100_000, true);
    if (index > 0 && size < levels[index - 1].size)
      refuse('levels', `goes from ${levels[index - 1].size} ${unit} down to ${size} ${unit}`, { levels });
  }
}

/** @throws Fault request_invalid with the option, the value and the bounds, both inclusive. */
export function within(option: string, value: number, least: number, most: number, whole = false): void {
  if (value >= least && value <= most && (!whole || Number.isInteger(value))) return;
  const bounds = most === Number.MAX_VALUE ? `at least ${least}` : `${least} to ${most}`;
  refuse(option, `is ${value}, wants ${whole ? 'a whole number, ' : ''}${bounds}`, { value, least, most });
}

export function refuse(option: string, message: string, facts: Readonly<Record<string, unknown>>): never {
  throw new Fault('request_invalid', `${option} ${message}.`, { option, ...facts });
}
