// Principal components: the plane in which points of many dimensions differ most (Pearson 1901).
import { Matrix } from 'ml-matrix';
import { strongest } from '../strongest-directions.ts';

export type Plane = {
  /** Of each row, along the first and the second component. */
  readonly points: readonly (readonly [number, number])[];
  /** Share of the variance that the two hold. */
  readonly share: number;
};

/** `rows` [n, D] with n and D at least 2. */
export function principalPlane(rows: readonly Float32Array[]): Plane {
  const matrix = new Matrix(rows.map((row) => Array.from(row))).center('column');
  const axes = strongest(matrix.transpose().mmul(matrix), 2);
  const plane = matrix.mmul(axes.transpose());
  const total = matrix.norm('frobenius') ** 2;
  return {
    points: plane.to2DArray().map(([first, second]) => [first, second] as const),
    share: total === 0 ? 0 : plane.norm('frobenius') ** 2 / total,
  };
}
