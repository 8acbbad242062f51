// The figures of docs/benchmark.md that say how light the extension is: what it weighs, and how long it takes
// to be there. `node scripts/figures.mjs` builds and packages first.
//   node scripts/figures.mjs 9     so many windows instead of five

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, packageVsix, root } from "./lib/project.mjs";

const windows = Number(process.argv[2] ?? 5);
process.chdir(root);
const vsix = await packageVsix();
await build("tests=extension/figures", "tests=harness/host");

const bytes = (file) => statSync(file).size;
const worker = JSON.parse(readFileSync("dist/worker-web.files.json", "utf8"));
console.log("| what it weighs | kB |\n| --- | ---: |");
for (const [name, size] of [
  ["the package (VSIX)", bytes(vsix)],
  ["`dist/extension.js`, the desktop's own", bytes("dist/extension.js")],
  ["`dist/extension-web.js`, the browser's, and shared", bytes("dist/extension-web.js")],
  ["the browser's worker, joined", worker.reduce((sum, file) => sum + bytes(join("dist", file)), 0)],
])
  console.log(`| ${name} | ${(size / 1000).toFixed(0)} |`);

const folder = mkdtempSync(join(tmpdir(), "perceptron-figures-"));
const times = Array.from({ length: windows }, () => {
  const harness = join(".out", "test", "harness", "host", "index.mjs");
  const { stdout, stderr } = spawnSync(process.execPath, [harness, ".out/test/extension/figures/index.cjs", folder], { encoding: "utf8" });
  const [, ...figures] = /^ACTIVATED (\S+) (\S+) (\S+) (\S+) (\S+) (\S+)$/m.exec(stdout) ?? [];
  if (figures.length === 0) throw new Error(`The window told no figure:\n${stdout}${stderr}`);
  return figures.map(Number);
});
rmSync(folder, { recursive: true });
const median = (figure) => {
  const values = times.map((time) => time[figure]).toSorted((one, other) => one - other);
  return values[Math.floor(windows / 2)].toFixed(0);
};
console.log(`
| activation, median of ${windows} windows | ms | ms of the processors |
| --- | ---: | ---: |
| its code is read and run | ${median(0)} | ${median(3)} |
| it is activated, with VS Code's way there and back | ${median(2)} | ${median(5)} |
| of that \`activate()\` itself | ${median(1)} | ${median(4)} |`);
