// Reading a large CSV beside pandas: rate, the first rows in the shipped worker, memory, and what shuffling
// and batching it costs an epoch. Each reading is a process of its own, in turns with pandas, so that memory
// is that of one reading.

import { existsSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { cacheFolder } from "../../../scripts/lib/cache.mjs";
import { root } from "../../../scripts/lib/project.mjs";
import { run } from "../../../scripts/lib/run.mjs";
import { duration, figure, median, medianRatio, times } from "../lib/statistics.mjs";
import { isMet, nameOf } from "../lib/table.mjs";
import { works } from "./works.mjs";

const ROWS = 1_000_000;
const COLUMNS = 20;
export const MEGABYTE = 1e6;
const goals = { rate: 0.5, first: 0.5, memory: (tensors) => 2 * tensors + 100 * MEGABYTE, share: 0.05 };
/**
 * What the extension gives its worker for short-lived objects: a third of its young generation
 * (src/host/worker-client.ts).
 */
export const limits = ["--max-semi-space-size=2"];
export const PANDAS =
  "import sys, time, pandas; start = time.perf_counter(); pandas.read_csv(sys.argv[1]); print(time.perf_counter() - start)";

export async function measureData({ folder, nodes, python, rounds, note }) {
  const program = join(folder, "data.cjs");
  const file = await makeFile(nodes[0].path, program, ["make", String(ROWS), String(COLUMNS)]);
  const ours = nodes.map(() => []);
  const theirs = [];
  const work = works.find(({ name }) => name === "W2");
  const document = (await run(nodes[0].path, [program, "document", JSON.stringify(work)])).trim();
  for (let round = 0; round < rounds; round++) {
    if (python) theirs.push(Number((await run(python.path, ["-c", PANDAS, file])).trim().split("\n").at(-1)));
    for (const [index, { path }] of nodes.entries())
      ours[index].push({
        ...JSON.parse(await run(path, [...limits, program, "read", file, document])),
        ...JSON.parse(await run(path, [join(folder, "first-rows.cjs"), root, file])),
      });
  }
  const rows = [];
  for (const [index, node] of nodes.entries()) {
    const epoch = JSON.parse(await run(node.path, [program, "epoch", file, document]));
    rows.push(...rowsOf(node, ours[index], theirs, epoch));
  }
  note(
    `data: ${ROWS} rows × ${COLUMNS} numbers, ${megabytes(ours[0][0].bytes)}; the other side is pandas.read_csv, memory is the most that was resident.`,
  );
  return rows;
}

/** A CSV, made once. @param make what `data.ts` is told, without the file's name */
export async function makeFile(node, program, [command, ...sizes]) {
  const folder = join(cacheFolder(), "bench");
  const kind = command === "make" ? "numbers" : command.replace("make-", "");
  const file = join(folder, `${[kind, ...sizes].join("-")}.csv`);
  if (existsSync(file)) return file;
  await mkdir(folder, { recursive: true });
  await run(node, [program, command, `${file}.part`, ...sizes]);
  await rename(`${file}.part`, file);
  return file;
}

function rowsOf(node, measured, theirs, epoch) {
  const of = (key) => measured.map((one) => one[key]);
  const name = nameOf(node);
  const { bytes, tensors } = measured[0];
  const rate = (seconds) => `${figure(bytes / MEGABYTE / seconds)} MB/s`;
  const ratio = theirs.length > 0 ? medianRatio(theirs, of("seconds")) : undefined;
  const [first, resident] = [median(of("first")), median(of("resident"))];
  const share = epoch.pass / epoch.epoch;
  return [
    {
      work: "data: reading",
      node: name,
      ours: rate(median(of("seconds"))),
      ...(ratio === undefined ? {} : { theirs: `pandas: ${rate(median(theirs))}`, ratio: times(ratio), met: isMet(ratio, goals.rate) }),
      goal: `≥ ${goals.rate}×`,
    },
    {
      work: "data: first rows told",
      node: name,
      ours: duration(first),
      goal: `≤ ${duration(goals.first)}`,
      met: isMet(-first, -goals.first),
    },
    { work: "data: all is read and understood", node: name, ours: duration(median(of("ready"))) },
    {
      work: "data: memory of reading and encoding",
      node: name,
      ours: megabytes(resident),
      goal: `≤ ${megabytes(goals.memory(tensors))}`,
      met: isMet(-resident, -goals.memory(tensors)),
    },
    {
      work: "data: shuffling and batching, share of an epoch of W2",
      node: name,
      ours: `${(100 * share).toFixed(1)} %`,
      goal: `< ${100 * goals.share} %`,
      met: isMet(-share, -goals.share),
    },
  ];
}

export function megabytes(bytes) {
  return `${Math.round(bytes / MEGABYTE)} MB`;
}
