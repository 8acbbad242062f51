// What is shipped for the browser runs in one: it asks for nothing of Node, and for no other file. Needs
// dist, which `node esbuild.mjs` builds.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const extension = readFileSync("dist/extension-web.js", "utf8");
const files = JSON.parse(readFileSync("dist/worker-web.files.json", "utf8")) as readonly string[];

/** What a text asks to be loaded. */
function requiredBy(text: string): string[] {
  return [...text.matchAll(/\b(?:require|import)\(\s*["'`]([^"'`]+)["'`]\s*\)/g)].map(([, name]) => name!);
}

test("the browser's extension is one file that loads VS Code alone", () => {
  assert.deepEqual([...new Set(requiredBy(extension))], ["vscode"]);
  const { sources } = JSON.parse(readFileSync("dist/extension-web.js.map", "utf8")) as { readonly sources: readonly string[] };
  assert.ok(sources.includes("../src/compose.ts"));
  assert.deepEqual(
    sources.filter((source) => /src\/(engine|worker|pytorch|disk|host\/node)\/(?!temporary-name)/.test(source)),
    [],
  );
});

test("the browser's worker is made of files that load each other alone", () => {
  assert.ok(files.includes("worker-web.js"));
  for (const file of files) {
    const text = readFileSync(join("dist", file), "utf8");
    const foreign = requiredBy(text).filter((name) => !files.includes(name.replace(/^\.\/(.*?)(\.js)?$/, "$1.js")));
    assert.deepEqual(foreign, [], `${file} loads what is not there`);
    assert.ok(!/["']node:|\b__dirname\b|\bBuffer\b|\bprocess\.\w/.test(text), `${file} asks Node`);
  }
});

test("the desktop's extension shares the browser's file, and every file that is needed is shipped", () => {
  const manifest = JSON.parse(readFileSync("package.json", "utf8")) as { main: string; browser: string; extensionKind: string[] };
  const { main, browser, extensionKind } = manifest;
  // Over SSH it runs where the files are; a window that has no such place takes the browser's by itself.
  assert.deepEqual(extensionKind, ["workspace"]);
  assert.ok(requiredBy(readFileSync(main, "utf8")).includes("./extension-web.js"));
  assert.equal(browser, "./dist/extension-web.js");
  const shipped = readFileSync(".vscodeignore", "utf8").split("\n");
  for (const line of ["!dist/extension.js", "!dist/extension-web.js", "!dist/worker*.js", "!dist/worker-web.files.json"])
    assert.ok(shipped.includes(line), line);
});

test("a worker is a script that a page runs, whatever its files hold", async () => {
  const { scriptOf } = await import("../../../src/host/web/script.ts");
  const script = scriptOf(
    [
      { name: "first.js", text: 'self.said = require("./second.js").word; // the end' },
      { name: "second.js", text: 'exports.word = require("./third").count + " words"; // the end' },
      { name: "third.js", text: "module.exports = { count: 2 }" },
    ],
    "first.js",
  );
  const self: { said?: string } = {};
  // oxlint-disable-next-line typescript/no-implied-eval, no-new-func
  new Function("self", script)(self);
  assert.equal(self.said, "2 words");
});
