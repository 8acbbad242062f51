// An edit in a few words, as one says what one has just done: "Set lr to 0.01".

import type { JsonValue, JsonPath } from "./json.ts";
import type { Edit } from "./edit.ts";
import { message, type Message } from "./message.ts";

/** Longer values are not told. */
const SHORT = 40;

export function editInWords(edit: Edit): Message {
  switch (edit.op) {
    case "insert":
      return message("Insert {0}", edit.layer.type);
    case "remove":
      return message("Remove layer {0}", edit.at + 1);
    case "move":
      return message("Move layer {0} to place {1}", edit.from + 1, edit.to + 1);
    case "set":
      return setInWords(edit.path, edit.value);
    case "all": {
      // What follows from the first of several changes goes without saying.
      const [first] = edit.edits;
      return first === undefined ? message("Change nothing") : editInWords(first);
    }
  }
}

function setInWords(path: JsonPath, value: JsonValue | undefined): Message {
  const name = fieldName(path);
  if (value === undefined) return message("Remove {0}", name);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > SHORT ? message("Change {0}", name) : message("Set {0} to {1}", name, text);
}

/** The field's own name; of a setting of a column with the column's. */
function fieldName(path: JsonPath): string {
  const [room, field, column] = path;
  return room === "data" && field === "columns" && path.length > 3 ? `${String(path.at(-1))} (${String(column)})` : String(path.at(-1));
}
