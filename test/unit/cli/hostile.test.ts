// The command line on what a stranger wrote, and where its output goes nowhere: it ends soon with a sentence,
// saves first, and writes through no link. Needs dist/cli.js, which `node esbuild.mjs cli` builds.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, openSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readSafetensors } from "../../../src/code/formats/safetensors.ts";
import { CLI, makeFolder, perceptron } from "../../fixtures/code/command-line.ts";

const hostile = (name: string): Buffer => readFileSync(join("test/fixtures/hostile", name));
const iris = { "iris.csv": readFileSync("samples/iris.csv"), "iris.perceptron": readFileSync("samples/iris.perceptron") };
const unix = process.platform === "win32" ? "for want of devices, pipes and signals" : false;

/** One line for each problem, with nothing in it that moves a cursor. */
function assertPlain(output: string): void {
  assert.doesNotMatch(output.replaceAll("\n", ""), /[\p{Cc}\u2028\u202e]/u);
  for (const line of output.split("\n")) assert.ok(line.length < 1000, line.slice(0, 200));
}

test("a data file that is a device is named, and nothing waits for it", { skip: unix }, () => {
  const folder = makeFolder({ "devices.perceptron": hostile("devices.perceptron") });
  for (const command of ["check", "train"]) {
    // A limit of the process: while it is waited for, the test's own cannot come.
    const limits = { cwd: folder, encoding: "utf8", timeout: 15_000 } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, command, "devices.perceptron"], limits);
    assert.equal(status, 1);
    assert.match(stdout + stderr, /^devices\.perceptron:1:29: error: \/dev\/ptmx is not an ordinary file, so it is not read\./);
  }
});

test("a document of 50 MB is refused before it is read, also to test, train, predict and export", () => {
  const folder = makeFolder({ "big.perceptron": `{${" ".repeat(50_000_000)}` });
  for (const words of [["check"], ["train"], ["test"], ["export", "--to", "pytorch"], ["predict", "--weights", "w", "--csv", "c"]]) {
    const [command = "", ...options] = words;
    const { status, stdout, stderr } = perceptron(folder, command, "big.perceptron", ...options);
    assert.equal(status, 1);
    assert.match(stdout + stderr, /The document has 50\.0 MB, but at most 2\.0 MB are read\./, command);
  }
});

test("names and values are printed on their line, escaped and shortened", () => {
  const name = `"x\n/etc/passwd:1:1: error: forged\u001b]0;owned\u0007"`;
  const folder = makeFolder({
    "terminal-escape.perceptron": hostile("terminal-escape.perceptron"),
    "evil.csv": hostile("evil.csv"),
    "names.csv": `${name},b,${"n".repeat(100_000)}\n${"1,2,3\n".repeat(20)}`,
    "names.perceptron": {
      format: 1,
      data: { file: "names.csv", target: "b" },
      layers: [{ type: "Linear", out_features: 1, name: "\u001b[2J\n" }],
      training: { epochs: 1, loss: { type: "MSELoss" }, optimizer: { type: "SGD", lr: 0.001 } },
    },
  });
  for (const document of ["terminal-escape.perceptron", "names.perceptron"]) {
    const { stdout, stderr } = perceptron(folder, "check", document);
    assertPlain(stdout);
    assertPlain(stderr);
    assert.doesNotMatch(stdout, /^\/etc\/passwd/m);
  }
  assertPlain(perceptron(folder, "new", "names.csv", "--target", "\u001b[2J").stderr);
  assertPlain(perceptron(folder, "check", "\u001b[2J\n").stderr);
});

test("1,500 CSVs are opened a few at a time", { skip: unix }, () => {
  const names = Array.from({ length: 1500 }, (_, index) => `${index}.csv`);
  const folder = makeFolder({
    ...Object.fromEntries(names.map((name) => [name, "x,y\n1,2\n"])),
    "many.perceptron": {
      format: 1,
      data: { file: names, target: "y" },
      layers: [{ type: "Linear", out_features: 1 }],
      training: { loss: { type: "MSELoss" }, optimizer: { type: "SGD", lr: 0.1 } },
    },
  });
  const { status, stdout, stderr } = spawnSync(
    "sh",
    ["-c", `ulimit -n 100; exec "$0" "$@"`, process.execPath, CLI, "check", "many.perceptron"],
    {
      cwd: folder,
      encoding: "utf8",
    },
  );
  assert.equal(status, 0, stdout);
  assert.match(stderr, /: 1500 rows/);
});

test(
  "a full disk or a closed pipe behind the output keeps no weights from being saved",
  { skip: existsSync("/dev/full") ? false : "for want of /dev/full" },
  async () => {
    const folder = makeFolder(iris);
    const full = spawnSync(process.execPath, [CLI, "train", "iris.perceptron", "--save", "full.safetensors", "--json"], {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", openSync("/dev/full", "w"), "pipe"],
    });
    assert.equal(full.status, 1);
    assert.match(full.stderr, /^perceptron: The output could not be written: ENOSPC/m);
    assert.match(full.stderr, /^Saved full\.safetensors\.$/m);
    const closed = spawn(process.execPath, [CLI, "train", "iris.perceptron", "--save", "closed.safetensors", "--json"], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
    });
    closed.stdout.destroy();
    closed.stderr.destroy();
    const [status] = (await once(closed, "exit")) as [number | null];
    assert.equal(status, 0);
    for (const name of ["full", "closed"])
      assert.ok(readSafetensors(readFileSync(join(folder, `${name}.safetensors`)), name).tensors.length > 0);
  },
);

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  test(`${signal} ends the run and saves`, { skip: unix }, async () => {
    const folder = makeFolder(iris);
    const training = spawn(
      process.execPath,
      [CLI, "train", "iris.perceptron", "--epochs", "100000000", "--save", "w.safetensors", "--json"],
      { cwd: folder, stdio: ["ignore", "pipe", "pipe"] },
    );
    await once(training.stdout, "data");
    training.stdout.resume();
    training.kill(signal);
    const [status] = (await once(training, "exit")) as [number | null];
    assert.equal(status, 130);
    assert.ok(readSafetensors(readFileSync(join(folder, "w.safetensors")), "w").tensors.length > 0);
    assert.ok(existsSync(join(folder, "w.checkpoint.safetensors")));
  });

