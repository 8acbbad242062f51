// The bench's one table, aligned so that it reads in a terminal, in Markdown's form so that it can be pasted
// into docs/benchmark.md.

/** What a row may have, in this order. */
export const columns = {
  work: "work",
  node: "Node",
  ours: "ours",
  theirs: "PyTorch, 1 thread",
  ratio: "ratio",
  goal: "goal",
  met: "met",
  oursBest: "ours, best threads",
  theirsBest: "PyTorch, best threads",
  ratioBest: "ratio",
  goalBest: "goal",
  metBest: "met",
  tfjs: "TensorFlow.js wasm",
  ratioTfjs: "ratio",
};

const leftAligned = new Set(["work", "node"]);

/** The lines of the table; a cell that a row lacks is a dash. */
export function formatTable(rows) {
  const keys = Object.keys(columns);
  const cells = rows.map((row) => keys.map((key) => String(row[key] ?? "–")));
  const widths = keys.map((key, index) => Math.max(columns[key].length, 3, ...cells.map((row) => row[index].length)));
  const line = (texts) =>
    `| ${texts.map((text, index) => (leftAligned.has(keys[index]) ? text.padEnd(widths[index]) : text.padStart(widths[index]))).join(" | ")} |`;
  const rule = keys.map((key, index) => (leftAligned.has(key) ? "-".repeat(widths[index]) : `${"-".repeat(widths[index] - 1)}:`));
  return [line(Object.values(columns)), line(rule), ...cells.map(line)];
}

/** How the table names a Node. */
export function nameOf({ version, isMarked }) {
  return isMarked ? `${version} *` : version;
}

/** `yes` or `no`, if there is a goal. */
export function isMet(value, goal) {
  if (goal === undefined) return undefined;
  return value >= goal ? "yes" : "no";
}
