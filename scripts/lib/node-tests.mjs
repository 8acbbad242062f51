// A layer of tests under Node's own runner: which files it has, what they came to, how long each test took,
// and every failure printed with its name. Nothing is failed for being slow: only a file in which no test
// begins or ends for a long time is taken to hang, and is ended.

import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { root } from "./project.mjs";

const reporter = new URL("report-events.mjs", import.meta.url).href;
const minuteMs = 60_000;
/** A file that has been asked to end gets so long to end what it started. */
const graceMs = 10_000;

/**
 * How long one test may take. Its steps have limits of their own (`patience` in test/harness), so this ends
 * only what no step ends.
 */
export const hangMs = 10 * minuteMs;

/** The built test files of a layer, found by their ending. */
export function testFiles(layer, ending = ".test.mjs") {
  const folder = join(root, ".out", "test", layer);
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(ending))
      .toSorted()
      .map((file) => join(folder, file));
  } catch (error) {
    if (error.code === "ENOENT") return [];
    throw error;
  }
}

/**
 * Runs test files, at most `concurrency` at a time, each in a process of its own with `env` added to the
 * environment. A warning printed to standard error is a failure. Answers `{ passed, failed, skipped, times,
 * failures }`, where `times` has `{ name, ms }` of each test at the top of its file.
 */
export async function runNodeTests(files, { concurrency, env = {} }) {
  const result = { passed: 0, failed: 0, skipped: 0, times: [], failures: [] };
  const waiting = [...files];
  const work = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) await runFile(file, env, result);
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return result;
}

async function runFile(file, env, result) {
  const before = result.failed;
  let heard = 0;
  let current = "its first test";
  const fail = (name, text) => {
    result.failed++;
    result.failures.push(name);
    console.log(`  ✖ ${name}\n${String(text).trimEnd().replaceAll(/^/gm, "      ")}`);
  };
  const child = spawn(process.execPath, ["--test-reporter", reporter, "--test-reporter-destination", "stdout", file], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "inherit", "pipe", "ipc"],
  });
  let hung = false;
  let ending;
  const watch = () => {
    clearTimeout(ending);
    ending = setTimeout(() => {
      hung = true;
      fail(where(file), `Nothing was heard for ${hangMs / minuteMs} minutes since ${current} began, so it was ended.`);
      child.kill("SIGTERM");
      ending = setTimeout(() => child.kill("SIGKILL"), graceMs);
    }, hangMs);
  };
  watch();
  let errors = "";
  child.stderr.setEncoding("utf8");
  child.stderr.on("data", (text) => (errors += text));
  child.on("message", ({ type, name, nesting, skip, isSuite, ms, failure }) => {
    if (!hung) watch();
    if (type === "test:start") {
      current = `“${name}”`;
      return;
    }
    heard++;
    if (skip !== undefined) {
      result.skipped++;
      console.log(`  - ${name}: not run${typeof skip === "string" && skip ? `, ${skip}` : ""}`);
    } else if (type === "test:fail") {
      if (failure !== undefined) fail(`${name} (${where(file)})`, failure);
    } else if (!isSuite) {
      result.passed++;
    }
    // A test with steps counts as a whole.
    if (nesting === 0) result.times.push({ name: `${name} (${where(file)})`, ms });
  });
  const code = await new Promise((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("close", (exit, signal) => resolve(exit ?? signal));
  });
  clearTimeout(ending);
  if (code !== 0 && result.failed === before) fail(where(file), `It ended with ${code}.\n${errors}`);
  else if (heard === 0 && !hung) fail(where(file), "This file holds no test.");
  else if (/warning/i.test(errors)) fail(`${where(file)} printed a warning`, errors);
  else if (errors) console.log(`    ${where(file)} printed:\n${errors.trimEnd().replaceAll(/^/gm, "      ")}`);
}

/** A built file as a person knows it. */
function where(file) {
  return relative(root, file)
    .replace(/^\.out[\\/]/, "")
    .replace(/\.mjs$/, ".ts");
}
