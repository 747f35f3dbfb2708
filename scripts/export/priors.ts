// The prior boxes of the RFB detector at any input size, as its training code makes them.

/** Ultra-Light-Fast-Generic-Face-Detector-1MB, vision/ssd/config/fd_config.py. */
const LEVELS: readonly { readonly stride: number; readonly boxes: readonly number[] }[] = [
  { stride: 8, boxes: [10, 16, 24] },
  { stride: 16, boxes: [32, 48] },
  { stride: 32, boxes: [64, 96] },
  { stride: 64, boxes: [128, 192, 256] },
];

/** `centers` and `sizes`, x then y for each prior, fractions of the input clamped to 0..1: level, row, column, box. */
export function priors(width: number, height: number): { centers: Float32Array; sizes: Float32Array } {
  const centers: number[] = [];
  const sizes: number[] = [];
  for (const { stride, boxes } of LEVELS) {
    // The picture is divided evenly into the cells of the level's feature map, also where the stride does not divide it.
    const [columns, rows] = [Math.ceil(width / stride), Math.ceil(height / stride)];
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        for (const side of boxes) {
          centers.push(clamp((column + 0.5) / columns), clamp((row + 0.5) / rows));
          sizes.push(clamp(side / width), clamp(side / height));
        }
      }
    }
  }
  return { centers: Float32Array.from(centers), sizes: Float32Array.from(sizes) };
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
