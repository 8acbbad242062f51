// Columns as inputs of the graph, and what the network gets of them: gaps are filled, numbers scaled in
// double precision and rounded once, categories looked up. A row that lacks a value which nothing stands for
// is marked, because the network has no answer for it.

import type { InferencePlan, InputStep } from "../inference/plan.ts";
import { among } from "./among.ts";
import { writeDate } from "./dates.ts";
import type { GraphWriter, Value } from "./graph.ts";
import { doubles, type ElementType, elementTypes, floats, integers } from "./tensors.ts";

export interface Inputs {
  /** What the first layer gets, float `[N, inputs]`. */
  readonly values: Value;
  /** Whether each row has all it needs, bool `[N, 1]`; undefined if every row does. */
  readonly complete?: Value;
}

/** What a part of the columns becomes. */
interface Part {
  /** Float `[N, width]`. */
  readonly values: Value;
  /** Bool `[N, 1]` each: where a value is missing that nothing stands for, or a text is no date. */
  readonly missing: readonly Value[];
}

/**
 * How far a value may lie from zero, in units of its scale, to be handed over in single precision: rounding
 * then moves what the network gets by no more than 6e-6.
 */
const MOST_SCALES = 100;

/** The type of a column's input. */
export function inputType({ kind, shift, scale }: InputStep): ElementType {
  if (kind === "category") return "string";
  return Math.abs(shift) > MOST_SCALES * Math.abs(scale) ? "double" : "float";
}

/** Declares an input for each column, and writes what becomes of them. */
export function writeColumns(graph: GraphWriter, { steps }: InferencePlan): Inputs {
  for (const step of steps) graph.input(step.column, inputType(step), ["N", 1], aboutInput(step));
  const parts = runsOf(steps).map((run) => (run[0].kind === "category" ? category(graph, run[0]) : numbers(graph, run)));
  const values = together(
    graph,
    parts.map((part) => part.values),
  );
  const [first, ...others] = parts.flatMap(({ missing }) => missing);
  if (first === undefined) return { values };
  const incomplete = others.reduce((one, other) => graph.op("Or", [one, other]), first);
  return { values, complete: graph.op("Not", [incomplete]) };
}

type Run = readonly [InputStep, ...InputStep[]];

/** Neighbours that are numbers of one type are encoded at once; a category stands by itself. */
function runsOf(steps: readonly InputStep[]): Run[] {
  const runs: [InputStep, ...InputStep[]][] = [];
  for (const step of steps) {
    const last = runs.at(-1);
    if (last !== undefined && step.kind !== "category" && inputType(last[0]) === inputType(step)) last.push(step);
    else runs.push([step]);
  }
  return runs;
}

function numbers(graph: GraphWriter, run: Run): Part {
  const given = together(
    graph,
    run.map(({ column }) => column),
  );
  const constant = (valueOf: (step: InputStep) => number): Value => graph.constant(doubles([1, run.length], run.map(valueOf)));
  const missing = run.flatMap(({ column, fill }) => (fill === undefined ? [graph.op("IsNaN", [column])] : []));
  const wide = inputType(run[0]) === "double" ? given : graph.op("Cast", [given], { to: elementTypes.double });
  const gaps = graph.op("IsNaN", [given]);
  // What is missing without a fill gets a 0, so that no NaN spreads to other rows.
  const filled = graph.op("Where", [gaps, constant(({ fill }) => Number(fill ?? 0)), wide]);
  const isScaled = run.some(({ shift, scale }) => shift !== 0 || scale !== 1);
  const scaled = isScaled
    ? graph.op("Div", [graph.op("Sub", [filled, constant(({ shift }) => shift)]), constant(({ scale }) => scale)])
    : filled;
  return { values: graph.op("Cast", [scaled], { to: elementTypes.float }), missing };
}

function category(graph: GraphWriter, step: InputStep): Part {
  const { column, fill, missing: absent, categories, encode } = step;
  const missing = fill === undefined ? [among(graph, column, absent)] : [];
  if (encode === "date") {
    const { values, isValid } = writeDate(graph, step);
    return { values, missing: [...missing, graph.op("Not", [isValid])] };
  }
  // A text that means missing does so even if a category is called that.
  const indices = new Map(categories.map((text, index) => [text, index]));
  const stands = indices.get(String(fill)) ?? -1;
  for (const text of absent) indices.set(text, stands);
  const index = graph.op("LabelEncoder", [column], {
    keys_strings: [...indices.keys()],
    values_int64s: [...indices.values()],
    default_int64: -1,
  });
  const values =
    encode === "ordinal"
      ? graph.op("Max", [index, graph.constant(integers([], [0]))])
      : graph.op("Equal", [
          index,
          graph.constant(
            integers(
              [1, categories.length],
              categories.map((_, at) => at),
            ),
          ),
        ]);
  return { values: graph.op("Cast", [values], { to: elementTypes.float }), missing };
}

/** Values `[N, …]` side by side. */
function together(graph: GraphWriter, values: readonly Value[]): Value {
  const [only] = values;
  if (only === undefined) return graph.constant(floats([0, 0], []));
  return values.length === 1 ? only : graph.op("Concat", values, { axis: 1 });
}

/** Shown by programs that display ONNX files. */
function aboutInput({ kind, encode }: InputStep): string {
  if (encode === "date") return "A date as in the CSV; empty if it is missing.";
  switch (kind) {
    case "category":
      return "A text as in the CSV; empty if it is missing.";
    case "boolean":
      return "1 for true, 0 for false, NaN if it is missing.";
    case "number":
      return "A number, NaN if it is missing.";
  }
}
