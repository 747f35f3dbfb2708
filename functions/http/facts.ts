// A fault's facts as JSON: keys in snake_case like every answer's, faults inside them with their code and detail.
import { type Facts, Fault } from '../core/fault.ts';

export function factsAnswer(facts: Facts): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(facts).map(([key, value]) => [snakeCase(key), valueAnswer(value)]),
  );
}

/** `code` and `detail` come first, and no fact takes their place. */
export function faultAnswer({ code, message, facts }: Fault): { code: string; detail: string } {
  const first = { code, detail: message };
  return { ...first, ...factsAnswer(facts), ...first };
}

function valueAnswer(value: unknown): unknown {
  if (value instanceof Fault) return faultAnswer(value);
  if (Array.isArray(value)) return value.map(valueAnswer);
  return typeof value === 'object' && value !== null ? factsAnswer(value as Facts) : value;
}

function snakeCase(key: string): string {
  return key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
