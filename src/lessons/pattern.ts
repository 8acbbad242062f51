// Whether a value is what a lesson wants. A pattern is JSON: literals, objects and lists that stand for
// themselves, and objects of `$…` conditions.

import type { NumberPattern, Pattern, Tolerance } from "./lesson.ts";

type Conditions = Readonly<Record<string, Pattern>>;

/** The conditions on a number. */
const onNumber: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  $atLeast: (value, limit) => value >= limit,
  $atMost: (value, limit) => value <= limit,
  $above: (value, limit) => value > limit,
  $below: (value, limit) => value < limit,
};

/** The other conditions. `$within` and `$times` belong to `$near` and `$contains`. */
const others: Readonly<Record<string, (value: unknown, given: Pattern, all: Conditions) => boolean>> = {
  $near: (value, near, { $within = 0 }) => typeof value === "number" && isNear(value, Number(near), $within as Tolerance),
  $within: () => true,
  $oneOf: (value, options) => Array.isArray(options) && options.some((option: Pattern) => matches(value, option)),
  $not: (value, inner) => !matches(value, inner),
  $exists: (value, exists) => (value !== undefined && value !== null) === exists,
  $length: (value, length) => Array.isArray(value) && matches(value.length, length),
  $contains: (value, item, { $times = { $atLeast: 1 } }) =>
    Array.isArray(value) && matches(value.filter((one) => matches(one, item)).length, $times),
  $times: () => true,
  $starts: (value, first) =>
    Array.isArray(value) && Array.isArray(first) && first.every((item: Pattern, at) => at < value.length && matches(value[at], item)),
};

/** Names of all conditions. */
export const conditionNames: readonly string[] = [...Object.keys(onNumber), ...Object.keys(others)];

/** Whether a value, as JSON, matches; `undefined` is a value that is not there. */
export function matches(value: unknown, pattern: Pattern): boolean {
  if (pattern === null) return value === null || value === undefined;
  if (typeof pattern !== "object") return value === pattern;
  if (isList(pattern))
    return Array.isArray(value) && value.length === pattern.length && pattern.every((item, at) => matches(value[at], item));
  const entries = Object.entries(pattern);
  if (isConditions(pattern)) return entries.every(([name, given]) => holdsFor(name, value, given, pattern));
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return entries.every(([key, inner]) => matches(Object.hasOwn(value, key) ? (value as Conditions)[key] : undefined, inner));
}

/** Whether a number fulfils all conditions; one that is not there, or is NaN, does not. */
export function matchesNumber(value: number | undefined, pattern: NumberPattern): boolean {
  if (value === undefined || Number.isNaN(value)) return false;
  const conditions = Object.fromEntries(Object.entries(pattern).filter(([name, given]) => name.startsWith("$") && given !== undefined));
  return Object.entries(conditions).every(([name, given]) => holdsFor(name, value, given as Pattern, conditions as Conditions));
}

/** Whether a number lies within a distance, or within a share of the wanted number. */
export function isNear(value: number, wanted: number, within: Tolerance): boolean {
  const distance = typeof within === "number" ? within : (Number.parseFloat(within) / 100) * Math.abs(wanted);
  return Math.abs(value - wanted) <= distance;
}

/** Whether an object is conditions on a value, and no value itself. */
export function isConditions(pattern: object): boolean {
  return Object.keys(pattern).some((name) => name.startsWith("$"));
}

function holdsFor(name: string, value: unknown, given: Pattern, all: Conditions): boolean {
  if (Object.hasOwn(onNumber, name)) return typeof value === "number" && typeof given === "number" && onNumber[name]!(value, given);
  return Object.hasOwn(others, name) && others[name]!(value, given, all);
}

function isList(pattern: object): pattern is readonly Pattern[] {
  return Array.isArray(pattern);
}
