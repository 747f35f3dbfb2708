// A tensor as every runtime here understands it: a type, dimensions, and row-major data.

/** Row-major, so the last dimension is contiguous. `data.length` is the product of `dims` ([] is a scalar). */
export type Tensor =
  | { readonly type: 'float32'; readonly dims: readonly number[]; readonly data: Float32Array }
  | { readonly type: 'int64'; readonly dims: readonly number[]; readonly data: BigInt64Array }
  | { readonly type: 'int32'; readonly dims: readonly number[]; readonly data: Int32Array }
  | { readonly type: 'uint8'; readonly dims: readonly number[]; readonly data: Uint8Array }
  | { readonly type: 'bool'; readonly dims: readonly number[]; readonly data: Uint8Array };

export type ElementType = Tensor['type'];

export type Float32Tensor = Extract<Tensor, { type: 'float32' }>;

/** The number of elements of a shape: 1 for a scalar's []. */
export function sizeOf(dims: readonly number[]): number {
  return dims.reduce((product, dim) => product * dim, 1);
}

export function float32(dims: readonly number[], data: Float32Array): Float32Tensor {
  return { type: 'float32', dims, data };
}
