// Texts that become an input each: dates, which say more as year, month, weekday and day, and categories that are too many to learn.

import { message } from "../../model/message.ts";
import type { Fix } from "../../model/problem.ts";
import { MANY_VALUES } from "../../model/starter.ts";
import { readDate } from "../dates.ts";
import type { Feature } from "../selection.ts";
import type { FeatureSuspicion } from "./suspicion.ts";

export const dateTexts: FeatureSuspicion = (features) =>
  features.filter(areDates).map((feature) => {
    const { name } = feature.column;
    const text = message(
      'Column "{0}" holds dates, and each of its {1} different ones becomes an input of its own. Read them as year, month, weekday and day, or leave the column out.',
      name,
      feature.inputs.length,
    );
    const better: Fix = { title: message('Read "{0}" as year, month, weekday and day', name), edit: encodeAs(name, "date") };
    return { feature, code: "date-as-text", text, better };
  });

export const manyValues: FeatureSuspicion = (features, evidence) =>
  features
    .filter(({ encode, inputs }) => encode === "one-hot" && inputs.length > MANY_VALUES)
    .map((feature) => {
      const { name } = feature.column;
      const text = message(
        'Column "{0}" has {1} different texts in {2} rows, and each becomes an input of its own. Leave it out, or make it one input with "encode": "ordinal".',
        name,
        feature.inputs.length,
        evidence.selection.rows,
      );
      const other: Fix = { title: message('Make "{0}" one input, in the order of its texts', name), edit: encodeAs(name, "ordinal") };
      return { feature, code: "many-categories", text, other };
    });

function encodeAs(name: string, encode: "date" | "ordinal"): Fix["edit"] {
  return { op: "set", path: ["data", "columns", name, "encode"], value: encode };
}

function areDates({ column, encode, constant }: Feature): boolean {
  if (column.kind !== "category" || encode !== "one-hot" || column.texts.length < 2) return false;
  // What fills a gap has to be a date as well.
  if (typeof constant === "string" && readDate(constant) === undefined) return false;
  return column.texts.every((text) => readDate(text) !== undefined);
}
