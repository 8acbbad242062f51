// Dates, taken apart by the graph itself: a text is split at everything that may stand between its numbers,
// and its first three pieces are year, month and day in the column's order. 20120131 is one piece.

import type { InputStep } from "../inference/plan.ts";
import { among } from "./among.ts";
import type { GraphWriter, Value } from "./graph.ts";
import { elementTypes, integers, texts } from "./tensors.ts";

/** The opset that has StringSplit. */
export const DATE_OPSET = 20;

/**
 * What may stand between the numbers of a date, or between it and a time. Spaces are found without a name.
 */
const MARKS = ["-", "/", ".", "년", "월", "일", "T", ""];
/** Day of the week on the first of each month, as if all years began on a Sunday (Sakamoto's method). */
const MONTHS = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4];

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Year, month, weekday with Monday 0, and day of month, float `[N, 4]`; and whether there is such a day. */
export function writeDate(graph: GraphWriter, step: InputStep): { readonly values: Value; readonly isValid: Value } {
  const whole = (value: number): Value => graph.constant(integers([1], [value]));
  const op = graph.op.bind(graph);
  const [first, second, third] = pieces(graph, filledText(graph, step));
  if (first === undefined || second === undefined || third === undefined) throw new TypeError("A date has three parts.");
  const quotient = (value: Value, by: number): Value => op("Div", [value, whole(by)]);
  const rest = (value: Value, by: number): Value => op("Mod", [value, whole(by)]);
  const order = {
    "year-first": [first, second, third],
    "month-first": [third, first, second],
    "day-first": [third, second, first],
  }[step.dateOrder] as [Value, Value, Value];
  let [year, month, day] = order;
  if (step.dateOrder === "year-first") {
    const isOne = op("Greater", [first, whole(9999)]);
    month = op("Where", [isOne, rest(quotient(first, 100), 100), month]);
    day = op("Where", [isOne, rest(first, 100), day]);
    year = op("Where", [isOne, quotient(first, 10_000), year]);
  } else {
    // Of two digits 00 to 68 are of this century.
    const century = op("Where", [op("LessOrEqual", [year, whole(68)]), whole(2000), whole(1900)]);
    year = op("Where", [op("Less", [year, whole(100)]), op("Add", [year, century]), year]);
  }
  const from = graph.constant(integers([], [0]));
  const at = op("Clip", [op("Sub", [month, whole(1)]), from, graph.constant(integers([], [11]))]);
  const ofMonth = (numbers: readonly number[]): Value => op("Gather", [graph.constant(integers([12], numbers)), at]);
  const count = (condition: Value): Value => op("Cast", [condition], { to: elementTypes.int64 });
  const leapsBefore = (value: Value): Value => op("Add", [op("Sub", [quotient(value, 4), quotient(value, 100)]), quotient(value, 400)]);
  // In January and February the leap day of the year is still to come.
  const counted = op("Sub", [year, count(op("Less", [month, whole(3)]))]);
  const days = op("Add", [op("Add", [counted, leapsBefore(counted)]), op("Add", [ofMonth(MONTHS), day])]);
  const weekday = rest(op("Add", [days, whole(6)]), 7);
  const isLeap = op("Sub", [leapsBefore(year), leapsBefore(op("Sub", [year, whole(1)]))]);
  const length = op("Add", [ofMonth(LENGTHS), op("Mul", [isLeap, count(op("Equal", [month, whole(2)]))])]);
  const isMonth = op("Equal", [month, op("Add", [at, whole(1)])]);
  const isDay = op("Equal", [day, op("Max", [whole(1), op("Min", [day, length])])]);
  const values = op("Cast", [op("Concat", [year, month, weekday, day], { axis: 1 })], { to: elementTypes.float });
  return { values, isValid: op("And", [isMonth, isDay]) };
}

/** The text, or what stands for one that is missing. */
function filledText(graph: GraphWriter, { column, missing, fill }: InputStep): Value {
  // Of a row without an answer any date will do.
  return graph.op("Where", [among(graph, column, missing), graph.constant(texts([1], [String(fill ?? "2000-01-01")])), column]);
}

/** The first three numbers of a text, int64 `[N, 1]` each. */
function pieces(graph: GraphWriter, text: Value): readonly Value[] {
  const op = graph.op.bind(graph);
  let parts = text;
  for (const mark of MARKS) {
    const [split = ""] = graph.ops("StringSplit", [parts], 2, mark === "" ? {} : { delimiter: mark });
    parts = op("Reshape", [split, graph.constant(integers([2], [0, -1]))]);
  }
  // Shorter texts are padded with empty pieces, and two marks in a row leave one between them.
  const filled = op("LabelEncoder", [parts], { keys_strings: [""], values_int64s: [0], default_int64: 1 });
  const place = op("CumSum", [filled, graph.constant(integers([], [1]))]);
  return [1, 2, 3].map((number) => {
    const isHere = op("Mul", [
      op("Cast", [op("Equal", [place, graph.constant(integers([1], [number]))])], { to: elementTypes.int64 }),
      filled,
    ]);
    const at = op("ArgMax", [isHere], { axis: 1, keepdims: 1 });
    const found = op("GatherElements", [parts, at], { axis: 1 });
    const digits = op("Where", [
      op("Cast", [op("GatherElements", [isHere, at], { axis: 1 })], { to: elementTypes.bool }),
      found,
      graph.constant(texts([1], ["0"])),
    ]);
    return op("Cast", [digits], { to: elementTypes.int64 });
  });
}
