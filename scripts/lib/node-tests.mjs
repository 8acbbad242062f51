// A layer of tests under Node's own runner: which files it has, what they came to, and every failure printed with its name.

import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { run } from "node:test";
import { root } from "./project.mjs";

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

/** Runs test files, at most `concurrency` at a time, each in a process of its own. A warning printed to standard error is a failure. */
export async function runNodeTests(files, { concurrency, timeout }) {
  const result = { passed: 0, failed: 0, skipped: 0 };
  const errors = new Map();
  const fail = (name, text) => {
    result.failed++;
    console.log(`  ✖ ${name}\n${String(text).trimEnd().replaceAll(/^/gm, "      ")}`);
  };
  for await (const { type, data } of run({ files, concurrency, timeout })) {
    if (type === "test:stderr") errors.set(data.file, (errors.get(data.file) ?? "") + data.message);
    else if (type === "test:pass" && data.skip !== undefined) skip(result, data);
    else if (type === "test:pass" && isFile(data, files)) fail(where(data.name), "This file holds no test.");
    else if (type === "test:pass" && data.details.type !== "suite") result.passed++;
    else if (type === "test:fail" && data.details.error.failureType !== "subtestsFailed") {
      const { error } = data.details;
      fail(isFile(data, files) ? where(data.name) : `${data.name} (${where(data.file)})`, error.cause?.stack ?? error.cause ?? error.stack);
    }
  }
  for (const [file, text] of errors) {
    if (/warning/i.test(text)) fail(`${where(file)} printed a warning`, text);
    else console.log(`    ${where(file)} printed:\n${text.trimEnd().replaceAll(/^/gm, "      ")}`);
  }
  return result;
}

/** Whether an event is about a whole file: Node reports one only where it has no tests of its own to report. */
function isFile(data, files) {
  return files.includes(data.name) || files.includes(join(root, data.name));
}

/** A built file as a person knows it. */
function where(file) {
  return file
    ? relative(root, file)
        .replace(/^\.out[\\/]/, "")
        .replace(/\.mjs$/, ".ts")
    : "";
}

function skip(result, data) {
  result.skipped++;
  console.log(`  - ${data.name}: not run${typeof data.skip === "string" && data.skip ? `, ${data.skip}` : ""}`);
}
