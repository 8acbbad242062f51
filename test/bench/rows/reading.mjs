// Reading CSVs by one thread and by all, beside pandas with its dtypes given and beside DuckDB: numbers, a
// mixed table, and one with very many columns, of which also the first rows count. All in turns, each in a
// process of its own.

import { availableParallelism } from "node:os";
import { join } from "node:path";
import { root } from "../../../scripts/lib/project.mjs";
import { run } from "../../../scripts/lib/run.mjs";
import { installDuckDB } from "../lib/places.mjs";
import { duration, median, medianRatio, times } from "../lib/statistics.mjs";
import { isMet, nameOf } from "../lib/table.mjs";
import { makeFile } from "./data.mjs";

const NUMBERS = "{f'x{i}': 'float64' for i in range(1000)}";
const MIXED = `{**{f'n{i}': 'float64' for i in range(12)}, **{f'c{i}': 'category' for i in range(4)}, 'd0': str, 'd1': str, 'b0': 'boolean', 'b1': 'boolean'}`;
/** What is read, and how many times as fast as pandas by one thread and by two. */
const tables = [
  { name: "1,000,000 × 20 numbers", make: ["make", "1000000", "20"], dtypes: NUMBERS, goals: [1.5, 2.5] },
  { name: "1,000,000 × 20 mixed", make: ["make-mixed", "1000000"], dtypes: MIXED, goals: [undefined, 1.5] },
  { name: "60,000 × 785 digits", make: ["make-digits", "60000", "785"], dtypes: NUMBERS, goals: [], first: 0.3, ready: 1.5 },
];

function last(text) {
  return Number(text.trim().split("\n").at(-1));
}

export async function measureReading({ folder, nodes: [node], python, rounds, note, say }) {
  const program = join(folder, "data.cjs");
  const reader = join(root, "dist", "worker-reader.js");
  const { folder: duckdb, lacking } = await installDuckDB(say);
  if (lacking) note(lacking);
  const all = availableParallelism();
  note(`reading: all threads are ${all}. The other side is pandas.read_csv with its dtypes given, and DuckDB's read_csv into a table.`);
  const rows = [];
  for (const { name, make, dtypes, goals, first, ready } of tables) {
    const file = await makeFile(node.path, program, make);
    const pandas = `import sys, time, pandas; start = time.perf_counter(); pandas.read_csv(sys.argv[1], dtype=${dtypes}); print(time.perf_counter() - start)`;
    const measured = { one: [], all: [], pandas: [], duckOne: [], duckAll: [], first: [], ready: [] };
    const ours = async (threads) => JSON.parse(await run(node.path, [program, "table", file, String(threads), reader])).seconds;
    const duck = async (threads) => last(await run(node.path, [join(root, "test", "bench", "duckdb.mjs"), duckdb, file, String(threads)]));
    for (let round = 0; round < rounds; round++) {
      measured.one.push(await ours(1));
      measured.all.push(await ours(all));
      if (python) measured.pandas.push(last(await run(python.path, ["-c", pandas, file])));
      if (duckdb) measured.duckOne.push(await duck(1));
      if (duckdb) measured.duckAll.push(await duck(all));
      if (first === undefined) continue;
      const told = JSON.parse(await run(node.path, [join(folder, "first-rows.cjs"), root, file]));
      measured.first.push(told.first);
      measured.ready.push(told.ready);
    }
    const beside = (work, seconds, theirs, who, goal) => ({
      work: `reading: ${name}, ${work}`,
      node: nameOf(node),
      ours: duration(median(seconds)),
      ...(theirs.length === 0
        ? {}
        : {
            theirs: `${who}: ${duration(median(theirs))}`,
            ratio: times(medianRatio(theirs, seconds)),
            met: isMet(medianRatio(theirs, seconds), goal),
          }),
      ...(goal === undefined ? {} : { goal: `≥ ${goal}×` }),
    });
    const within = (work, seconds, goal) => ({
      work: `reading: ${name}, ${work}`,
      node: nameOf(node),
      ours: duration(median(seconds)),
      goal: `≤ ${duration(goal)}`,
      met: isMet(-median(seconds), -goal),
    });
    rows.push(
      beside("one thread", measured.one, measured.pandas, "pandas", goals[0]),
      beside("all threads", measured.all, measured.pandas, "pandas", goals[1]),
      beside("one thread", measured.one, measured.duckOne, "DuckDB, 1 thread"),
      beside("all threads", measured.all, measured.duckAll, "DuckDB, all threads"),
      ...(first === undefined
        ? []
        : [within("first rows told", measured.first, first), within("all is read and understood", measured.ready, ready)]),
    );
  }
  return rows;
}
