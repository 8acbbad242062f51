// Scripts of Parquet files: durations, infinite numbers and gaps come out of pandas as other types than out
// of the file, and the losses are the same.

import { readFileSync } from "node:fs";
import { compressors } from "hyparquet-compressors";
import { parquetReadObjects } from "hyparquet/src/index.js";
import { document, hidden, regression, classes } from "../fixtures/code/tables.ts";
import { compareDocuments } from "./compare.ts";

const bytes = readFileSync("test/fixtures/data/nan-inf-duration.parquet");
const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
const file = { byteLength: buffer.byteLength, slice: (start: number, end?: number) => buffer.slice(start, end) };
const rows = await parquetReadObjects({ file, compressors });

/** What pandas makes of the columns. */
const types = { f32: "float32", nanf: "float64", inf: "float64", dur: "timedelta64[ns]", label: "object" };
const columns = Object.fromEntries(
  Object.entries(types).map(([name, type]) => [name, [type, rows.map((row) => plain(row[name], type.startsWith("float")))]]),
);

function plain(value: unknown, isFloat: boolean): unknown {
  if (typeof value === "bigint") return Number(value);
  return isFloat && typeof value === "number" ? String(value).replace("Infinity", "inf") : (value ?? null);
}

const files = (settings: object, layers: readonly object[], training: object) => ({
  "a.parquet": bytes,
  "a.parquet.json": JSON.stringify(columns),
  "a.perceptron": document({ file: "a.parquet", ...settings }, layers, training),
});

await compareDocuments({
  "durations, standardised": files({ target: "label", features: ["f32", "dur"], normalize: "standard" }, hidden(4, 2), classes),
  "infinite numbers and gaps, dropped": files({ target: "f32", features: ["nanf", "inf"] }, hidden(4, 1), regression),
  "infinite numbers and gaps, filled": files(
    { target: "f32", features: ["nanf", "inf", "dur"], missing: "mean", normalize: "standard" },
    hidden(4, 1),
    regression,
  ),
});
