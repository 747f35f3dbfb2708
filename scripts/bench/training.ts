// `bench training`: a step of training beside its forward pass and beside the machine's matrix products.
import { cpus } from 'node:os';
import { startProgress } from '../progress.ts';
import type { MatmulRound } from './matmul-worker.ts';
import { medians } from './measure.ts';
import { start } from './process.ts';
import type { TrainingFacts } from './training-worker.ts';

export type TrainingBenchOptions = { readonly rounds: number };

const WARM_UP = 2;

export async function benchTraining({ rounds }: TrainingBenchOptions): Promise<Record<string, unknown>> {
  const progress = startProgress('Benchmark', WARM_UP + rounds);
  const products = start(new URL('./matmul-worker.ts', import.meta.url));
  const training = start(new URL('./training-worker.ts', import.meta.url));
  try {
    const facts = await training.ask<TrainingFacts>('about');
    const measured = [];
    for (let round = 0; round < WARM_UP + rounds; round++) {
      const [forward, gradient, step] = [
        await training.ask<number>('forward'),
        await training.ask<number>('gradient'),
        await training.ask<number>('step'),
      ];
      const rates = Object.values(await products.ask<MatmulRound>('multiply'));
      const one = { forward, gradient, step, product: Math.max(...rates), ratio: gradient / forward };
      if (round >= WARM_UP) measured.push(one);
      progress.tick();
    }
    const { forward, gradient, step, product, ratio } = medians(measured);
    const gflops = (macs: number, ms: number) => (2 * macs) / ms / 1e6;
    return {
      gmacs_forward: facts.forwardMacs / 1e9,
      gmacs_gradient: facts.gradientMacs / 1e9,
      forward_ms: forward,
      gradient_ms: gradient,
      gradient_over_forward: ratio,
      step_ms: step,
      matmul_gflops: product,
      forward_share_of_matmul: gflops(facts.forwardMacs, forward) / product,
      gradient_share_of_matmul: gflops(facts.gradientMacs, gradient) / product,
      engine: facts.engine,
      rounds,
      machine: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores, Node ${process.version}`,
      date: new Date().toISOString(),
    };
  } finally {
    products.stop();
    training.stop();
    progress.stop();
  }
}
