// A place in a document as a person calls it: the column by its name, anything else by the way to it.

import type { JsonPath } from "./json.ts";
import { valueAt } from "./json.ts";

/** The column that a path leads to; undefined where it leads elsewhere, or the document names none there. */
export function columnAt(path: JsonPath, json: unknown): string | undefined {
  const [room, field, step] = path;
  if (room !== "data") return undefined;
  if (field === "columns") return typeof step === "string" ? step : undefined;
  const isName = (field === "features" && step !== undefined) || field === "target";
  const named = isName ? valueAt(json, path) : undefined;
  return typeof named === "string" ? named : undefined;
}

/** `sepal_width`, `sepal_width: encode`, `data.split`. */
export function placeInWords(path: JsonPath, json: unknown): string {
  const column = columnAt(path, json);
  if (column === undefined) return path.map((step) => (typeof step === "number" ? step + 1 : step)).join(".");
  return path[1] === "columns" && path.length > 3 ? `${column}: ${path.slice(3).join(".")}` : column;
}
