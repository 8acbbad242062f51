// `npm test`: sets up what the tests need, says first what cannot be had, runs every layer and ends with `N
// passed, N failed`.
//   node scripts/test.mjs unit parity     only these layers
//   --allow-missing                       what could not be run for want of something is no failure
//   --pictures                            keeps what the tests see in .out/screenshots
// Nothing fails for being slow: the slowest tests are named at the end.

import { mkdirSync, rmSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { join } from "node:path";
import { needChromium, needCompiler, needPython, needServer } from "./lib/needs.mjs";
import { checkNode } from "./lib/node-version.mjs";
import { runNodeTests, testFiles } from "./lib/node-tests.mjs";
import { build, installDependencies, packageVsix, root } from "./lib/project.mjs";
import { run } from "./lib/run.mjs";
import { shareBrowser, shareServer } from "./lib/shared.mjs";

checkNode();

/** How many of the slowest tests are named at the end. */
const NAMED = 10;
const total = { passed: 0, failed: 0, skipped: 0 };
const times = [];
const failures = [];
const missing = new Map();
const allowMissing = process.argv.includes("--allow-missing");
const cores = availableParallelism();

const tool = (name, script, ...args) => ({
  name,
  needs: [],
  run: () => runTool(join(root, "node_modules", script), args),
});
/**
 * A layer under Node's runner. `share` starts what its files have in common, each answering `{ env, stop }`.
 */
const nodeTests = (name, needs, { share = [] } = {}) => ({
  name,
  needs,
  built: true,
  run: async () => {
    const shared = [];
    try {
      for (const start of share) shared.push(await start());
      const env = Object.assign({}, ...shared.map((one) => one.env));
      return await runNodeTests(testFiles(name), { concurrency: cores, env });
    } finally {
      for (const { stop } of shared) await stop();
    }
  },
});

/**
 * Two lanes at the same time, and in a lane one layer after the other: one that needs a VS Code window beside
 * one that needs none. Both have about as much to do, and together they keep all processors busy.
 */
const lanes = [
  [
    tool("types", "typescript/bin/tsc", "-b"),
    tool("lint", "oxlint/bin/oxlint", "--type-aware", "--deny-warnings"),
    tool("format", "oxfmt/bin/oxfmt", "--check"),
    nodeTests("unit", []),
    nodeTests("parity", []),
    nodeTests("export", ["python", "compiler"]),
    nodeTests("webview", ["chromium"], { share: [shareBrowser] }),
  ],
  [
    { name: "extension", needs: ["server", "chromium"], built: true, run: runExtensionTests },
    nodeTests("e2e", ["server", "chromium"], { share: [shareBrowser, () => shareServer(vsix)] }),
  ],
];
const layers = lanes.flat();
/** What a layer's tests use if it is there; a test that misses it says so and is counted as not run. */
const uses = { e2e: ["python"] };
const needs = { server: needServer, chromium: needChromium, python: needPython, compiler: needCompiler };

async function runTool(script, args) {
  try {
    await run(process.execPath, [script, ...args], { cwd: root });
    return { passed: 1, failed: 0, skipped: 0 };
  } catch (error) {
    console.log((error.output ?? error.message).trimEnd().replaceAll(/^/gm, "    "));
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

async function runExtensionTests() {
  const output = await run(process.execPath, [join(root, ".out", "test", "harness", "host", "index.mjs")], { cwd: root }).catch(
    (error) => error.output ?? error.message,
  );
  const last = /^TESTS DONE (\d+) passed, (\d+) failed$/m.exec(output);
  const result = last ? { passed: Number(last[1]), failed: Number(last[2]), skipped: 0 } : { passed: 0, failed: 1, skipped: 0 };
  result.times = [...output.matchAll(/^✔ (.*) \((\d+) ms\)$/gm)].map(([, name, ms]) => ({ name: `${name} (extension)`, ms: Number(ms) }));
  const warnings = output.split("\n").filter((line) => line.startsWith("WARNING "));
  result.failed += warnings.length;
  if (result.failed === 0) return result;
  // Of tests that ended only what failed is shown; of those that did not, all there is.
  const blocks = last ? output.split(/^(?=\s*[✔✖] )/m).filter((block) => block.trimStart().startsWith("✖")) : [output];
  for (const text of [...blocks, ...warnings]) console.log(text.trimEnd().replaceAll(/^/gm, "    "));
  result.failures = last ? [...blocks.map((block) => block.trim().split("\n")[0].replace("✖ ", "")), ...warnings] : undefined;
  return result;
}

/** Processor seconds of the whole machine since it was started: all, and those of work. */
function processorSeconds() {
  const spent = { all: 0, work: 0 };
  for (const { times } of cpus()) {
    spent.work += times.user + times.nice + times.sys;
    spent.all += times.user + times.nice + times.sys + times.idle + times.irq;
  }
  return spent;
}

/** How busy the machine was since then: less than all means that tests waited. */
function busySince(before) {
  const now = processorSeconds();
  return `${Math.round((100 * (now.work - before.work)) / (now.all - before.all))} %`;
}

/** Runs a layer, says what it came to and adds that to the total. */
async function runLayer(layer) {
  const lacking = layer.needs.filter((need) => missing.has(need)).map((need) => missing.get(need));
  if (lacking.length || (layer.built && buildFailed)) {
    const count = Math.max(1, testFiles(layer.name).length);
    total.skipped += count;
    console.log(`${layer.name}: not run, ${lacking.length ? `for want of ${lacking.join(" and ")}` : "because the build failed"}`);
    return;
  }
  const started = Date.now();
  const before = processorSeconds();
  let result;
  try {
    result = await layer.run();
  } catch (error) {
    console.log(error.stack ?? String(error));
    result = { passed: 0, failed: 1, skipped: 0 };
  }
  if (result.passed + result.failed + result.skipped === 0) {
    console.log(`${layer.name}: there is no test in test/${layer.name}`);
    result.failed = 1;
  }
  for (const key of Object.keys(total)) total[key] += result[key];
  times.push(...(result.times ?? []));
  failures.push(...(result.failures ?? (result.failed ? [`all of ${layer.name}`] : [])).map((name) => `${name} [${layer.name}]`));
  const skipped = result.skipped ? `, ${result.skipped} not run` : "";
  console.log(
    `${layer.name}: ${result.passed} passed, ${result.failed} failed${skipped} (${((Date.now() - started) / 1_000).toFixed(1)} s, processors ${busySince(before)} busy)`,
  );
}

const asked = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const unknown = asked.filter((word) => !layers.some(({ name }) => name === word));
if (unknown.length) {
  console.error(`There is no layer "${unknown.join('", "')}". Layers: ${layers.map(({ name }) => name).join(", ")}.`);
  process.exit(1);
}
const chosen = layers.filter(({ name }) => asked.length === 0 || asked.includes(name));

process.chdir(root);
if (process.argv.includes("--pictures")) process.env.PERCEPTRON_PICTURES = "1";
// Failures then name the lines of the sources, not of the bundles.
process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ""} --enable-source-maps`.trim();
try {
  await installDependencies(console.log);
} catch (error) {
  console.log(`Lacking the dependencies. Connect to the npm registry and run this again.\n${error.message}`);
  process.exit(1);
}
for (const need of new Set(chosen.flatMap(({ name, needs }) => [...needs, ...(uses[name] ?? [])]))) {
  const { name, value, lacking } = await needs[need](console.log);
  if (lacking) {
    missing.set(need, name);
    console.log(`Lacking ${name}. ${lacking}`);
  } else {
    process.env[`PERCEPTRON_${need.toUpperCase()}`] = value;
  }
}

let buildFailed = false;
let vsix;
if (chosen.some(({ built }) => built)) {
  rmSync(join(root, ".out", "test"), { recursive: true, force: true });
  mkdirSync(join(root, ".out"), { recursive: true });
  try {
    // All lanes read what is built here, so it is built once, before they start.
    if (chosen.some(({ name }) => name === "e2e")) vsix = await packageVsix();
    else await build();
    await build("dev", "tests");
  } catch (error) {
    buildFailed = true;
    total.failed++;
    console.log(`build: failed\n${error.message}`);
  }
}
await Promise.all(
  lanes.map(async (lane) => {
    for (const layer of lane.filter((one) => chosen.includes(one))) await runLayer(layer);
  }),
);
// Once more at the end, where a log that is cut still has it.
if (failures.length > 0) console.log("What failed:");
for (const name of failures) console.log(`  ${name}`);
const slowest = times.toSorted((one, other) => other.ms - one.ms).slice(0, NAMED);
if (slowest.length > 0) console.log("The slowest tests:");
for (const { name, ms } of slowest) console.log(`  ${(ms / 1_000).toFixed(1).padStart(6)} s  ${name}`);
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ""}`);
process.exit(total.failed > 0 || (total.skipped > 0 && !allowMissing) ? 1 : 0);
