// Eigenvectors of a symmetric matrix, strongest first: what rotates an encoder and what draws a map of embeddings.
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

/** The eigenvectors of the largest eigenvalues as rows. Their signs are free: the largest component is made positive. */
export function strongest(symmetric: Matrix, count: number): Matrix {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(symmetric, {
    assumeSymmetric: true,
  });
  const order = realEigenvalues
    .map((_, i) => i)
    .sort((a, b) => realEigenvalues[b] - realEigenvalues[a] || a - b);
  const rows = order.slice(0, count).map((column) => {
    const vector = eigenvectorMatrix.getColumn(column);
    const largest = vector.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
    return vector.map((value) => (largest < 0 ? -value : value));
  });
  return new Matrix(rows);
}
