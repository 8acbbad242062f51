// Options that say how a CSV is read, in the words of docs/format.md: they go into the document that `new`
// writes.

import { message } from "../model/message.ts";
import type { ReadingChoice } from "../model/reading-choice.ts";
import type { Arguments } from "./arguments.ts";
import { failure } from "./failure.ts";

export const readingOptions = {
  delimiter: "string",
  decimal: "string",
  header: "string",
  skip: "string",
  comment: "string",
  encoding: "string",
} as const;

const delimiters: Readonly<Record<string, ReadingChoice["delimiter"]>> = {
  ",": ",",
  comma: ",",
  ";": ";",
  semicolon: ";",
  "\t": "\t",
  "\\t": "\t",
  tab: "\t",
  "|": "|",
  bar: "|",
};
const decimals: Readonly<Record<string, ReadingChoice["decimal"]>> = { ".": ".", point: ".", ",": ",", comma: "," };
const headers: Readonly<Record<string, boolean>> = { true: true, yes: true, false: false, no: false };

/** @throws ProblemError at an option that says nothing that a document may say */
export function readingChoice({ strings }: Arguments): ReadingChoice {
  const [encoding, comment, skip] = [strings.get("encoding"), strings.get("comment"), strings.get("skip")];
  const delimiter = oneOf(strings, "delimiter", delimiters, ", ; tab |");
  const decimal = oneOf(strings, "decimal", decimals, ". ,");
  const header = oneOf(strings, "header", headers, "true false");
  return {
    ...(encoding === undefined ? {} : { encoding }),
    ...(delimiter === undefined ? {} : { delimiter }),
    ...(decimal === undefined ? {} : { decimal }),
    ...(header === undefined ? {} : { header }),
    ...(comment === undefined ? {} : { comment }),
    ...(skip === undefined ? {} : { skip: lineNumbers(skip) }),
  };
}

function oneOf<T>(strings: ReadonlyMap<string, string>, name: string, values: Readonly<Record<string, T>>, shown: string): T | undefined {
  const text = strings.get(name);
  if (text === undefined) return undefined;
  if (Object.hasOwn(values, text)) return values[text];
  throw failure(message("--{0} is {1}, but must be one of: {2}.", name, text, shown));
}

/** Line numbers as people list them: `1,2` or `1-3,34`. */
function lineNumbers(text: string): number[] {
  const lines = text.split(/[, ]+/).flatMap((part) => {
    const [, from, to = from] = /^(\d+)(?:[-–](\d+))?$/.exec(part) ?? [];
    const [first, last] = [Number(from), Number(to)];
    if (!(first >= 1 && last >= first && last - first < 10_000))
      throw failure(message("--skip is {0}, but must be line numbers such as 1,2 or 1-3,34.", text));
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
  return [...new Set(lines)].toSorted((one, other) => one - other);
}
