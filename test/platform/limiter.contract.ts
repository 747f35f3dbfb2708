// The law of limiters that count: each runs these claims.
import { expect, test } from 'vitest';
import type { Limiter } from '../../functions/core/keys/limiter.ts';

const quota = { requests: 3, seconds: 60 };

export function limiterContract(open: () => Promise<Limiter>): void {
  test('as many as the quota says are allowed in a window, which begins with the first and is not moved', async () => {
    const limiter = await open();
    const at = async (ms: number) => {
      const { allowed, left, seconds } = await limiter.take('a', quota, 1_000_000 + ms);
      return [allowed, left, seconds];
    };
    expect(await at(0)).toEqual([true, 2, 60]);
    expect(await at(1)).toEqual([true, 1, 60]);
    expect(await at(30_000)).toEqual([true, 0, 30]);
    expect(await at(30_001)).toEqual([false, 0, 30]);
    expect(await at(59_999)).toEqual([false, 0, 1]);
    expect(await at(60_000)).toEqual([true, 2, 60]);
  });

  test('callers are counted apart, and at once none is forgotten', async () => {
    const limiter = await open();
    await limiter.take('b', quota, 1);
    const taken = await Promise.all(Array.from({ length: 9 }, () => limiter.take('a', quota, 1)));
    expect(taken.filter(({ allowed }) => allowed)).toHaveLength(3);
    expect(await limiter.take('b', quota, 1)).toMatchObject({ allowed: true, left: 1 });
  });
}
