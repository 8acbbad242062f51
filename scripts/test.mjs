// `npm test`: sets up what the tests need, says first what cannot be had, runs every layer in order and ends with `N passed, N failed`.
//   node scripts/test.mjs unit parity     only these layers
//   --allow-missing                       what could not be run for want of something is no failure

import { mkdirSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { needChromium, needPython, needServer } from "./lib/needs.mjs";
import { checkNode } from "./lib/node-version.mjs";
import { runNodeTests, testFiles } from "./lib/node-tests.mjs";
import { build, installDependencies, packageVsix, root } from "./lib/project.mjs";
import { run } from "./lib/run.mjs";

checkNode();

const minuteMs = 60_000;
const allowMissing = process.argv.includes("--allow-missing");
const cores = availableParallelism();

const tool = (name, script, ...args) => ({
  name,
  needs: [],
  run: () => runTool(join(root, "node_modules", script), args),
});
const nodeTests = (name, needs, { concurrency = 1, timeout = 5 * minuteMs, before } = {}) => ({
  name,
  needs,
  built: true,
  run: async () => {
    await before?.();
    const files = testFiles(name);
    return runNodeTests(files, { concurrency, timeout });
  },
});

const layers = [
  tool("types", "typescript/bin/tsc", "-b"),
  tool("lint", "oxlint/bin/oxlint", "--type-aware", "--deny-warnings"),
  tool("format", "oxfmt/bin/oxfmt", "--check"),
  nodeTests("unit", [], { concurrency: cores }),
  nodeTests("parity", [], { concurrency: cores }),
  nodeTests("webview", ["chromium"], { concurrency: cores, before: () => build("dev") }),
  { name: "extension", needs: ["server", "chromium"], built: true, run: runExtensionTests },
  nodeTests("e2e", ["server", "chromium"], { concurrency: cores, timeout: 10 * minuteMs, before: () => packageVsix() }),
  nodeTests("export", ["python"], { timeout: 10 * minuteMs }),
];
/** What a layer's tests use where it is there; a test that misses it says so and is counted as not run. */
const uses = { e2e: ["python"] };
const needs = { server: needServer, chromium: needChromium, python: needPython };

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
  for (const line of output.split("\n").filter((line) => line.startsWith("WARNING "))) {
    result.failed++;
    console.log(`  ✖ ${line}`);
  }
  if (result.failed) console.log(output.trimEnd().replaceAll(/^/gm, "    "));
  return result;
}

const asked = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const unknown = asked.filter((word) => !layers.some(({ name }) => name === word));
if (unknown.length) {
  console.error(`There is no layer "${unknown.join('", "')}". Layers: ${layers.map(({ name }) => name).join(", ")}.`);
  process.exit(1);
}
const chosen = layers.filter(({ name }) => asked.length === 0 || asked.includes(name));

process.chdir(root);
// Failures then name the lines of the sources, not of the bundles.
process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ""} --enable-source-maps`.trim();
const missing = new Map();
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

const total = { passed: 0, failed: 0, skipped: 0 };
let buildFailed = false;
if (chosen.some(({ built }) => built)) {
  rmSync(join(root, ".out", "test"), { recursive: true, force: true });
  mkdirSync(join(root, ".out"), { recursive: true });
  try {
    await build();
    await build("tests");
  } catch (error) {
    buildFailed = true;
    total.failed++;
    console.log(`build: failed\n${error.message}`);
  }
}
for (const layer of chosen) {
  const lacking = layer.needs.filter((need) => missing.has(need)).map((need) => missing.get(need));
  if (lacking.length || (layer.built && buildFailed)) {
    const count = Math.max(1, testFiles(layer.name).length);
    total.skipped += count;
    console.log(`${layer.name}: not run, ${lacking.length ? `for want of ${lacking.join(" and ")}` : "because the build failed"}`);
    continue;
  }
  const started = Date.now();
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
  const skipped = result.skipped ? `, ${result.skipped} not run` : "";
  console.log(
    `${layer.name}: ${result.passed} passed, ${result.failed} failed${skipped} (${((Date.now() - started) / 1_000).toFixed(1)} s)`,
  );
}
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ""}`);
process.exit(total.failed > 0 || (total.skipped > 0 && !allowMissing) ? 1 : 0);
