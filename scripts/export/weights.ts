// Convolution weights as TensorFlow's exporters store them: many as uint8, which stay so in the file.
import type { GraphBuilder, Value } from '../../functions/core/graph/graph.ts';
import { float32, sizeOf } from '../../functions/core/tensor.ts';

/** A weight as stored, row-major in TensorFlow's layout: float32, or uint8 with value = q * scale + min. */
export type Weight = {
  readonly shape: readonly number[];
  readonly data: Float32Array | Uint8Array;
  readonly scale: number;
  readonly min: number;
};
export type Weights = (name: string) => Weight;

/** One entry of a tfjs weights manifest. */
export type ManifestWeight = {
  readonly name: string;
  readonly shape: readonly number[];
  readonly quantization?: { readonly dtype: string; readonly scale: number; readonly min: number };
};

/** ONNX's TensorProto.DataType.FLOAT. */
const FLOAT = 1;

/** The weights lie in `bytes` one after the other, in the manifest's order; `source` names them in errors. */
export function weightsIn(bytes: Uint8Array, manifest: readonly ManifestWeight[], source: string): Weights {
  const found = new Map<string, Weight>();
  let offset = 0;
  for (const { name, shape, quantization } of manifest) {
    if (quantization && quantization.dtype !== 'uint8')
      throw new Error(`${name}: ${quantization.dtype} weights, wants uint8.`);
    const end = offset + sizeOf(shape) * (quantization ? 1 : Float32Array.BYTES_PER_ELEMENT);
    const data = quantization ? bytes.slice(offset, end) : new Float32Array(bytes.slice(offset, end).buffer);
    found.set(name, { shape, data, scale: quantization?.scale ?? 1, min: quantization?.min ?? 0 });
    offset = end;
  }
  if (offset !== bytes.length)
    throw new Error(`${source}: ${bytes.length} bytes, its manifest says ${offset}.`);
  return (key) => found.get(key) ?? missing(key);
}

/** As float32, which is what the packages' own code computes with. */
export function values({ data, scale, min }: Weight): number[] {
  return Array.from(data, (value) => Math.fround(value * scale + min));
}

/**
 * Filters [height, width, inputs, outputs] as [outputs, inputs, height, width], each output times its factor. What is
 * uint8 stays so in the file, a quarter of the size: Cast, Mul by scale * factor and Add of min * factor are folded
 * when the model is loaded.
 */
export function scaledFilters(
  builder: GraphBuilder,
  filters: Weight,
  factors: readonly number[],
  name: string,
): Value {
  const [height, width, inputs, outputs] = filters.shape;
  const dims = [outputs, inputs, height, width];
  const data = filtersFirst(filters);
  if (data instanceof Float32Array) {
    const each = data.length / outputs;
    return builder.constant(
      float32(
        dims,
        data.map((value, i) => value * factors[Math.floor(i / each)]),
      ),
      name,
    );
  }
  const perFilter = (list: readonly number[]) =>
    builder.constant(float32([outputs, 1, 1, 1], Float32Array.from(list)));
  const q = builder.op('Cast', [builder.constant({ type: 'uint8', dims, data }, name)], { to: FLOAT });
  const scaled = builder.op('Mul', [q, perFilter(factors.map((factor) => factor * filters.scale))]);
  return builder.op('Add', [scaled, perFilter(factors.map((factor) => factor * filters.min))]);
}

/** [height, width, inputs, outputs] to [outputs, inputs, height, width]. */
function filtersFirst({ data, shape: [height, width, inputs, outputs] }: Weight): Float32Array | Uint8Array {
  const window = height * width;
  return data.map((_: number, to: number) => {
    const output = Math.floor(to / (inputs * window));
    const input = Math.floor(to / window) % inputs;
    return data[((to % window) * inputs + input) * outputs + output];
  });
}

function missing(name: string): never {
  throw new Error(`The weight ${name} is not in the file.`);
}
