// What an optimiser minimises to make a unit, a channel or a layer as active as it gets.

import type { Graph } from '../graph/graph.ts';
import { sizeOfGraph } from '../graph/graph.ts';
import { encodeModel } from '../graph/proto.ts';
import type { Objective } from '../jobs/objective.ts';
import type { NetworkEntry } from '../manifest.ts';
import type { Runtime } from '../ports.ts';
import { seeded } from '../random.ts';
import type { Size } from '../style/resample.ts';
import { float32 } from '../tensor.ts';
import { fixedSize } from './network.ts';
import { objectiveGraph, scalesOf, TERMS } from './objective-graph.ts';
import type { MaximiseOptions } from './options.ts';
import { basisOf } from './parametrisation.ts';

/**
 * `activation` is raw: of a unit before its rectifier, below 0 where it is silent. Its weight is negative, since it is
 * to grow: 1 over what the unit usually has on photographs, where the manifest knows, so that `tv` and `l2` mean the
 * same for every unit. @throws Fault picture_too_small; model_invalid and runtime_failed of the runtime.
 */
export async function openObjective(
  { runtime }: { readonly runtime: Runtime },
  entry: NetworkEntry,
  network: Graph,
  options: MaximiseOptions,
  size: Size,
): Promise<Objective> {
  const { parametrisation, unit, tv, l2 } = options;
  const scales = scalesOf(entry, options);
  const graph = objectiveGraph(entry, network, options, size);
  const session = await runtime.open(encodeModel(graph));
  const to = fixedSize(entry) ?? size;
  const weights = { activation: unit === null ? -1 : -(scales?.[unit] ?? 1), tv, l2 };
  const given = float32(
    [TERMS.length],
    Float32Array.from(TERMS, (term) => weights[term]),
  );
  return {
    size,
    macs: sizeOfGraph(graph).macs,
    weights,
    async evaluate(x, evaluation) {
      const [down, right] = shiftAt(options, evaluation);
      const { costs, gradient } = await session.run({
        x: float32([1, 3, size.height, size.width], x),
        rows: float32([to.height, size.height], basisOf(parametrisation, size.height, to.height, down)),
        columns: float32([to.width, size.width], basisOf(parametrisation, size.width, to.width, right)),
        weights: given,
      });
      const raw = TERMS.map((_, i) => Number(costs.data[i]));
      const total = TERMS.reduce((sum, term, i) => sum + weights[term] * raw[i], 0);
      const losses = { total, activation: raw[0], tv: raw[1], l2: raw[2] };
      return { losses, gradient: gradient.data as Float32Array };
    },
    release: () => session.release(),
  };
}

/** Whole pixels down and to the right: drawn from seed and count alone, up to `jitter` at first and to 0 at the end. */
export function shiftAt(
  { jitter, seed, levels }: Pick<MaximiseOptions, 'jitter' | 'seed' | 'levels'>,
  evaluation: number,
): readonly [down: number, right: number] {
  const planned = levels.reduce((sum, { iterations }) => sum + iterations, 0);
  const most = Math.round(jitter * Math.max(0, 1 - evaluation / planned));
  const random = seeded((seed ^ Math.imul(evaluation + 1, 0x9e3779b1)) >>> 0);
  const drawn = () => Math.floor(random() * (2 * most + 1)) - most;
  return [drawn(), drawn()];
}
