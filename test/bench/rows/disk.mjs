// A CSV whose table and rows do not fit into memory: reading and encoding it to disk beside pandas, the most
// memory that was resident, and an epoch from disk beside one from memory. The CSV is removed afterwards.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../../../scripts/lib/project.mjs";
import { run } from "../../../scripts/lib/run.mjs";
import { duration, figure, median, medianRatio, times } from "../lib/statistics.mjs";
import { isMet, nameOf } from "../lib/table.mjs";
import { limits, MEGABYTE, megabytes, PANDAS } from "./data.mjs";
import { works } from "./works.mjs";

const ROWS = 5_000_000;
const COLUMNS = 20;
const MOST_ROUNDS = 3;
const goals = { rate: 0.5, memory: 400 * MEGABYTE, epoch: 1.1, block: 0.05 };

export async function measureDisk({ folder, nodes: [node], python, rounds, note }) {
  const program = join(folder, "data.cjs");
  const own = await mkdtemp(join(tmpdir(), "perceptron-bench-"));
  const file = join(own, "numbers.csv");
  const work = works.find(({ name }) => name === "W2");
  const document = (await run(node.path, [program, "document", JSON.stringify(work)])).trim();
  const ours = [];
  const theirs = [];
  try {
    await run(node.path, [program, "make", file, String(ROWS), String(COLUMNS)]);
    for (let round = 0; round < Math.min(rounds, MOST_ROUNDS); round++) {
      if (python) theirs.push(Number((await run(python.path, ["-c", PANDAS, file])).trim().split("\n").at(-1)));
      ours.push(JSON.parse(await run(node.path, [...limits, program, "keep", file, document])));
    }
    const told = JSON.parse(await run(node.path, [join(folder, "first-rows.cjs"), root, file]));
    const epochs = JSON.parse(await run(node.path, [program, "stored", file, document]));
    note(
      `disk: ${ROWS} rows × ${COLUMNS} numbers, ${megabytes(ours[0].bytes)}, read and encoded to disk; the other side is pandas.read_csv into memory. The epoch is one of W2 on them, by processor time.`,
    );
    return rowsOf(node, ours, theirs, epochs, told);
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

function rowsOf(node, ours, theirs, epochs, told) {
  const name = nameOf(node);
  const seconds = ours.map((one) => one.seconds);
  const rate = (time) => `${figure(ours[0].bytes / MEGABYTE / time)} MB/s`;
  const ratio = theirs.length > 0 ? medianRatio(theirs, seconds) : undefined;
  const resident = Math.max(...ours.map((one) => one.resident));
  const slower = medianRatio(epochs.disk, epochs.memory);
  return [
    {
      work: "disk: reading and encoding",
      node: name,
      ours: rate(median(seconds)),
      ...(ratio === undefined ? {} : { theirs: `pandas: ${rate(median(theirs))}`, ratio: times(ratio), met: isMet(ratio, goals.rate) }),
      goal: `≥ ${goals.rate}×`,
    },
    {
      work: "disk: most memory resident",
      node: name,
      ours: megabytes(resident),
      goal: `≤ ${megabytes(goals.memory)}`,
      met: isMet(-resident, -goals.memory),
    },
    {
      work: "disk: longest block of the host while it is read and understood",
      node: name,
      ours: duration(told.block),
      goal: `≤ ${duration(goals.block)}`,
      met: isMet(-told.block, -goals.block),
    },
    { work: "disk: all is read and understood", node: name, ours: duration(told.ready) },
    {
      work: "disk: an epoch",
      node: name,
      ours: duration(median(epochs.disk)),
      theirs: `from memory: ${duration(median(epochs.memory))}`,
      ratio: times(slower),
      goal: `≤ ${goals.epoch}×`,
      met: isMet(-slower, -goals.epoch),
    },
  ];
}
