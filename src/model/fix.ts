// Building fixes: edits with a title that says what they do, as a verb.

import type { JsonValue, JsonPath } from "./json.ts";
import type { Edit } from "./edit.ts";
import { message, type Message } from "./message.ts";
import type { Fix } from "./problem.ts";

/** A fix of one or several edits, carried out one after the other. */
export function fix(title: Message, ...edits: readonly Edit[]): Fix {
  return { title, edit: edits.length === 1 ? edits[0]! : { op: "all", edits } };
}

export function set(path: JsonPath, value: JsonValue): Edit {
  return { op: "set", path, value };
}

export function unset(path: JsonPath): Edit {
  return { op: "set", path };
}

/** "Set lr to 0.01", named by the last step of its path. */
export function setFix(path: JsonPath, value: JsonValue, ...more: readonly Edit[]): Fix {
  const shown = typeof value === "string" ? value : JSON.stringify(value);
  return fix(message("Set {0} to {1}", String(path.at(-1)), shown), set(path, value), ...more);
}

/** "Remove in_features" */
export function unsetFix(path: JsonPath, ...more: readonly Edit[]): Fix {
  return fix(message("Remove {0}", String(path.at(-1))), unset(path), ...more);
}

/** `Change "biass" to "bias"`; the field goes to the end of its object. */
export function rename(owner: JsonPath, from: string, to: string, value: JsonValue): Fix {
  return fix(message('Change "{0}" to "{1}"', from, to), unset([...owner, from]), set([...owner, to], value));
}
