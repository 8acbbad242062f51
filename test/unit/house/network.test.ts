// What is shipped asks for nothing over a network: no bundle calls what could, and the builder's page may
// load its own files alone. That nothing is tried while it runs is proved by the tests of the extension host
// and of the command line, which have no network. Needs dist, which `node esbuild.mjs` builds.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

/** A call or a name by which a page or Node reaches a network; not `fetch` as a method that a library has. */
const ways =
  /(?<![.\w$])(?:fetch|importScripts)\((?!\)\{)|\b(?:XMLHttpRequest|WebSocket|EventSource|sendBeacon|RTCPeerConnection)\b|["'](?:node:)?(?:net|tls|dns|dgram|https?|http2)["']\)/;

test("no bundle has a way to a network", () => {
  const files = ["dist", "dist/webview"].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".js"))
      .map((name) => join(folder, name)),
  );
  assert.ok(files.includes(join("dist", "extension-web.js")) && files.includes(join("dist", "webview", "main.js")));
  assert.deepEqual(
    files.flatMap((file) => {
      const [found] = ways.exec(readFileSync(file, "utf8")) ?? [];
      return found === undefined ? [] : [`${file}: ${found}`];
    }),
    [],
  );
  for (const way of ['x=fetch("https://a")', "new WebSocket(a)", 'require("node:https")', 'require("net")']) assert.match(way, ways);
  assert.doesNotMatch('let a=e.fetch().text;class B{fetch(){return 1}}require("node:fs")', ways);
});

test("the page's policy names its own files and nothing else", () => {
  const page = readFileSync("src/host/page.ts", "utf8");
  const [, policy = ""] = /const policy = \[([^\]]*)\]/.exec(page) ?? [];
  const rules = [...policy.matchAll(/["`]([a-z]+-src) ([^"`]*)["`]/g)].map(([, name, sources]) => [name, sources]);
  assert.deepEqual(rules, [
    ["default-src", "'none'"],
    ["script-src", "'nonce-${nonce}'"],
    ["style-src", "${webview.cspSource}"],
    ["font-src", "${webview.cspSource}"],
    ["img-src", "${webview.cspSource} data:"],
  ]);
});
