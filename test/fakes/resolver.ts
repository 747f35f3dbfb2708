// A resolver that answers each time the next of these lists of addresses, and the last one from then on.
import type { lookup } from 'node:dns';

export function resolver(...answers: string[][]): typeof lookup {
  return ((_: string, __: object, callback: (error: null, found: object[]) => void) => {
    const found = answers.length > 1 ? answers.shift()! : answers[0];
    callback(
      null,
      found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  }) as unknown as typeof lookup;
}
