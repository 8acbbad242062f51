// Rows to tensors. Everything is computed in double precision and rounded once to float32; what is fitted
// comes from the training rows only (docs/format.md, "Order of work").

import { message } from "../model/message.ts";
import { type Problem, ProblemError, firstError } from "../model/problem.ts";
import { readDate } from "./dates.ts";
import { fitFeature, type fitValues } from "./fit.ts";
import { documentProblem } from "./problems.ts";
import type { Feature, Selection } from "./selection.ts";
import { codeAt, numberAt, locationOfRow, type Table } from "./table.ts";
import type { SelectedTarget } from "./targets.ts";
import type { Encoded, FittedFeature, FittedTarget, Preprocessing } from "./types.ts";

/** A gigabyte of float32: more is a mistake, as a column of names taken for categories. */
const MOST_VALUES = 2 ** 28;
/** A column with more categories than that is one of names. */
const MOST_CATEGORIES = 1000;

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
): EncodedInMemory {
  const { inputNames, preprocessing, write } = startEncoding(selection, trainRows);
  const { tableRows, features, targets, rows } = selection;
  checkMemory(features, rows, inputNames.length);
  const inputs = allocate(rows * inputNames.length);
  write(tableRows, inputs);
  return { rows, inputNames, inputs, targets: encodeTargets(selection, allocate), targetWidth: targets.length, preprocessing };
}

export interface EncodedInMemory extends Encoded {
  readonly inputs: Float32Array;
}

/** How rows become inputs, once all is fitted. */
export interface Encoder {
  readonly inputNames: readonly string[];
  readonly preprocessing: Preprocessing;
  /**
   * Writes rows of the table into `inputs`, zeros, `[rows, inputNames.length]`.
   * @throws ProblemError if a value is beyond float32
   */
  readonly write: (tableRows: Uint32Array, inputs: Float32Array) => void;
}

/** `map` would call a function for each of a million rows. */
function placesIn(tableRows: Uint32Array, rows: Uint32Array): Uint32Array {
  const places = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) places[i] = tableRows[rows[i]!]!;
  return places;
}

/**
 * Fits the features on the training rows.
 * @param fit as `fitFeature` has it
 * @throws ProblemError with the selection's first error, if there are no training rows, or if there is
 *   nothing to fit on
 */
export function startEncoding(selection: Selection, trainRows: Uint32Array, fit?: typeof fitValues): Encoder {
  const error = firstError(selection.problems) ?? (trainRows.length === 0 ? noTrainingRows(selection.rows) : undefined);
  if (error !== undefined) throw new ProblemError(error);
  const { table, tableRows, features, targets } = selection;
  let fitRows: Uint32Array | undefined;
  const rowsOf = (): Uint32Array => (fitRows ??= placesIn(tableRows, trainRows));
  const fitted = features.map((feature) => fitFeature(feature, rowsOf, fit));
  const inputNames = features.flatMap((feature) => feature.inputs);
  const writers = features.map((feature, index) => featureWriter(table, feature, fitted[index]!));
  const width = inputNames.length;
  return {
    inputNames,
    preprocessing: { features: fitted, target: fitTarget(targets) },
    write: (rows, values) => {
      let offset = 0;
      for (const [index, { inputs }] of features.entries()) {
        writers[index]!(rows, { values, width, offset });
        offset += inputs.length;
      }
    },
  };
}

/** The targets of the rows that are left. @throws ProblemError if a value is beyond float32 */
export function encodeTargets({ table, tableRows, targets, rows }: Selection, allocate: (length: number) => Float32Array): Float32Array {
  const values = allocate(rows * targets.length);
  for (const [offset, target] of targets.entries()) writeTarget(table, tableRows, target, { values, width: targets.length, offset });
  return values;
}

/** A feature's or target's place in a row-major matrix. */
interface Destination {
  readonly values: Float32Array;
  readonly width: number;
  readonly offset: number;
}

/** Writes a feature of rows (of the table) into its columns of a matrix. */
type FeatureWriter = (rows: Uint32Array, to: Destination) => void;

/**
 * What writes a feature with what was fitted.
 * @throws ProblemError, when it writes, at a value beyond float32
 */
export function featureWriter(
  table: Table,
  { column, encode, path }: Pick<Feature, "column" | "encode" | "path">,
  fitted: FittedFeature,
): FeatureWriter {
  if (column.kind !== "category") {
    const { fill, shift = 0, scale = 1 } = fitted;
    // Not by a function for each value: its answers would be garbage by the million.
    const gap = typeof fill === "number" ? fill : NaN;
    return (rows, to) => {
      for (let i = 0, at = to.offset; i < rows.length; i++, at += to.width) {
        const number = numberAt(column, rows[i]!);
        const value = Math.fround(((Number.isNaN(number) ? gap : number) - shift) / scale);
        if (!Number.isFinite(value)) throw tooLarge(table, rows[i]!, { column, path });
        to.values[at] = value;
      }
    };
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
  return (rows, to) => {
    for (let i = 0; i < rows.length; i++) {
      const { at, values } = cells[codeAt(column, rows[i]!)] ?? absent;
      to.values.set(values, i * to.width + to.offset + at);
    }
  };
}

/** What a category sets among its feature's inputs; the others stay 0. */
interface Cells {
  readonly at: number;
  readonly values: readonly number[];
}

function writeTarget(table: Table, rows: Uint32Array, target: SelectedTarget, to: Destination): void {
  const { column, classOf } = target;
  const valueOf = (row: number): number => (column.kind === "category" ? codeAt(column, row) : numberAt(column, row));
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

/**
 * Says no to a column of names that is taken for categories, before a disk is filled with it.
 * @throws ProblemError if one column gives very many inputs
 */
export function checkWidth(features: readonly Feature[], rows: number, inputs: number): void {
  const widest = widestOf(features);
  if (rows * inputs > MOST_VALUES && widest.inputs.length > MOST_CATEGORIES) throw tooWide(widest, inputs);
}

/** @throws ProblemError if inputs would not fit into memory */
export function checkMemory(features: readonly Feature[], rows: number, inputs: number): void {
  if (rows * inputs > MOST_VALUES) throw tooLargeForMemory(features, rows, inputs);
}

function widestOf(features: readonly Feature[]): Feature {
  return features.reduce((most, feature) => (feature.inputs.length > most.inputs.length ? feature : most));
}

/** One column may be the reason, or that there are so many rows. */
function tooLargeForMemory(features: readonly Feature[], rows: number, inputs: number): ProblemError {
  const widest = widestOf(features);
  if (2 * widest.inputs.length > inputs) return tooWide(widest, inputs);
  const sentence = message(
    "{0} rows of {1} inputs are too many for memory. Leave out features or rows, or train in VS Code on your computer or on the command line, which put on the disk what memory cannot hold.",
    rows,
    inputs,
  );
  return new ProblemError(documentProblem("error", "too-many-rows", ["data", "file"], sentence));
}

function tooWide(widest: Feature, inputs: number): ProblemError {
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
