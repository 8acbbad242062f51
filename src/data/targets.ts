// What the network has to answer: the target's columns, and their values as the loss wants them. Classes are
// those of the rows that are left, in the order of docs/format.md: numbers by value, text by code point,
// false before true.

import { losses, type LossRecord, type TargetEncoding } from "../model/losses.ts";
import { message } from "../model/message.ts";
import type { Problem } from "../model/problem.ts";
import type { JsonPath } from "../model/json.ts";
import type { DataSettings, Loss } from "../model/schema.ts";
import { emptyColumn, findColumn, unknownColumn } from "./features.ts";
import { compareText } from "./order.ts";
import { documentProblem } from "./problems.ts";
import { Remembered } from "./remembered.ts";
import { codeAt, type Column, numberAt, type Table, writtenText } from "./table.ts";

/** A target column with what its values become. */
export interface SelectedTarget {
  readonly column: Column;
  readonly path: JsonPath;
  /** Classes as the CSV writes them, in class order; absent if the number itself is the target. */
  readonly classes?: readonly string[];
  /** The target's value by the column's code or value; absent if the number itself is the target. */
  readonly classOf?: ReadonlyMap<number, number>;
}

/** How a loss wants its target. */
function targetEncoding(loss: Loss): TargetEncoding {
  const record: LossRecord = losses[loss.type];
  return record.target;
}

export function targetNames(settings: DataSettings): readonly string[] {
  return typeof settings.target === "string" ? [settings.target] : settings.target;
}

/** The target's columns; what is wrong with their names is added to `problems`. */
export function findTargets(table: Table, settings: DataSettings, loss: Loss, problems: Problem[]): SelectedTarget[] {
  const names = targetNames(settings);
  if (names.length > 1 && (targetEncoding(loss) === "classes" || targetEncoding(loss) === "sign"))
    problems.push(
      documentProblem(
        "error",
        "several-targets",
        ["data", "target"],
        message("{0} takes one target column, but {1} are listed. Keep one of them.", loss.type, names.length),
      ),
    );
  const seen = new Set<string>();
  return names.flatMap((name, index) => {
    const isRepeated = seen.has(name);
    seen.add(name);
    const path = typeof settings.target === "string" ? ["data", "target"] : ["data", "target", index];
    const column = findColumn(table, name);
    const problem =
      column === undefined
        ? unknownColumn(table, name, path)
        : isRepeated
          ? documentProblem("error", "repeated-target", path, message('Target "{0}" is listed twice. Remove one of the two.', name))
          : emptyColumn(table, column, path);
    if (problem !== undefined) problems.push(problem);
    return problem === undefined ? [{ column: column!, path }] : [];
  });
}

/**
 * The target with its classes, if the loss wants classes; what does not fit the loss is added to
 * `problems`.
 */
export function classify(target: SelectedTarget, rows: Uint32Array, loss: Loss, several: boolean, problems: Problem[]): SelectedTarget {
  const { column, path } = target;
  const encoding = targetEncoding(loss);
  const say = (code: string, text: ReturnType<typeof message>, severity: "error" | "warning" = "error") =>
    problems.push(documentProblem(severity, code, path, text));
  const asItIs =
    encoding === "numbers"
      ? column.kind !== "category"
      : encoding === "binary" && column.kind === "number" && rows.every((row) => numberAt(column, row) >= 0 && numberAt(column, row) <= 1);
  if (asItIs || (encoding === "binary" && several && column.kind === "boolean")) {
    const first = column.kind === "category" ? NaN : numberAt(column, rows[0]!);
    if (column.kind !== "category" && rows.every((row) => numberAt(column, row) === first))
      say(
        "constant-target",
        message(
          'Target "{0}" is {1} in every row, so there is nothing to learn. Choose another target.',
          column.name,
          writtenText(column, first),
        ),
        "warning",
      );
    return target;
  }
  if (encoding === "numbers") {
    say(
      "target-not-number",
      message('{0} needs numbers, but target "{1}" is text. Choose another target, or CrossEntropyLoss.', loss.type, column.name),
    );
    return target;
  }
  if (encoding === "binary" && several) {
    say(
      "target-not-binary",
      message(
        'Several targets of {0} must be true or false, or numbers from 0 to 1; "{1}" is not. Remove it from the targets.',
        loss.type,
        column.name,
      ),
    );
    return target;
  }
  const values = presentValues(column, rows);
  if (values.length === 1)
    say(
      "single-class",
      message(
        'Target "{0}" is {1} in every row, but {2} needs two classes. Choose another target.',
        column.name,
        textOf(column, values[0]!),
        loss.type,
      ),
    );
  else if ((encoding === "binary" || encoding === "sign") && values.length !== 2)
    say(
      "not-two-classes",
      message(
        '{0} needs exactly two classes, but target "{1}" has {2}. Use CrossEntropyLoss, or choose another target.',
        loss.type,
        column.name,
        values.length,
      ),
    );
  return {
    ...target,
    classes: values.map((value) => textOf(column, value)),
    // Two classes are 0 and 1, or −1 and 1.
    classOf: new Map(values.map((value, index) => [value, encoding === "sign" ? 2 * index - 1 : index])),
  };
}

const present = new Remembered<Uint32Array, readonly number[]>();

/** The different values (codes of a category) in class order. */
function presentValues(column: Column, rows: Uint32Array): readonly number[] {
  return present.of(rows, column.name, () => findValues(column, rows));
}

function findValues(column: Column, rows: Uint32Array): number[] {
  const values = new Set<number>();
  for (const row of rows) values.add(column.kind === "category" ? codeAt(column, row) : numberAt(column, row));
  if (column.kind !== "category") return [...Float64Array.from(values).toSorted()];
  return [...values].toSorted((a, b) => compareText(column.texts[a]!, column.texts[b]!));
}

function textOf(column: Column, value: number): string {
  return column.kind === "category" ? column.texts[value]! : writtenText(column, value);
}
