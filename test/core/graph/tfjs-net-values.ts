// What the net is made of that ONNX Runtime and tfjs both compute.

/** The picture and every weight, in ONNX's layouts. */
export const DIMS = {
  picture: [1, 3, 9, 9],
  firstWeights: [4, 3, 3, 3],
  firstBias: [4],
  secondWeights: [6, 8, 2, 2],
  secondBias: [6],
  slope: [8, 1, 1],
  head: [6, 5],
  headBias: [5],
  target: [6, 6],
} as const;
export type Name = keyof typeof DIMS;
export const NAMES = Object.keys(DIMS) as Name[];
/** Whose probability is to be large. */
export const CLASS = 2;

export type Numbers = Readonly<Record<Name, readonly number[]>>;