test("weights that cannot be written are told of before training", { skip: existsSync("/proc/self") ? false : "for want of /proc" }, () => {
  const folder = makeFolder(iris);
  const { status, stdout, stderr } = perceptron(folder, "train", "iris.perceptron", "--save", "/proc/w.safetensors");
  assert.deepEqual([status, stdout], [1, ""]);
  assert.match(stderr, /^perceptron: \/proc\/w\.safetensors could not be written: .*Choose a folder that can be written\.\n$/);
});

test("no link in a folder is written through", { skip: unix }, () => {
  const victims = makeFolder({ victim: "mine", empty: "" });
  const folder = makeFolder(iris);
  const link = (name: string, to = "victim"): void => symlinkSync(join(victims, to), join(folder, name));
  for (const name of ["report.xml", "w.safetensors", "w.checkpoint.safetensors", "iris.py", "out.csv"]) link(name);
  link("empty.py", "empty");
  link("nowhere.csv", "nowhere");
  assert.match(
    perceptron(folder, "train", "iris.perceptron", "--epochs", "1", "--save", "w.safetensors").stderr,
    /w\.safetensors is not an ordinary file/,
  );
  assert.equal(perceptron(folder, "train", "iris.perceptron", "--epochs", "1", "--save", "v.safetensors").status, 0);
  assert.equal(perceptron(folder, "export", "iris.perceptron", "--to", "pytorch").stdout, "iris-2.py\n");
  assert.equal(perceptron(folder, "export", "iris.perceptron", "--to", "pytorch", "--out", "empty.py").status, 1);
  perceptron(folder, "test", "iris.perceptron", "--junit", "report.xml");
  for (const out of ["out.csv", "nowhere.csv"]) {
    const words = ["--weights", "v.safetensors", "--csv", "iris.csv", "--out", out];
    assert.equal(perceptron(folder, "predict", "iris.perceptron", ...words).status, 1);
  }
  assert.deepEqual(readdirSync(victims).toSorted(), ["empty", "victim"]);
  assert.deepEqual(
    ["victim", "empty"].map((name) => readFileSync(join(victims, name), "utf8")),
    ["mine", ""],
  );
});

test("a checkpoint whose place lies beyond the pass is damaged", () => {
  const folder = makeFolder({ "iris.csv": iris["iris.csv"], "resume.perceptron": hostile("resume.perceptron") });
  copyFileSync("test/fixtures/hostile/beyond.checkpoint.safetensors", join(folder, "b.checkpoint.safetensors"));
  const { status, stderr } = perceptron(folder, "train", "resume.perceptron", "--resume", "b.checkpoint.safetensors");
  assert.equal(status, 1);
  assert.match(stderr, /^perceptron: The checkpoint is damaged: its progress cannot be right\. Train from the start\.$/m);
});

test("a predicted CSV runs nothing in a spreadsheet, keeps its numbers, and keeps all where that is wanted", () => {
  const rows = ["-5,+3,yes", "-1.5,x,=1+1", "2,@SUM(A1),yes", "-3,plain,=1+1"];
  const folder = makeFolder({
    "t.csv": `n,t,c\n${Array.from({ length: 10 }, () => rows.join("\n")).join("\n")}\n`,
    "t.perceptron": {
      format: 1,
      data: { file: "t.csv", target: "c", features: ["n"] },
      layers: [{ type: "Linear", out_features: 2 }],
      training: { epochs: 1, loss: { type: "CrossEntropyLoss" }, optimizer: { type: "SGD", lr: 0.1 } },
    },
  });
  writeFileSync(join(folder, "few.csv"), `n,t,c\n${rows.join("\n")}\n`);
  assert.equal(perceptron(folder, "train", "t.perceptron", "--save", "w.safetensors").status, 0);
  const predict = (...words: readonly string[]): string =>
    perceptron(folder, "predict", "t.perceptron", "--weights", "w.safetensors", "--csv", "few.csv", ...words).stdout;
  const lines = predict().split("\n");
  assert.match(lines[0]!, /^n,t,c,prediction,probability_=1\+1,probability_yes$/);
  assert.deepEqual(
    lines.slice(1, 5).map((line) => /^(.*),("'=1\+1"|'=1\+1|yes),[\d.e-]+,[\d.e-]+$/.exec(line)?.[1]),
    ["-5,+3,yes", '-1.5,x,"\'=1+1"', '2,"\'@SUM(A1)",yes', '-3,plain,"\'=1+1"'],
  );
  const kept = predict("--keep-formulas").split("\n");
  assert.deepEqual(
    kept.slice(1, 5).map((line) => /^(.*),(=1\+1|yes),[\d.e-]+,[\d.e-]+$/.exec(line)?.[1]),
    rows,
  );
});
