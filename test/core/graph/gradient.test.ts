// Every rule against difference quotients in double precision, on both runtimes; whole nets; what is refused.
import { expect, test } from 'vitest';
import { OPERATORS } from '../../../functions/core/graph/ops.ts';
import { encodeModel } from '../../../functions/core/graph/proto.ts';
import { CASES, type Case } from './gradient-cases.ts';
import { checkGradients, distinctFeeds, weighted } from './gradient-check.ts';
import { largestDifference, randomFrom } from './runtime.ts';
import { runOnWasm } from './wasm.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

const operators = [...new Set(CASES.map(({ operator }) => operator))];

function check({ operator, inputs, attributes, outputs, range }: Case, next: () => number) {
  return checkGradients(
    (b) => {
      const values = b.ops(operator, inputs(b), attributes, outputs);
      b.input('unread', [2]);
      return { loss: weighted(b, values, next), to: b.build().inputs.map((name) => b.value(name)) };
    },
    (graph) => distinctFeeds(graph, next, range),
  );
}

test.each(operators)(
  `%s: gradients are within 1e-5 of the largest, and so are node and wasm (SEED=${SEED})`,
  async (operator) => {
    const next = randomFrom(SEED);
    for (const each of CASES.filter((other) => other.operator === operator)) {
      const { graph, feeds, results, error, largest, lossError } = await check(each, next);
      const what = `${operator} ${JSON.stringify(each.attributes)}`;
      expect(lossError, `${what}: forward`).toBeLessThan(1e-5);
      expect(error, `${what}: |g| up to ${largest}`).toBeLessThanOrEqual(1e-5 * largest);
      const onWasm = await runOnWasm(encodeModel(graph), feeds);
      for (const name of graph.outputs.slice(1)) {
        const apart = largestDifference(results[name], onWasm[name]);
        expect(apart, `${what}: between node and wasm`).toBeLessThanOrEqual(1e-5 * largest);
      }
    }
  },
);

test('every operator of the table has a case', () => {
  const covered = new Set<string>(operators);
  expect(Object.keys(OPERATORS).filter((name) => !covered.has(name))).toEqual([]);
});
