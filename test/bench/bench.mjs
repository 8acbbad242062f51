// `npm run bench`: the table of docs/benchmark.md, measured on this machine in interleaved rounds. It takes
// some ten minutes.
//   npm run bench -- W2 W3          only these rows: binary W2 W3 W4 deep norm products memory first-point boundary evaluate describe trials inside pytorch-engine data reading disk builder workbench chart
//   npm run bench -- workbench --beside OTHER.vsix    another build of the extension in turns with this one
//   npm run bench -- --rounds 15    more rounds, if the machine has other work
// PERCEPTRON_NODES and PERCEPTRON_PYTHON name Nodes and a Python that are not found by themselves.

import { build } from "esbuild";
import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { root } from "../../scripts/lib/project.mjs";
import { findNodes, findPython, installTfjs } from "./lib/places.mjs";
import { formatTable } from "./lib/table.mjs";
import { measureBoundary } from "./rows/boundary.mjs";
import { measureBuilder } from "./rows/builder.mjs";
import { measureChart } from "./rows/chart.mjs";
import { measureData } from "./rows/data.mjs";
import { measureDescribe } from "./rows/describe.mjs";
import { measureDisk } from "./rows/disk.mjs";
import { measureEvaluate } from "./rows/evaluate.mjs";
import { measureFirstPoint } from "./rows/first-point.mjs";
import { measureInside } from "./rows/inside.mjs";
import { measureMemory } from "./rows/memory.mjs";
import { measureProducts } from "./rows/products.mjs";
import { measurePyTorchEngine } from "./rows/pytorch-engine.mjs";
import { measureReading } from "./rows/reading.mjs";
import { measureSteps } from "./rows/steps.mjs";
import { measureTrials } from "./rows/trials.mjs";
import { measureWhole } from "./rows/whole.mjs";
import { measureWorkbench } from "./rows/workbench.mjs";
import { works } from "./rows/works.mjs";

const measures = {
  binary: measureWhole,
  ...Object.fromEntries(works.map((work) => [work.name, (context) => measureSteps(work, context)])),
  products: measureProducts,
  memory: measureMemory,
  "first-point": measureFirstPoint,
  boundary: measureBoundary,
  evaluate: measureEvaluate,
  describe: measureDescribe,
  trials: measureTrials,
  inside: measureInside,
  "pytorch-engine": measurePyTorchEngine,
  data: measureData,
  reading: measureReading,
  disk: measureDisk,
  builder: measureBuilder,
  workbench: measureWorkbench,
  chart: measureChart,
};

const options = { rounds: { type: "string", default: "9" }, beside: { type: "string" } };
const { values, positionals } = parseArgs({ allowPositionals: true, options });
const unknown = positionals.filter((name) => !Object.hasOwn(measures, name));
const rounds = Number(values.rounds);
if (unknown.length > 0 || !Number.isInteger(rounds) || rounds < 1) {
  console.error(`Rows: ${Object.keys(measures).join(" ")}. --rounds takes a whole number from 1.`);
  process.exit(1);
}

process.chdir(root);
const folder = join(root, ".out", "bench");
const bundling = {
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  mainFields: ["module", "main"],
  loader: { ".wasm": "binary" },
  logLevel: "warning",
};
await build({
  ...bundling,
  entryPoints: [
    "test/bench/engine.ts",
    "test/bench/first-point.ts",
    "test/bench/boundary.ts",
    "test/bench/evaluate.ts",
    "test/bench/describe.ts",
    "test/bench/first-rows.ts",
    "test/bench/data.ts",
    "test/bench/trials.ts",
    "test/bench/inside.ts",
  ],
  outdir: folder,
  outExtension: { ".js": ".cjs" },
});

const say = (text) => console.error(text);
const notes = new Set();
const nodes = await findNodes();
const python = await findPython();
if (python === undefined)
  notes.add("PyTorch was not measured: no Python with torch and pandas. Install them, or name one in PERCEPTRON_PYTHON.");
const { folder: tfjs, lacking } = await installTfjs(say);
if (lacking) notes.add(lacking);
if (nodes.some(({ isMarked }) => isMarked)) notes.add("* A Node that has relaxed SIMD only behind a flag. Goals are those of a newer one.");

const records = [];
const context = {
  bundle: join(folder, "engine.cjs"),
  folder,
  nodes,
  python,
  tfjs,
  rounds,
  say,
  beside: values.beside === undefined ? undefined : resolve(values.beside),
  note: (text) => notes.add(text),
  record: (measured) => records.push(measured),
};
const [load] = loadavg();
const rows = [];
for (const name of positionals.length > 0 ? positionals : Object.keys(measures)) {
  say(`${name} …`);
  rows.push(...(await measures[name](context)));
}
// Every round, for who wants to know how noisy they were.
writeFileSync(join(folder, "rounds.jsonl"), `${records.map((measured) => JSON.stringify(measured)).join("\n")}\n`);
const others = [python && `PyTorch ${python.version}`, ...nodes.map(({ version }) => `Node ${version}`)].filter(Boolean).join(", ");
const machine = `${cpus()[0].model}, ${cpus().length} cores, load ${load.toFixed(1)} when it started`;
console.log(`${machine}; ${others}; medians of ${rounds} interleaved rounds\n`);
for (const line of formatTable(rows)) console.log(line);
if (notes.size > 0) console.log(`\n${[...notes].join("\n")}`);
