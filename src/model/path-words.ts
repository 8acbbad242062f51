// A place in a document as a person calls it: the column by its name, a setting by the label of its control
// in the builder. Never a path with dots: whoever reads a file as text has the line.

import { type JsonPath, valueAt } from "./json.ts";
import { message, type Argument } from "./message.ts";

/** The column that a path leads to; undefined if it leads elsewhere, or the document names none there. */
export function columnAt(path: JsonPath, json: unknown): string | undefined {
  const [room, field, step] = path;
  if (room !== "data") return undefined;
  if (field === "columns") return typeof step === "string" ? step : undefined;
  const isName = (field === "features" && step !== undefined) || field === "target";
  const named = isName ? valueAt(json, path) : undefined;
  return typeof named === "string" ? named : undefined;
}

/**
 * `sepal_width`, `sepal_width: Encoding`, `Feature 2`, `Optimizer: lr`, `Linear 3: out_features`, `Test 2:
 * at_least`, `batch_size`.
 */
export function pathInWords(path: JsonPath, json: unknown): Argument {
  const [room, field, ...rest] = path;
  switch (room) {
    case "layers":
      return typeof field === "number" ? joined(layerName(json, field), rest) : plain(path);
    case "tests":
      return typeof field === "number" ? joined(message("Test {0}", field + 1), rest) : plain(path);
    case "data":
      return dataPath(path, json);
    case "training":
      return field === undefined ? room : trainingPath(field, rest);
    default:
      return plain(path);
  }
}

/** A layer as sentences call it: its type and its 1-based place, as in `Linear 3`. */
function layerName(json: unknown, index: number): string {
  const type = valueAt(json, ["layers", index, "type"]);
  return `${typeof type === "string" ? type : "Layer"} ${index + 1}`;
}

function dataPath(path: JsonPath, json: unknown): Argument {
  const [room, field, step, setting, ...rest] = path;
  const column = columnAt(path, json);
  if (field === "columns" && column !== undefined)
    return setting === undefined ? column : message("{0}: {1}", column, within(columnLabels[setting] ?? String(setting), rest));
  if (column !== undefined) return column;
  if (field === undefined) return String(room);
  if (typeof step === "number") {
    if (field === "features") return message("Feature {0}", step + 1);
    if (field === "target") return message("Target {0}", step + 1);
    if (field === "file") return message("CSV {0}", step + 1);
  }
  return within(dataLabels[field] ?? String(field), path.slice(2));
}

function trainingPath(field: string | number, rest: JsonPath): Argument {
  // Its settings are controls of their own.
  if (field === "early_stopping" && rest.length > 0) return plain(rest);
  const label = trainingLabels[field];
  // What the loss is, is its type.
  return label !== undefined && rest[0] === "type" ? label : within(label ?? String(field), rest);
}

/** `Optimizer: lr`, or of a list `Lines to skip 2`. */
function within(label: Argument, rest: JsonPath): Argument {
  if (rest.length === 0) return label;
  return typeof rest[0] === "number" ? message("{0} {1}", label, plain(rest)) : joined(label, rest);
}

function joined(owner: Argument, rest: JsonPath): Argument {
  return rest.length === 0 ? owner : message("{0}: {1}", owner, plain(rest));
}

/** Names as the file has them; lists are counted from 1. */
function plain(path: JsonPath): string {
  return path.map((step) => (typeof step === "number" ? step + 1 : step)).join(" ");
}

/** As `column-panel` calls them. */
const columnLabels: Readonly<Record<string, Argument>> = {
  kind: message("Kind"),
  missing: message("If a value is missing"),
  normalize: message("Scaling"),
  encode: message("Encoding"),
  date: message("Order of the date"),
  strip: message("Taken off numbers"),
  thousands: message("Between thousands"),
  parentheses: message("Numbers in parentheses"),
};

/** As the settings of reading, of the rows and of the split call them. */
const dataLabels: Readonly<Record<string, Argument>> = {
  file: "CSV",
  encoding: message("Encoding"),
  delimiter: message("Delimiter"),
  decimal: message("Decimal mark"),
  header: message("First row"),
  skip: message("Lines to skip"),
  comment: message("Comments begin with"),
  target: message("Target"),
  features: message("Features"),
  missing: message("If a value is missing"),
  normalize: message("Scaling of numbers"),
  split: message("Split"),
};

const trainingLabels: Readonly<Record<string, Argument>> = {
  loss: message("Loss"),
  optimizer: message("Optimizer"),
  scheduler: message("Scheduler"),
};
