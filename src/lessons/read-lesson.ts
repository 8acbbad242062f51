// A lesson.json, read as a stranger's: what is wrong with it is told with its place, and what is not known is
// refused.

import { type ParseError, parseTree } from "jsonc-parser";
import { notJson } from "../model/document.ts";
import { type Message, message } from "../model/message.ts";
import { deepOffset, DEEPEST } from "../model/nesting.ts";
import type { Problem } from "../model/problem.ts";
import { valueAt } from "../model/json.ts";
import { safeParse } from "../model/safe-parse.ts";
import type * as z from "zod";
import type { Check, Lesson, Step } from "./lesson.ts";
import { kindsOf, lessonSchema } from "./schema.ts";

export const LESSON = "lesson.json";
/** UTF-16 units of a lesson.json; the largest of this repository has some ten thousand. */
const MOST_TEXT = 500_000;
/** Problems that are told of one file. */
const MOST_PROBLEMS = 20;

export interface ReadLesson {
  /** Absent if it cannot be used. */
  readonly lesson?: Lesson;
  readonly problems: readonly Problem[];
}

/** Reads a lesson.json. Never throws. */
export function readLesson(text: string): ReadLesson {
  if (text.length > MOST_TEXT) return { problems: [problem(message("lesson.json has more than {0} characters.", MOST_TEXT))] };
  if (deepOffset(text) !== undefined) return { problems: [problem(message("lesson.json is nested more than {0} levels deep.", DEEPEST))] };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  if (root === undefined || errors.length > 0) return { problems: [{ ...notJson(text, errors[0]), file: LESSON }] };
  const json: unknown = JSON.parse(text);
  const result = safeParse(lessonSchema, json);
  if (!result.success)
    return { problems: result.error.issues.slice(0, MOST_PROBLEMS).map((issue) => problem(sentenceOf(issue, json, []), issue.path)) };
  const problems = repeated(result.data);
  return problems.length > 0 ? { problems } : { lesson: result.data, problems };
}

/** A mistake in one of a lesson's files. */
export function problem(sentence: Message, path: readonly PropertyKey[] = [], file = LESSON): Problem {
  const places = path.map((place) => (typeof place === "symbol" ? String(place) : place));
  return { severity: "error", code: "lesson", message: sentence, path: places, file };
}

/** Ids that two things have, answers and figures that nobody asks for. */
function repeated({ steps }: Lesson): Problem[] {
  const asks = steps.flatMap(({ ask }) => ask.map(({ id }) => id));
  const asked = new Set(asks);
  return [
    ...twice(steps.map(({ id }) => id)).map((id) => problem(message("Two steps have the id {0}.", id), ["steps"])),
    ...twice(asks).map((id) => problem(message("Two inputs have the id {0}.", id), ["steps"])),
    ...steps.flatMap((step, at) => [
      ...twice(step.hints.map(({ id }) => id)).map((id) => problem(message("Two hints of a step have the id {0}.", id), ["steps", at])),
      ...answersOf(step)
        .filter((id) => !asked.has(id))
        .map((id) => problem(message("Nothing asks for the answer {0}.", id), ["steps", at])),
    ]),
  ];
}

function twice(ids: readonly string[]): string[] {
  return [...new Set(ids.filter((id, at) => ids.indexOf(id) < at))];
}

/** The answers that a step looks at or fills in. */
function answersOf({ check, hints, do: acts }: Step): string[] {
  const checks = [...(check ? [check] : []), ...hints.map(({ when }) => when)].flatMap(leaves);
  const actions = [...acts, ...hints.flatMap((hint) => hint.try)];
  return [
    ...checks.flatMap((one) => ("answer" in one ? [one.answer] : [])),
    ...actions.flatMap((one) => ("answer" in one ? Object.keys(one.answer) : [])),
  ];
}

/** The checks that a check is made of, without those that only join others. */
export function leaves(check: Check): readonly Check[] {
  if ("all" in check) return check.all.flatMap(leaves);
  if ("any" in check) return check.any.flatMap(leaves);
  return "not" in check ? leaves(check.not) : [check];
}

type Issue = z.core.$ZodIssue;

/** @param before the path of the value that the issue's own path begins at */
function sentenceOf(issue: Issue, json: unknown, before: readonly PropertyKey[]): Message {
  const path = [...before, ...issue.path];
  const place = placeText(path);
  const value = valueAt(json, path as (string | number)[]);
  switch (issue.code) {
    case "unrecognized_keys":
      return message("{0} has the unknown field {1}.", place, issue.keys.join(", "));
    case "custom":
      return issue.message.startsWith("$")
        ? message("{0} has the unknown condition {1}.", place, issue.message)
        : message("{0} cannot be {1}.", place, shown(value));
    case "invalid_union": {
      const own = branchOf(issue, value);
      if (own !== undefined) return sentenceOf(own, json, path);
      const kinds = path.at(-2) === "do" || path.at(-2) === "try" ? kindsOf.action : kindsOf.check;
      if (typeof value === "object") return message("{0} needs one of these fields: {1}.", place, kinds.join(", "));
      break;
    }
    default:
  }
  if (value === undefined) return message("{0} is missing.", place);
  return message("{0} cannot be {1}.", place, shown(value));
}

/** What is wrong with the alternative that is meant: the one whose own key the value has. */
function branchOf(issue: Extract<Issue, { code: "invalid_union" }>, value: unknown): Issue | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const lists = (issue as { readonly errors?: readonly (readonly Issue[])[] }).errors ?? [];
  // An alternative that is not meant misses its own key, and knows none of the others.
  const meant = lists.filter((issues) => !issues.some(({ code, path }) => code !== "unrecognized_keys" && !hasKey(value, path[0])));
  const [best] = meant.toSorted((one, other) => one.length - other.length);
  return best?.[0];
}

function hasKey(value: object, key: PropertyKey | undefined): boolean {
  return key === undefined || Object.hasOwn(value, key);
}

/** `steps[2].check` */
function placeText(path: readonly PropertyKey[]): string {
  return (
    path.reduce<string>(
      (text, part) => (typeof part === "number" ? `${text}[${part}]` : text === "" ? String(part) : `${text}.${String(part)}`),
      "",
    ) || LESSON
  );
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
