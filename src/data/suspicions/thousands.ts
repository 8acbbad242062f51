// Texts that are numbers but for a mark between thousands ("1,234"), which nothing reads as numbers unless the document says so.
// It looks at every column, and also where the experiment has an error, because such a target is one.

import { message } from "../../model/message.ts";
import type { Problem } from "../../model/problem.ts";
import type { DataSettings } from "../../model/schema.ts";
import { type DecimalMark, numberReader } from "../numbers.ts";
import { ownSettings } from "../read.ts";
import type { CategoryColumn, Table } from "../table.ts";
import { warning } from "./suspicion.ts";

/** Comma, point, apostrophe, and the spaces that people and programs put there. */
const MARKS = [",", ".", "'", "’", " ", "\u00a0", "\u202f"];

export function findThousands(table: Table, settings: DataSettings): Problem[] {
  return table.columns.flatMap((column) => {
    if (column.kind !== "category" || ownSettings(settings, column.name).kind === "category") return [];
    const mark = markOf(column, table.dialect.decimal);
    if (mark === undefined) return [];
    const { name, texts } = column;
    const path = ["data", "columns", name, "thousands"];
    const text = message(
      'Column "{0}" is read as texts such as "{1}", which look like numbers with "{2}" between thousands. Set its thousands to "{2}".',
      name,
      texts.find((one) => one.includes(mark)) ?? "",
      mark,
    );
    const title = message('Read "{0}" as numbers with "{1}" between thousands', name, mark);
    return [warning("thousands-as-text", ["data", "columns", name], text, [{ title, edit: { op: "set", path, value: mark } }])];
  });
}

/** The one mark with which every text of the column is a number. */
function markOf({ texts }: CategoryColumn, decimal: DecimalMark): string | undefined {
  return MARKS.find((mark) => {
    if (mark === decimal || texts.length === 0) return false;
    const read = numberReader(decimal, mark);
    return texts.every((text) => !Number.isNaN(read(text))) && texts.some((text) => text.includes(mark));
  });
}
