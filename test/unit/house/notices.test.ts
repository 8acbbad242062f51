// Third-party notices: every package whose code is in the bundles that are shipped, as their source maps name
// it, has its licence word for word in the VSIX. Needs dist, which `node esbuild.mjs` builds.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const ignored = readFileSync(".vscodeignore", "utf8").split("\n");

/**
 * The packages in the bundles whose maps `isMeant`, as the maps name their sources: by name, with the version
 * if another one is bundled than is installed.
 */
function bundledPackages(isMeant: (map: string) => boolean): ReadonlyMap<string, string | undefined> {
  const maps = ["dist", "dist/webview"].flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith(".map") && isMeant(file))
      .map((file) => join(folder, file)),
  );
  const sources = maps.flatMap((map) => (JSON.parse(readFileSync(map, "utf8")) as { sources: string[] }).sources);
  const found = sources.flatMap((source) => {
    const [, version, name] = /(?:@(\d[^_/]*)[^/]*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/.exec(source) ?? [];
    // A library's own map may name a package that is nowhere but in the library.
    return name !== undefined && existsSync(join("node_modules", name)) ? [[name, version] as const] : [];
  });
  // The kernels hold the standard library of the language they are written in.
  return new Map([...found, ["assemblyscript", undefined]]);
}

function assertNamed(packages: ReadonlyMap<string, string | undefined>, known: readonly string[], file: string): void {
  const notices = readFileSync(file, "utf8");
  for (const name of known) assert.ok(packages.has(name), `${name} is not found`);
  for (const [name, bundled] of packages) {
    const folder = join("node_modules", name);
    const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string; license: string };
    assert.ok(notices.includes(`${name} ${bundled ?? version} (${license})`), `${name} is not named in ${file}`);
    for (const text of readdirSync(folder).filter((entry) => /^licen[cs]e/i.test(entry)))
      assert.ok(notices.includes(readFileSync(join(folder, text), "utf8").trim()), `${name} without its ${text} in ${file}`);
  }
}

test("the licence of everything that the extension bundles is in its notices, word for word", () => {
  // Icons are no code.
  const code = bundledPackages((map) => !["cli.js.map", "mcp.js.map"].includes(map));
  assertNamed(
    new Map([...code, ["@vscode/codicons", undefined]]),
    ["zod", "lit-html", "chart.js", "hyparquet", "jsonc-parser"],
    "dist/ThirdPartyNotices.txt",
  );
});

test("so it is of the command line, which has other libraries, and none of the webview's", () => {
  const code = bundledPackages((map) => /^(cli|mcp|worker.*)\.js\.map$/.test(map));
  const file = "dist/ThirdPartyNotices-cli.txt";
  // The protocol's library has ajv and others in it.
  assertNamed(code, ["zod", "jsfive", "@modelcontextprotocol/server", "hyparquet", "ajv", "ajv-formats"], file);
  assert.doesNotMatch(readFileSync(file, "utf8"), /^(lit-html|chart\.js|temml) /m);
});

test("the notices, and the comments that licences ask for, are shipped", () => {
  for (const line of ["!dist/ThirdPartyNotices.txt", "!dist/webview/*.LEGAL.txt"]) assert.ok(ignored.includes(line), line);
  const kept = readdirSync("dist/webview").filter((file) => file.endsWith(".LEGAL.txt"));
  assert.ok(kept.length > 0);
  for (const file of kept) assert.match(readFileSync(join("dist/webview", file.replace(/\.LEGAL\.txt$/, "")), "utf8"), /LEGAL\.txt/);
});
