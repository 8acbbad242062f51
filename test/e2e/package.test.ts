// The VSIX as it would be published: small, and with nothing in it that a person does not need.

import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { startSession, vsix } from "./session.ts";

const mostBytes = 1_500_000;

test("the VSIX is at most 1.5 MB", () => {
  const { size } = statSync(vsix);
  console.log(`VSIX: ${(size / 1_000).toFixed(0)} kB`);
  assert.ok(size <= mostBytes, `the VSIX has ${size} bytes, and ${mostBytes} is the most`);
});

test("installed, it holds the product and nothing else", async () => {
  const { server } = await startSession();
  const folder = (await readdir(server.extensions)).find((name) => name.startsWith("perceptron-builder.perceptron"));
  assert.ok(folder, "the extension is not among the installed ones");
  const entries = await readdir(join(server.extensions, folder), { recursive: true, withFileTypes: true });
  const all = entries.filter((entry) => entry.isFile());
  const files = all.map(({ name }) => name);
  for (const name of [
    "extension.js",
    "extension-web.js",
    "worker.js",
    "worker-web.js",
    "worker-web.files.json",
    "ThirdPartyNotices.txt",
    "main.js",
    "codicon.ttf",
    "perceptron.schema.json",
    "lesson.schema.json",
    "perceptron_runner.py",
    "perceptron_channel.py",
    "perceptron_health.py",
    "perceptron_launcher.py",
    "perceptron_machines.py",
    "lesson.json",
    "language-configuration.json",
    "perceptron.tmLanguage.json",
    "package.nls.ko.json",
    "bundle.l10n.ko.json",
  ]) {
    assert.ok(files.includes(name), `${name} is missing: the VSIX has ${files.join(", ")}`);
  }
  assert.deepEqual(
    files.filter((name) => /\.(ts|map|mjs|vsix)$/.test(name)),
    [],
  );
  // Lessons bring the rows they are about.
  assert.deepEqual(
    all.filter(({ name, parentPath }) => name.endsWith(".csv") && !/[\\/]dist[\\/]lessons[\\/]/.test(parentPath)).map(({ name }) => name),
    [],
  );
});
