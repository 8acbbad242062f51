// Runs tests inside a real extension host: `node .out/test/harness/host/index.mjs [MODULE] [FOLDER]`. VS Code
// loads MODULE and calls its `run()`; FOLDER (a copy of it) is what is open. A host that dies is reported by
// VS Code as a success, so only the line `TESTS DONE N passed, N failed` that `run()` prints at its very end
// counts.

import { basename, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { workbenchUrl } from "../../../scripts/lib/vscode-server.mjs";
import { launchBrowser } from "../browser.ts";
import { patience } from "../patience.ts";
import { startTestServer } from "../server.ts";
import { answerLook } from "./look.ts";
import { mark } from "./suite.ts";

const tests = resolve(process.argv[2] ?? ".out/test/extension/index.cjs");
const opened = resolve(process.argv[3] ?? "samples");
/** A host in which no test has ended for so long hangs; a single test has less, and says so itself. */
const limitMs = 15 * 60_000;

/**
 * Whether a line of VS Code's own log is about this extension; its other lines (gallery, telemetry) are not
 * ours.
 */
function speaksOfUs(line: string): boolean {
  return /perceptron-builder|dist[\\/](extension|worker)\.js/.test(line);
}

const server = await startTestServer({
  settings: { "window.restoreWindows": "none" },
  standIns: [
    ["ms-python.python", "test/fixtures/python-extension"],
    // The second extension uses the API of the first.
    ["api-user", "test/fixtures/api-user"],
  ],
});
const browser = await launchBrowser();
let done = false;
let heard = Date.now();
const others: string[] = [];
try {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 }, reducedMotion: "reduce" });
  page.setDefaultTimeout(patience);
  const exit = new Promise<number>((settle) => {
    void page.exposeFunction("codeAutomationExit", settle);
  });
  await page.exposeFunction("codeAutomationLog", (type: string, values: readonly unknown[]) => {
    const lines = values.map(String).join(" ").split("\n");
    for (const line of lines.filter((line) => line.includes(mark))) {
      const text = line.slice(line.indexOf(mark) + mark.length);
      heard = Date.now();
      if (answerLook(page, text)) continue;
      console.log(text);
      if (text.startsWith("TESTS DONE ")) done = true;
    }
    if (!lines[0] || lines[0].includes(mark)) return;
    others.push(`${type}: ${lines[0].slice(0, 300)}`);
    if (/^(warn|error)/.test(type) && speaksOfUs(lines[0])) console.log(`WARNING ${lines[0]}`);
  });
  await page.goto(workbenchUrl(server, await server.workspace(basename(opened), opened), { development: process.cwd(), tests }));
  const silence = async (): Promise<"silent"> => {
    while (Date.now() - heard < limitMs) await sleep(1_000, undefined, { ref: false });
    return "silent";
  };
  const code = await Promise.race([exit, silence()]);
  if (!done) {
    console.log(
      code === "silent"
        ? `No test has ended for ${limitMs / 60_000} minutes, so the extension host was ended.`
        : "The extension host ended before its tests were over.",
    );
    console.log(others.slice(-30).join("\n"));
    process.exitCode = 1;
  } else if (code !== 0) {
    process.exitCode = 1;
  }
} finally {
  await browser.close();
  await server.stop();
}
