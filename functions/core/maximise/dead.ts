// Units that there is nothing to maximise of, by what can be known: the weights, or a few very different pictures.
import { Fault } from '../fault.ts';
import type { Layer } from '../insight/layers.ts';
import type { Objective } from '../jobs/objective.ts';
import { seeded } from '../random.ts';
import type { MaximiseOptions } from './options.ts';

/** Pictures of noise, each unlike the others, and how far their numbers lie apart. */
const TRIES = 8;
const SPREAD = 2;

/** @throws Fault request_invalid for a unit that is not there; unit_dead for one that the weights prove dead. */
export function checkUnit(
  { name, units, dead }: Pick<Layer, 'name' | 'units' | 'dead'>,
  options: MaximiseOptions,
): void {
  const { network, unit } = options;
  if (unit === null) return;
  if (units === null || unit >= units) {
    const has = units === null ? 'no units of its own' : `units 0 to ${units - 1}`;
    throw new Fault('request_invalid', `unit is ${unit}, and ${name} of ${network} has ${has}.`, {
      option: 'unit',
      value: unit,
      units,
    });
  }
  if (dead?.includes(unit))
    throw unitDead(options, 'its weights let nothing through, so no picture changes it', { proven: true });
}

/** @throws Fault unit_dead when very different pictures leave it exactly as it is. */
export async function probeForLife(objective: Objective, options: MaximiseOptions): Promise<void> {
  const count = 3 * objective.size.width * objective.size.height;
  let first: number | undefined;
  for (let seed = 0; seed < TRIES; seed++) {
    const random = seeded(seed);
    const x = Float32Array.from({ length: count }, () => (2 * random() - 1) * SPREAD);
    const { losses } = await objective.evaluate(x, 0);
    const activation = losses.activation as number;
    first ??= activation;
    if (activation !== first) return;
  }
  const why = `it is ${first} for each of ${TRIES} very different pictures`;
  throw unitDead(options, why, { proven: false, activation: first, pictures: TRIES });
}

function unitDead(
  { network, layer, unit }: MaximiseOptions,
  why: string,
  facts: Readonly<Record<string, unknown>>,
): Fault {
  const what = unit === null ? `Layer ${layer} of ${network}` : `Unit ${unit} of ${layer} of ${network}`;
  return new Fault('unit_dead', `${what} is dead: ${why}.`, { network, layer, unit, ...facts });
}
