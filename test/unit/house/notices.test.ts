// Third-party notices: every package whose code is in the bundles that are shipped, as their source maps name
// it, has its licence word for word in the VSIX. Needs dist, which `node esbuild.mjs` builds.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const notices = readFileSync("dist/ThirdPartyNotices.txt", "utf8");
const ignored = readFileSync(".vscodeignore", "utf8").split("\n");

function bundledPackages(): string[] {
  const maps = ["dist", "dist/webview"].flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith(".map") && file !== "cli.js.map")
      .map((file) => join(folder, file)),
  );
  const sources = maps.flatMap((map) => (JSON.parse(readFileSync(map, "utf8")) as { sources: string[] }).sources);
  const names = sources.flatMap((source) => /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/.exec(source)?.[1] ?? []);
  // Icons are no code, and the kernels hold the standard library of the language they are written in.
  return [...new Set([...names, "@vscode/codicons", "assemblyscript"])].toSorted((one, other) => (one < other ? -1 : 1));
}

test("the licence of everything that is bundled is in the notices, word for word", () => {
  const names = bundledPackages();
  for (const known of ["zod", "lit-html", "chart.js", "hyparquet", "jsonc-parser"])
    assert.ok(names.includes(known), `${known} is not found`);
  for (const name of names) {
    const folder = join("node_modules", name);
    const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string; license: string };
    assert.ok(notices.includes(`${name} ${version} (${license})`), `${name} is not named`);
    for (const file of readdirSync(folder).filter((entry) => /^licen[cs]e/i.test(entry)))
      assert.ok(notices.includes(readFileSync(join(folder, file), "utf8").trim()), `${name} without its ${file}`);
  }
});

test("the notices, and the comments that licences ask for, are shipped", () => {
  for (const line of ["!dist/ThirdPartyNotices.txt", "!dist/webview/*.LEGAL.txt"]) assert.ok(ignored.includes(line), line);
  const kept = readdirSync("dist/webview").filter((file) => file.endsWith(".LEGAL.txt"));
  assert.ok(kept.length > 0);
  for (const file of kept) assert.match(readFileSync(join("dist/webview", file.replace(/\.LEGAL\.txt$/, "")), "utf8"), /LEGAL\.txt/);
});
