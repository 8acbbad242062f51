// Why csv-parse: the speed of four CSV libraries on 100,000 rows × 10 columns, and what each of them can tell about a record.
// Installs them into a temporary folder:  node test/bench/csv-libraries.mjs [ROWS]

import { execSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const rows = Number(process.argv[2] ?? 100_000);
const columns = 10;
const folder = mkdtempSync(join(tmpdir(), "csv-libraries-"));
execSync("npm install --silent --no-audit --no-fund csv-parse@7.0.3 papaparse@5.7.1 udsv@0.7.3 d3-dsv@3.0.2", {
  cwd: folder,
  stdio: "inherit",
});

/** Imports a package (or one file of it) from the temporary folder. */
const load = (name) => import(pathToFileURL(createRequire(join(folder, "x.js")).resolve(name)).href);
const { parse } = await load("csv-parse/sync");
const browser = await import(pathToFileURL(join(folder, "node_modules/csv-parse/dist/esm/sync.js")).href);
const { default: Papa } = await load("papaparse");
const { inferSchema, initParser } = await load("udsv");
const { csvParseRows } = await import(pathToFileURL(join(folder, "node_modules/d3-dsv/dist/d3-dsv.mjs")).href);

const options = { record_delimiter: ["\r\n", "\n", "\r"], relax_column_count: true, relax_quotes: true, skip_empty_lines: true };
/** Reads with a callback per record, as src/data does, and gives the number of records. */
function readRecords(text, parser, more) {
  let count = 0;
  parser(text, {
    ...options,
    ...more,
    on_record: () => {
      count++;
      return null;
    },
  });
  return count;
}

const candidates = {
  "csv-parse, line per record": (text) => readRecords(text, parse, {}),
  "csv-parse, line and trimmed": (text) => readRecords(text, parse, { trim: true }),
  "csv-parse, line and quoting per field": (text) =>
    readRecords(text, parse, { cast: (value, context) => (context.quoting ? value : value.trim()) }),
  "csv-parse's browser build": (text) => readRecords(text, browser.parse, {}),
  papaparse: (text) => Papa.parse(text, { skipEmptyLines: true }).data.length,
  udsv: (text) => initParser(inferSchema(text)).stringArrs(text).length + 1,
  "d3-dsv": (text) => csvParseRows(text).length,
};

const number = (r, c) => ((r * 7919 + c * 104_729) % 100_003) / 100;
const header = Array.from({ length: columns }, (_, c) => `column ${c}`).join(",");
const body = (field) => Array.from({ length: rows }, (_, r) => Array.from({ length: columns }, (_, c) => field(r, c)).join(","));
const inputs = {
  numbers: [header, ...body(number)].join("\n"),
  "every second field quoted": [header, ...body((r, c) => (c % 2 ? `"city, ${(r * c) % 977}"` : number(r, c)))].join("\n"),
};

const results = [];
for (const [kind, text] of Object.entries(inputs)) {
  const bytes = Buffer.byteLength(text);
  for (const [name, read] of Object.entries(candidates)) {
    const seconds = [];
    for (let run = 0; run < 3; run++) {
      const start = performance.now();
      const count = read(text);
      if (count !== rows + 1) throw new Error(`${name} read ${count} records instead of ${rows + 1}.`);
      seconds.push((performance.now() - start) / 1000);
    }
    const best = Math.min(...seconds);
    results.push({ input: kind, library: name, seconds: Number(best.toFixed(2)), "MB/s": Number((bytes / best / 1e6).toFixed(1)) });
  }
}
console.table(results);
rmSync(folder, { recursive: true });
