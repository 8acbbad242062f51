// A call's arguments as fields of the document: a loss, an optimizer, a scheduler, by the registry's record,
// whose order is PyTorch's. What is PyTorch's default is left out; what has no field is said.

import type { JsonValue } from "../../model/json.ts";
import { type Message, message } from "../../model/message.ts";
import { schemaOf } from "../../model/parameter-schema.ts";
import type { Parameters } from "../../model/parameters.ts";
import type { Problem } from "../../model/problem.ts";
import { problemAt, type Report } from "../reading/layers.ts";
import { isKind, type Observed, type Value } from "../reading/values.ts";

/** Arguments that change no number here. */
const silent = new Set(
  "reduction size_average reduce foreach fused maximize capturable differentiable verbose last_epoch params optimizer".split(" "),
);

/**
 * @param type the record's name
 * @param parameters the record's parameters
 * @param skip arguments by place that come before them
 */
export function settingsOf(
  call: Observed,
  type: string,
  parameters: Parameters,
  skip: number,
  report: Report,
): { type: string } & Record<string, JsonValue> {
  const settings: { type: string } & Record<string, JsonValue> = { type };
  const names = Object.keys(parameters);
  const given = new Map<string, Value>(
    call.places.slice(skip).flatMap((value, place) => (names[place] ? [[names[place], value] as const] : [])),
  );
  for (const [name, value] of call.keywords) {
    if (Object.hasOwn(parameters, name)) given.set(name, value);
    else if (name === "reduction" ? value !== "mean" : !silent.has(name) && value !== null && value !== false)
      report(leftOut(call.line, message("Line {0}: {1} has no {2} here; it is left out.", call.line, type, name)));
  }
  for (const [name, value] of given) {
    const plain = jsonOf(value);
    const parameter = parameters[name]!;
    const isDefault = plain !== undefined && JSON.stringify(plain) === JSON.stringify(parameter.default);
    if (isDefault || (plain === null && !schemaOf(parameter).safeParse(null).success)) continue;
    if (plain !== undefined && schemaOf(parameter).safeParse(plain).success) settings[name] = plain;
    else
      report(
        leftOut(call.line, message("Line {0}: {1} of {2} is not known here, so it is left out. Write its value.", call.line, name, type)),
      );
  }
  return settings;
}

/** Something that is not taken, though the rest is. */
export function leftOut(line: number, sentence: Message): Problem {
  return problemAt(line, "warning", "left-out", sentence);
}

/** A value as JSON; undefined if a part of it is not known. */
export function jsonOf(value: Value | undefined, level = 0): JsonValue | undefined {
  if (value === undefined || typeof value !== "object" || value === null) return value;
  if (!isKind(value, "list") || level > 3) return undefined;
  const items = value.items.map((item) => jsonOf(item, level + 1));
  return items.every((item) => item !== undefined) ? items : undefined;
}
