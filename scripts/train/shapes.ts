// Convolutions in one, two and three dimensions as shapes, as the graph builder works them out: sides, then channels.
import { graphBuilder, type Value } from '../../functions/core/graph/graph.ts';

export type ShapesAsked = {
  /** Of the input, and of every kernel. */
  readonly side: number;
  readonly kernel: number;
  /** How many filters each convolution has. */
  readonly filters: readonly number[];
  /** Channels of the input in one, two and three dimensions. */
  readonly channels: readonly number[];
};

/** A signal, a colour picture and a volume, as Andrew Ng's course on ConvNets has them. */
export const COURSE: ShapesAsked = { side: 14, kernel: 5, filters: [16, 32], channels: [1, 3, 1] };

/** A line for each rank: input * kernel, filters -> output, and so on. @throws Fault graph_invalid where nothing is left. */
export function shapeLines({ side, kernel, filters, channels }: ShapesAsked): string[] {
  return channels.map((depth, index) => {
    const spatial = (size: number) => new Array<number>(index + 1).fill(size);
    const builder = graphBuilder('shapes');
    let x = builder.input('x', [1, depth, ...spatial(side)]);
    const steps = [shown(x)];
    for (const count of filters) {
      const weights = builder.input(`weights_${steps.length}`, [count, x.dims[1], ...spatial(kernel)]);
      x = builder.op('Conv', [x, weights]);
      steps.push(` * ${shown(weights)}, ${count} filters -> ${shown(x)}`);
    }
    return `${index + 1}-D  ${steps.join('')}`;
  });
}

/** [N, C, ...sides] as sides x C: what one input has, or one filter. */
function shown({ dims: [, channels, ...sides] }: Value): string {
  return [...sides, channels].join(' x ');
}
