// What the search asks of an engine: the cosines of a block of templates with some queries.

export type Scorer = {
  /**
   * `block` [block.length / dimensions, dimensions], of which the first `rows` rows count; each query [dimensions].
   * Resolves to cosines [at least rows, queries.length], row-major. Calls may overlap; rows beyond `rows` may be written
   * while it runs. Errors of about 1e-6 are fine: the search decides in double precision.
   */
  score(
    block: Float32Array,
    rows: number,
    dimensions: number,
    queries: readonly Float32Array[],
  ): Promise<Float32Array>;
};
