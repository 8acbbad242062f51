// The lines along which a layer with a `dim` works: the rows of the batch (dim 1 or −1) or its columns (dim 0
// or −2).

/** `count` lines of `length` values; value k of line n is at `n * lineStride + k * stride`. */
export interface Lines {
  readonly count: number;
  readonly length: number;
  readonly stride: number;
  readonly lineStride: number;
}

/** The lines of a `[rows, features]` matrix along `dim`, which is −2, −1, 0 or 1. */
export function linesAlong(dim: number, rows: number, features: number): Lines {
  return dim === 1 || dim === -1
    ? { count: rows, length: features, stride: 1, lineStride: features }
    : { count: features, length: rows, stride: features, lineStride: 1 };
}

/** What the lines of `dim` are: the rows of the batch or its columns. */
export function countedAlong(dim: number): "rows" | "columns" {
  return dim === 1 || dim === -1 ? "rows" : "columns";
}
