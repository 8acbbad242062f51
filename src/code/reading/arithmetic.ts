// Arithmetic of numbers, also of those that depend on how many rows the table has.

import { type Count, isKind, type Value } from "./values.ts";

/** Operations that a number may be made of. */
const DEEPEST = 50;

/** A number that depends on the table's rows; undefined if it is made of too many operations. */
export function counted(depth: number, of: (rows: number) => number): Count | undefined {
  return depth > DEEPEST ? undefined : { kind: "count", of, depth };
}

/** Whether an operation is one of such numbers, and then its value. */
export function countedOperation(sign: string, left: Value, right: Value): Value | undefined {
  const [one, other] = [left, right].map((side) =>
    typeof side === "number" ? { of: () => side, depth: 0 } : isKind(side, "count") ? side : undefined,
  );
  if (one === undefined || other === undefined) return undefined;
  return counted(Math.max(one.depth, other.depth) + 1, (rows) => arithmetic(sign, one.of(rows), other.of(rows)));
}

export function arithmetic(sign: string, left: number, right: number): number {
  switch (sign) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "//":
      return Math.floor(left / right);
    case "%":
      return left - right * Math.floor(left / right);
    case "**":
      return left ** right;
    case "&":
      return left & right;
    case "|":
      return left | right;
    case "^":
      return left ^ right;
    default:
      return NaN;
  }
}

/** Python's `round`: a half goes to the even number. */
export function roundHalfEven(value: number): number {
  const whole = Math.round(value);
  return Math.abs(value % 1) === 0.5 && whole % 2 !== 0 ? whole - 1 : whole;
}
