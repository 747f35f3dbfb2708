// Activation maximisation as a kind of job: what is optimised is a picture that one part of a network responds to most.
import { Fault } from '../fault.ts';
import { sizeOfGraph } from '../graph/graph.ts';
import { memoryOfGraph } from '../graph/memory.ts';
import type { Picture } from '../image.ts';
import type { Kind } from '../jobs/kind.ts';
import type { Extent } from '../jobs/objective.ts';
import { PICTURE_RESULT } from '../jobs/picture-result.ts';
import { withNoise } from '../random.ts';
import { fittedInputs, packInputs, unpackInputs } from '../style/inputs.ts';
import { toPicture, toPlanes } from '../style/pictures.ts';
import type { Size } from '../style/resample.ts';
import { sizeFor } from '../style/size.ts';
import { checkUnit, probeForLife } from './dead.ts';
import { openObjective } from './objective.ts';
import { objectiveGraph } from './objective-graph.ts';
import { type MaximiseOptions, type MaximiseRequest, maximiseOptions } from './options.ts';
import { numbersOf, planesOf, resized } from './parametrisation.ts';

/** The picture it starts from, where there is one. */
export type MaximiseInputs = { readonly initial?: Picture };

export const maximiseKind: Kind<{
  readonly request: MaximiseRequest;
  readonly options: MaximiseOptions;
  readonly inputs: MaximiseInputs;
  readonly result: Picture;
}> = {
  ...PICTURE_RESULT,
  options: maximiseOptions,
  check({ initial }, inputs) {
    if ((initial === 'given') === (inputs.initial !== undefined)) return;
    const there = inputs.initial ? 'there is a picture to start from' : 'there is no picture';
    throw new Fault('request_invalid', `initial is ${initial}, and ${there}.`, { option: 'initial' });
  },
  network({ networks }, options) {
    const { id, sha256 } = networks.entry(options.network);
    return { id, sha256 };
  },
  identity: (options, networkSha256) => ({ kind: 'maximise', networkSha256, options }),
  fitted: ({ initial }, { levels }) => {
    const { initial: fitted } = fittedInputs({ styles: [], initial }, { levels, styleScale: 1 });
    return { initial: fitted };
  },
  packInputs: ({ initial }) => packInputs({ styles: [], initial }),
  unpackInputs(bytes) {
    const { initial } = unpackInputs(bytes);
    return { initial };
  },
  size: (_, inputs, side) => sizeAt(inputs, side),

  async measure({ networks }, options, inputs, side) {
    const { network, layer } = options;
    checkUnit(await networks.layer(network, layer), options);
    const size = sizeAt(inputs, side);
    const graph = objectiveGraph(networks.entry(network), await networks.graph(network), options, size);
    const floats = 3 * size.width * size.height;
    return { size, floats, macs: sizeOfGraph(graph).macs, ...memoryOfGraph(graph) };
  },
  async open({ runtime, networks }, options, inputs, side) {
    const network = await networks.graph(options.network);
    return openObjective(
      { runtime },
      networks.entry(options.network),
      network,
      options,
      sizeAt(inputs, side),
    );
  },
  probe: probeForLife,

  start(options, inputs, size) {
    const base = given(options, inputs, pixels(size));
    const most = Math.sqrt(3) * options.noise; // uniform numbers up to it have that standard deviation
    return withNoise(base, most, options.seed);
  },
  /** The given picture's own detail comes in at every level; what was done to it is carried on. */
  enlarged(x, before, after, options, inputs) {
    const { parametrisation } = options;
    const [from, to] = [pixels(before), pixels(after)];
    const base = given(options, inputs, from);
    const done = resized(
      parametrisation,
      x.map((value, i) => value - base[i]),
      from,
      to,
    );
    return given(options, inputs, to).map((value, i) => value + done[i]);
  },
  async result(x, size, { parametrisation }) {
    const planes = planesOf(parametrisation, x, pixels(size));
    return toPicture(planes, size.width, size.height, { preserveColour: 'none' }, { styles: [] });
  },
};

/** The numbers that the given picture is; those of mid-grey, which are 0, without one. */
function given({ parametrisation }: MaximiseOptions, { initial }: MaximiseInputs, size: Size): Float32Array {
  if (!initial) return new Float32Array(3 * size.width * size.height);
  return numbersOf(parametrisation, toPlanes(initial, size), size);
}

function sizeAt({ initial }: MaximiseInputs, side: number): Size {
  return initial ? sizeFor(initial, side) : { width: side, height: side };
}

function pixels({ width, height }: Extent): Size {
  return { width, height };
}
