// The tests' side in the extension host: runs every file of a folder that ends in .test.cjs with Node's own
// runner, in this very process. Each line for the terminal begins with a mark, because VS Code sends its own
// log the same way; the last one is what counts as success.

import { readdirSync } from "node:fs";
import { join } from "node:path";
import { run } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

/** Begins each line that `test/harness/host/index.ts` shows. */
export const mark = "host| ";

/**
 * Runs the tests of `folder`; throws if one fails. `export const run = () => runSuite(__dirname)` is all
 * that a tests module needs.
 * @param after what was found wrong in all of them together, a failure each
 */
export async function runSuite(folder: string, after: () => readonly string[] = () => []): Promise<void> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.cjs"))
    .toSorted()
    .map((file) => join(folder, file));
  if (files.length === 0) throw new Error(`There is no *.test.cjs in ${folder}.`);
  let open = 0;
  let passed = 0;
  let failed = 0;
  // The types of the oldest Node that is supported do not know `isolation` yet; the host's Node does.
  const options = { files, isolation: "none", concurrency: 1 };
  run(options)
    .on("test:enqueue", () => open++)
    .on("test:complete", () => open--)
    .on("test:pass", ({ name, nesting, details }) => {
      if (details.type === "suite") return;
      passed++;
      say(`${"  ".repeat(nesting)}✔ ${name} (${Math.round(details.duration_ms)} ms)`);
    })
    .on("test:fail", ({ name, nesting, details }) => {
      if (details.type === "suite") return;
      failed++;
      const cause = details.error.cause;
      say(`${"  ".repeat(nesting)}✖ ${name}\n${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause ?? details.error)}`);
    });
  // In a process that lives on the runner never says that it is over: it is when, for a while, no test is
  // open.
  for (let quiet = 0; quiet < 5; quiet = open === 0 && passed + failed > 0 ? quiet + 1 : 0) await sleep(100);
  for (const found of after()) {
    failed++;
    say(`✖ ${found}`);
  }
  say(`TESTS DONE ${passed} passed, ${failed} failed`);
  if (failed > 0) throw new Error(`${failed} failed`);
}

function say(text: string): void {
  console.log(text.replaceAll(/^/gm, mark));
}
