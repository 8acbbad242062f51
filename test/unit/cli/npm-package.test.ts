// The command line's own npm package, as npm packs and installs it: it runs without the repository and
// without a registry. Needs `npm run build` before.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { npm } from "../../../scripts/lib/run.mjs";
import { makeFolder } from "../../fixtures/code/command-line.ts";

test("packed, installed without a network and started by its name, it helps, trains and predicts", () => {
  const folder = makeFolder({
    "home/package.json": { private: true },
    "home/iris.csv": readFileSync("samples/iris.csv"),
    "home/iris.perceptron": readFileSync("samples/iris.perceptron"),
  });
  const [made, home] = [join(folder, "npm"), join(folder, "home")];
  const written = spawnSync(process.execPath, [join("scripts", "npm-package.mjs"), made], { encoding: "utf8" });
  assert.equal(written.status, 0, written.stderr);
  const [command, ...first] = npm();
  const run = (cwd: string, ...words: string[]): string => {
    const env = { ...process.env, npm_config_offline: "true", npm_config_audit: "false", npm_config_fund: "false" };
    const { status, stdout, stderr } = spawnSync(command, [...first, ...words], {
      cwd,
      env,
      encoding: "utf8",
      shell: process.platform === "win32",
    });
    assert.equal(status, 0, `npm ${words.join(" ")}\n${stderr}`);
    return stdout;
  };
  run(made, "pack", "--pack-destination", folder);
  const archive = readdirSync(folder).find((name) => name.endsWith(".tgz"));
  assert.ok(archive);
  run(home, "install", join("..", archive));
  const installed = join(home, "node_modules", "perceptron-cli");
  assert.deepEqual(
    readdirSync(join(home, "node_modules")).filter((name) => !name.startsWith(".")),
    ["perceptron-cli"],
    "it needs nothing else",
  );
  assert.match(readFileSync(join(installed, "ThirdPartyNotices.txt"), "utf8"), /^zod [\d.]+ \(MIT\)$/m);
  assert.match(readFileSync(join(installed, "ThirdPartyNotices.txt"), "utf8"), /^@modelcontextprotocol\/server /m);
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  assert.equal(run(home, "exec", "--no", "--", "perceptron", "--version").trim(), version);
  assert.match(run(home, "exec", "--no", "--", "perceptron", "--help"), /perceptron train FILE/);
  // Two threads start the worker beside it.
  const words = ["perceptron", "train", "iris.perceptron", "--epochs", "2", "--threads", "2", "--save", "w.safetensors"];
  run(home, "exec", "--no", "--", ...words);
  assert.ok(existsSync(join(home, "w.safetensors")));
  const answered = run(
    home,
    "exec",
    "--no",
    "--",
    "perceptron",
    "predict",
    "iris.perceptron",
    "--weights",
    "w.safetensors",
    "--csv",
    "iris.csv",
  );
  assert.match(answered, /predict/i);
});
