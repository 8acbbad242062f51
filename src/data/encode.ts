// Rows to tensors. Everything is computed in double precision and rounded once to float32; what is fitted
// comes from the training rows only (docs/format.md, "Order of work").

import { message } from "../model/message.ts";
import { type Problem, ProblemError, firstError } from "../model/problem.ts";
import { readDate } from "./dates.ts";
import { fitFeature } from "./fit.ts";
import { documentProblem } from "./problems.ts";
import type { Feature, Selection } from "./selection.ts";
import { numberAt, locationOfRow, type Table } from "./table.ts";
import type { SelectedTarget } from "./targets.ts";
import type { Encoded, FittedFeature, FittedTarget } from "./types.ts";

/** A gigabyte of float32: more is a mistake, as a column of names taken for categories. */
const MOST_VALUES = 2 ** 28;

/**
 * Encodes the rows that are left.
 * @param trainRows indices into the selection's rows; fills and scales are fitted on them
 * @param allocate makes the tensors: so many zeros, if whoever works with them wants them
 * @throws ProblemError with the selection's first error, if there are no training rows, if the
 *   inputs would not fit into memory, or if a value is beyond float32
 */
export function encode(
  selection: Selection,
  trainRows: Uint32Array,
  allocate = (length: number): Float32Array => new Float32Array(length),
): Encoded {
  const error = firstError(selection.problems) ?? (trainRows.length === 0 ? noTrainingRows(selection.rows) : undefined);
  if (error !== undefined) throw new ProblemError(error);
  const { table, tableRows, features, targets, rows } = selection;
  let fitRows: Uint32Array | undefined;
  const rowsOf = (): Uint32Array => (fitRows ??= trainRows.map((row) => tableRows[row]!));
  const fitted = features.map((feature) => fitFeature(feature, rowsOf));
  const inputNames = features.flatMap((feature) => feature.inputs);
  if (rows * inputNames.length > MOST_VALUES) throw tooWide(features, inputNames.length);
  const inputs = allocate(rows * inputNames.length);
  let offset = 0;
  for (const [index, feature] of features.entries()) {
    writeFeature(table, tableRows, feature, fitted[index]!, { values: inputs, width: inputNames.length, offset });
    offset += feature.inputs.length;
  }
  const output = allocate(rows * targets.length);
  for (const [offset, target] of targets.entries())
    writeTarget(table, tableRows, target, { values: output, width: targets.length, offset });
  return {
    rows,
    inputNames,
    inputs,
    targets: output,
    targetWidth: targets.length,
    preprocessing: { features: fitted, target: fitTarget(targets) },
  };
}

/** A feature's or target's place in a row-major matrix. */
interface Destination {
  readonly values: Float32Array;
  readonly width: number;
  readonly offset: number;
}

/**
 * Writes a feature of `rows` (of the table) with what was fitted, into its columns of a matrix.
 * @throws ProblemError at a value beyond float32
 */
export function writeFeature(
  table: Table,
  rows: Uint32Array,
  { column, encode, path }: Pick<Feature, "column" | "encode" | "path">,
  fitted: FittedFeature,
  to: Destination,
): void {
  if (column.kind !== "category") {
    const { fill, shift = 0, scale = 1 } = fitted;
    // Not by a function for each value: its answers would be garbage by the million.
    const gap = typeof fill === "number" ? fill : NaN;
    for (let i = 0, at = to.offset; i < rows.length; i++, at += to.width) {
      const number = numberAt(column, rows[i]!);
      const value = Math.fround(((Number.isNaN(number) ? gap : number) - shift) / scale);
      if (!Number.isFinite(value)) throw tooLarge(table, rows[i]!, { column, path });
      to.values[at] = value;
    }
    return;
  }
  // Each category is looked up once; rows copy what was found for theirs.
  const known = new Map((fitted.categories ?? []).map((category, index) => [category, index]));
  const cellsOf = (text: string): Cells => {
    if (encode === "date") return { at: 0, values: readDate(text, fitted.date) ?? [] };
    const index = known.get(text);
    if (index === undefined) return { at: 0, values: [] };
    return encode === "ordinal" ? { at: 0, values: [index] } : { at: index, values: [1] };
  };
  const cells = column.texts.map(cellsOf);
  const absent: Cells = typeof fitted.fill === "string" ? cellsOf(fitted.fill) : { at: 0, values: [] };
  for (let i = 0; i < rows.length; i++) {
    const { at, values } = cells[column.codes[rows[i]!]!] ?? absent;
    to.values.set(values, i * to.width + to.offset + at);
  }
}

/** What a category sets among its feature's inputs; the others stay 0. */
interface Cells {
  readonly at: number;
  readonly values: readonly number[];
}

function writeTarget(table: Table, rows: Uint32Array, target: SelectedTarget, to: Destination): void {
  const { column, classOf } = target;
  const valueOf = (row: number): number => (column.kind === "category" ? column.codes[row]! : numberAt(column, row));
  writeNumbers(table, rows, target, classOf === undefined ? valueOf : (row) => classOf.get(valueOf(row)) ?? valueOf(row), to);
}

function writeNumbers(
  table: Table,
  rows: Uint32Array,
  of: Pick<SelectedTarget, "column" | "path">,
  valueOf: (row: number) => number,
  to: Destination,
): void {
  for (let i = 0; i < rows.length; i++) {
    const value = Math.fround(valueOf(rows[i]!));
    if (!Number.isFinite(value)) throw tooLarge(table, rows[i]!, of);
    to.values[i * to.width + to.offset] = value;
  }
}

function fitTarget(targets: readonly SelectedTarget[]): FittedTarget {
  const columns = targets.map(({ column }) => column.name);
  const [first] = targets;
  const kind = targets.every(({ column }) => column.kind === first?.column.kind) ? (first?.column.kind ?? "number") : "number";
  return { columns, kind, ...(first?.classes === undefined ? {} : { classes: first.classes }) };
}

function tooLarge(table: Table, row: number, { column, path }: Pick<SelectedTarget, "column" | "path">): ProblemError {
  const location = locationOfRow(table, row);
  return new ProblemError(
    documentProblem(
      "error",
      "beyond-float32",
      path,
      message(
        'A value of column "{0}" is too large for float32 (line {1} of {2}). Correct it, or normalize the column.',
        column.name,
        location.line,
        location.file,
      ),
      location,
    ),
  );
}

function tooWide(features: readonly Feature[], inputs: number): ProblemError {
  const widest = features.reduce((most, feature) => (feature.inputs.length > most.inputs.length ? feature : most));
  return new ProblemError(
    documentProblem(
      "error",
      "too-many-inputs",
      widest.path,
      message(
        'The features become {0} inputs, too many for memory; {1} of them come from column "{2}". Leave it out, or set its encode to "ordinal".',
        inputs,
        widest.inputs.length,
        widest.column.name,
      ),
    ),
  );
}

function noTrainingRows(rows: number): Problem {
  return documentProblem(
    "error",
    "no-training-rows",
    ["data", "split"],
    message("The split leaves none of the {0} rows for training. Raise the share of training rows, or give the CSV more rows.", rows),
  );
}
