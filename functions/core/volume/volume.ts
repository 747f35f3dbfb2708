// Voxels in space: one number each, and the header that says where they lie.

export type Volume = Grid & {
  /** [depth, height, width], as NIfTI stores them; all finite. */
  readonly voxels: Float32Array;
  /** Of the file it came from: 348 bytes of NIfTI-1, little-endian. */
  readonly header: Uint8Array;
};

export type Grid = { readonly width: number; readonly height: number; readonly depth: number };

/** The longest side is `longSide`, the others as the volume's shape wants them, at least 1. */
export function gridFor({ width, height, depth }: Grid, longSide: number): Grid {
  const scale = longSide / Math.max(width, height, depth);
  const [w, h, d] = [width, height, depth].map((side) => Math.max(1, Math.round(side * scale)));
  return { width: w, height: h, depth: d };
}

/** Mean and standard deviation; what does not vary has a deviation of 0. */
export function momentsOf(voxels: Float32Array): { readonly mean: number; readonly deviation: number } {
  const mean = voxels.reduce((sum, value) => sum + value, 0) / voxels.length;
  const squares = voxels.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / voxels.length) };
}
