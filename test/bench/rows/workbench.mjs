// The builder in the real VS Code: from the making of its frame, and from the click that asks for it, to its
// first paint. `--beside VSIX` measures another package in turns with this one.

import { build } from "esbuild";
import { join } from "node:path";
import { needServer } from "../../../scripts/lib/needs.mjs";
import { packageVsix } from "../../../scripts/lib/project.mjs";
import { run } from "../../../scripts/lib/run.mjs";
import { duration, median } from "../lib/statistics.mjs";
import { isMet } from "../lib/table.mjs";

/** Seconds from the frame to the paint; of a builder that was hidden, from the click. */
const GOALS = { short: { frame: 0.15 }, long: { frame: 0.2 }, back: { click: 0.1 } };
const works = { short: "first paint, 6 layers", long: "first paint, 200 layers", back: "back to a hidden builder, 6 layers" };
const since = { frame: "from the frame", click: "from the click", present: "from the click until it has what it missed" };

export async function measureWorkbench({ folder, rounds, beside, note }) {
  const server = await needServer(console.error);
  if (server.lacking) {
    note(`The builder in VS Code was not measured: ${server.lacking}`);
    return [];
  }
  const file = join(folder, "workbench.mjs");
  await build({
    entryPoints: ["test/bench/workbench.ts"],
    outfile: file,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    packages: "external",
    logLevel: "warning",
  });
  const packages = [await packageVsix(), ...(beside === undefined ? [] : [beside])];
  const env = { ...process.env, PERCEPTRON_SERVER: server.value };
  const output = await run(process.execPath, [file, String(rounds), ...packages], { env });
  return output
    .trim()
    .split("\n")
    .flatMap((line, index) => {
      const times = JSON.parse(line);
      const whose = index === 0 ? "" : ", the other package";
      return Object.entries(works).flatMap(([kind, work]) =>
        Object.keys(since)
          .filter((key) => key in times[kind][0])
          .map((key) => rowOf(`${work}, ${since[key]}${whose}`, median(times[kind].map((paint) => paint[key])) / 1000, GOALS[kind][key])),
      );
    });
}

function rowOf(work, seconds, goal) {
  return {
    work: `workbench: ${work}`,
    ours: duration(seconds),
    ...(goal === undefined ? {} : { goal: `< ${duration(goal)}`, met: isMet(-seconds, -goal) }),
  };
}
