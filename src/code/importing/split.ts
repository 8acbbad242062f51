// A script's split as fractions of the document. Numbers of rows are turned into fractions that give the same
// numbers, as `random_split` rounds them.

import { message } from "../../model/message.ts";
import type { SplitFractions } from "../../model/schema.ts";
import type { Report } from "../reading/layers.ts";
import { isKind } from "../reading/values.ts";
import type { Role, SplitCall } from "./data.ts";
import { leftOut } from "./settings.ts";

/** Rows that stand for a table whose length is not known; whole at any usual fraction. */
const MANY = 1_000_000;

const whole: SplitFractions = { train: 1, validation: 0, test: 0 };

/**
 * @param rows of the table, if that is known
 * @param isValidated whether the script goes through the validation rows in each epoch
 */
export function fractionsOf(split: SplitCall | undefined, rows: number | undefined, report: Report): SplitFractions {
  if (split === undefined) return whole;
  const { call, roles, lengths } = split;
  const total = rows ?? MANY;
  const counts = lengths.map((length) => (isKind(length, "count") ? length.of(total) : length));
  const numbers = counts.filter((count) => typeof count === "number" && Number.isFinite(count) && count >= 0) as number[];
  const sum = numbers.reduce((all, count) => all + count, 0);
  const areFractions = Math.abs(sum - 1) < 1e-9;
  // Plain numbers of rows say their own total.
  const isComplete = numbers.length === counts.length && sum > 0 && (areFractions || rows === undefined || sum === rows);
  if (!isComplete || roles.indexOf("train") < 0) {
    report(
      leftOut(
        call.line,
        message("Line {0}: the lengths of this split are not known, or not those of the table, so it is left out.", call.line),
      ),
    );
    return whole;
  }
  const of = (role: Role): number => numbers[roles.indexOf(role)] ?? 0;
  if (areFractions) return inOrder({ train: of("train"), validation: of("validation"), test: of("test") });
  return exact(of("train"), of("validation"), of("test"), sum);
}

/** Short fractions if they give these numbers of rows, else the quotients, nudged until they do. */
function exact(train: number, validation: number, test: number, rows: number): SplitFractions {
  for (let digits = 1; digits <= 4; digits++) {
    const [a, b] = [train, validation].map((count) => Number((count / rows).toFixed(digits)));
    const rounded = { train: a!, validation: b!, test: Number((1 - a! - b!).toFixed(digits)) };
    if (
      a! > 0 &&
      rounded.test >= 0 &&
      rounded.test > 0 === test > 0 &&
      b! > 0 === validation > 0 &&
      gives(rounded, train, validation, rows)
    )
      return rounded;
  }
  return inOrder({ train: upTo(train, rows), validation: upTo(validation, rows), test: 0 });
}

/** The smallest double whose product with the rows is not below the count. */
function upTo(count: number, rows: number): number {
  const quotient = count / rows;
  return Math.floor(rows * quotient) < count ? quotient + Number.EPSILON : quotient;
}

function inOrder({ train, validation }: SplitFractions & { test: number }): SplitFractions {
  const test = 1 - train - validation;
  return { train, validation, test: test < 1e-12 ? 0 : Number(test.toPrecision(12)) };
}

/** Whether fractions give these numbers of rows (`splitSizes` of the engine, torch's `random_split`). */
function gives({ train: a, validation: b, test: c }: SplitFractions, train: number, validation: number, rows: number): boolean {
  const rest = a + b + c > 1 ? Math.max(0, 1 - a - b) : c;
  const sizes = [Math.floor(rows * a), Math.floor(rows * b), Math.floor(rows * rest)];
  const left = rows - sizes[0]! - sizes[1]! - sizes[2]!;
  for (let index = 0; index < left; index++) sizes[index % 3]! += 1;
  return sizes[0] === train && sizes[1] === validation;
}
