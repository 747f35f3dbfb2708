// What a core can do: products of two n x n matrices in ONNX Runtime, one thread.
import { graphBuilder } from '../../functions/core/graph/graph.ts';
import { encodeModel } from '../../functions/core/graph/proto.ts';
import { seeded } from '../../functions/core/random.ts';
import { float32 } from '../../functions/core/tensor.ts';
import { createNodeRuntime } from '../../functions/platform/ort-node.ts';
import { cpuMs } from './measure.ts';
import { serve } from './process.ts';

/** GFLOP/s by n: 2 n^3 operations over the CPU time. */
export type MatmulRound = Readonly<Record<string, number>>;

const SIZES = [768, 1536, 3072];

const products = await Promise.all(
  SIZES.map(async (n) => {
    const builder = graphBuilder('product');
    const [a, b] = [builder.input('a', [n, n]), builder.input('b', [n, n])];
    builder.output(builder.op('MatMul', [a, b]), 'c');
    const session = await createNodeRuntime().open(encodeModel(builder.build()));
    const random = seeded(n);
    const noise = () => float32([n, n], Float32Array.from({ length: n * n }, random));
    const feeds = { a: noise(), b: noise() };
    return { n, run: () => session.run(feeds) };
  }),
);

serve({
  multiply: async (): Promise<MatmulRound> => {
    const rates: Record<string, number> = {};
    for (const { n, run } of products) rates[n] = (2 * n ** 3) / (await cpuMs(run)) / 1e6;
    return rates;
  },
});
