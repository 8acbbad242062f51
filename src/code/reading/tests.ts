// What conditions come to: comparisons of what is known, and no answer if something is not.

import { isLayerType } from "../../model/layers.ts";
import { isKind, itemOf, type Value } from "./values.ts";

/** Whether Python takes a value as true; undefined if that is not known. */
export function truthOf(value: Value): boolean | undefined {
  if (isKind(value, "unknown") || isKind(value, "flow") || isKind(value, "frame") || isKind(value, "count")) return undefined;
  if (isKind(value, "list")) return value.items.length > 0;
  return typeof value === "object" && value !== null ? true : Boolean(value);
}

/** The answer of `left sign right`; undefined if one of the two is not known. */
export function compare(sign: string, left: Value, right: Value): boolean | undefined {
  if (isKind(left, "unknown") && isKind(right, "unknown")) return compareTypes(sign, left.text, right.text);
  if (left !== null && right !== null && [left, right].some(isOpen)) return undefined;
  if (isKind(left, "unknown") || isKind(right, "unknown") || isKind(left, "flow") || isKind(right, "flow")) return undefined;
  switch (sign) {
    case "==":
      return left === right;
    case "!=":
      return left !== right;
    case "in":
      return contains(right, left);
    case "not in": {
      const is = contains(right, left);
      return is === undefined ? undefined : !is;
    }
    default:
      return inOrder(sign, left, right);
  }
}

/** `type(m) == nn.Linear` */
function compareTypes(sign: string, left: string, right: string): boolean | undefined {
  const [one, other] = [left, right].map((text) => text.split(".").at(-1));
  if (!isLayerType(one) || !isLayerType(other)) return undefined;
  if (sign === "==") return one === other;
  return sign === "!=" ? one !== other : undefined;
}

function contains(owner: Value, value: Value): boolean | undefined {
  if (typeof owner === "string" && typeof value === "string") return owner.includes(value);
  if (!isKind(owner, "list")) return undefined;
  return owner.items.includes(value) || itemOf(owner, typeof value === "string" ? value : null) !== undefined;
}

function isPlain(value: Value): value is number | string {
  return typeof value === "number" || typeof value === "string";
}

function inOrder(sign: string, left: Value, right: Value): boolean | undefined {
  if (!isPlain(left) || !isPlain(right)) return undefined;
  switch (sign) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    default:
      return left >= right;
  }
}

/** A part of a table or its length, of which nothing is known here. */
function isOpen(value: Value): boolean {
  return isKind(value, "frame") || isKind(value, "count");
}
