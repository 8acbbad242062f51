// Each way in which a run with PyTorch can fail: it says what happened and what helps, keeps the last
// checkpoint, and leaves nothing running.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { after, test } from "node:test";
import { CLI, perceptron } from "../fixtures/code/command-line.ts";
import { makeSmallDisk, noSmallDisk } from "../harness/small-disk.ts";
import { eventually } from "../harness/patience.ts";
import { assertSameRun, below, epochsIn, freePort, isAlive, python, ranksOf, running, sample, train, WITH } from "./engine-runs.ts";

/** A program in the folder that stands for Python. */
function standIn(folder: string, name: string, script: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return path;
}

test("what lacks is said with its remedy, and what does not fit is refused", () => {
  const folder = sample("iris");
  const failures: readonly (readonly [readonly string[], RegExp])[] = [
    [["--engine", "pytorch", "--python", join(folder, "none")], /could not be asked for PyTorch: .*\. Choose another Python\./],
    [
      ["--engine", "pytorch", "--python", standIn(folder, "bare", 'echo \'perceptron:{"python":"3.12","none":0}\'')],
      /has no PyTorch\. Install it with: .* -m pip install torch/,
    ],
    [
      ["--engine", "pytorch", "--python", standIn(folder, "old", 'echo \'perceptron:{"python":"3.8","torch":"1.9.0"}\'')],
      /PyTorch 1\.9\.0, and 1\.13 is the oldest/,
    ],
    [[...WITH, "--device", "cuda"], /there is no cuda here, only cpu\. Correct that/],
    [[...WITH, "--device", "cuda", "--processes", "2"], /there is no cuda here, only cpu/],
    [[...WITH, "--device", "tpu"], /There is no device tpu/],
    [["--engine", "torch"], /There is no engine torch. Did you mean/],
    [["--device", "cpu"], /--device is an option of PyTorch/],
    [[...WITH, "--nodes", "2"], /need --nodes M, --node-rank R and --rendezvous/],
  ];
  for (const [words, sentence] of failures) {
    const { status, stderr } = perceptron(folder, "train", "iris.perceptron", ...words);
    assert.equal(status, 1, words.join(" "));
    assert.match(stderr, sentence);
  }
});

test("a torch that cannot be loaded, a line that is no message, and output that is cut off", () => {
  const folder = sample("iris");
  mkdirSync(join(folder, "broken", "torch"), { recursive: true });
  writeFileSync(join(folder, "broken", "torch", "version.py"), '__version__ = "2.0.0"\n');
  writeFileSync(join(folder, "broken", "torch", "__init__.py"), 'raise ImportError("libtorch.so: cannot open")\n');
  writeFileSync(join(folder, "crash.py"), "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n");
  const runs = "*perceptron_runner*)";
  const failures: readonly (readonly [string, RegExp])[] = [
    [
      standIn(folder, "broken-torch", `PYTHONPATH=${join(folder, "broken")} exec ${python} "$@"`),
      /PyTorch could not be loaded: ImportError: libtorch\.so: cannot open\. Install it again, or choose another Python\./,
    ],
    [
      standIn(folder, "crash", `case "$1" in ${runs} exec ${python} ${join(folder, "crash.py")} ;; esac\nexec ${python} "$@"`),
      /PyTorch's process crashed \(SIGSEGV\)\. .* install PyTorch again\./,
    ],
    [
      standIn(folder, "talks", `case "$1" in ${runs} echo Welcome ;; esac\nexec ${python} "$@"`),
      /something that Perceptron does not understand: Welcome\. Train again\./,
    ],
    [standIn(folder, "cut", `${python} "$@" | head -c 700`), /PyTorch's process ended: .*Broken pipe\. Train again, or continue/],
  ];
  for (const [path, sentence] of failures) {
    const { status, stderr } = perceptron(folder, "train", "iris.perceptron", "--epochs", "300", "--engine", "pytorch", "--python", path);
    assert.equal(status, 1, path);
    assert.match(stderr, sentence);
  }
});

test("what others print does not stand in its output, and a clock that stands still changes no number", () => {
  const folder = sample("iris");
  // Loaded before everything else. Who asks for the time prints, past Python's own output.
  const loaded = [
    "import os, time",
    "def still():",
    '    os.write(1, b"printed\\n")',
    "    return 1.0",
    "time.time = time.monotonic = lambda: 1.0",
    "time.perf_counter = still",
  ];
  writeFileSync(join(folder, "sitecustomize.py"), `${loaded.join("\n")}\n`);
  const still = standIn(folder, "still", `PYTHONPATH=${folder} exec ${python} "$@"`);
  const own = train(folder, "iris.perceptron", "--epochs", "10");
  assertSameRun(own, train(folder, "iris.perceptron", "--epochs", "10", "--engine", "pytorch", "--python", still));
});

const skip = process.platform !== "linux";

test("a process that is killed ends the run with a sentence; its checkpoint is there; nothing stays", { skip }, async () => {
  const folder = sample("iris");
  const run = await running(folder, "iris.perceptron", "--epochs", "1000000", "--save", "w.safetensors");
  await eventually(async () => assert.ok(existsSync(join(folder, "w.checkpoint.safetensors"))));
  const started = below(run.pid);
  process.kill(started.at(-1)!.pid, "SIGKILL");
  assert.equal(await run.over, 1);
  assert.match(run.output(), /ended from outside \(SIGKILL\)\. Train again, or continue from the last checkpoint\./);
  await eventually(async () => assert.deepEqual(started.map(({ pid }) => pid).filter(isAlive), []));
  const more = train(folder, "iris.perceptron", "--resume", "w.checkpoint.safetensors", "--epochs", "1", ...WITH);
  assert.equal(more.at(-1)?.["event"], "done");
});

test("one of several that is killed ends the run with a sentence, if none may start again", { skip }, async () => {
  const run = await running(sample("iris"), "iris.perceptron", "--epochs", "1000000", "--processes", "2", "--max-restarts", "0");
  const started = below(run.pid);
  process.kill(ranksOf(run.pid)[1]!, "SIGKILL");
  assert.equal(await run.over, 1);
  assert.match(run.output(), /rank 1 ended before the run did/);
  await eventually(async () => assert.deepEqual(started.map(({ pid }) => pid).filter(isAlive), []));
});

test("after one of several has died all start again, and the losses are those of a run that never stopped", { skip }, async () => {
  const folder = sample("iris");
  const words = ["--epochs", "300", "--processes", "2"];
  const whole = train(folder, "iris.perceptron", ...words, ...WITH).filter(({ event }) => event === "epoch");
  const run = await running(folder, "iris.perceptron", ...words);
  process.kill(ranksOf(run.pid)[0]!, "SIGKILL");
  assert.equal(await run.over, 0, run.output());
  assert.match(run.output(), /PyTorch lost a process: rank 0 ended before the run did\. All of them started again after epoch [1-9]/);
  assert.deepEqual(epochsIn(run.output()), whole);
});

test("a second machine that dies: the first says so and keeps its last checkpoint; nothing stays on either", { skip }, async () => {
  const [folder, other] = [sample("iris"), sample("iris")];
  const meeting = ["--nodes", "2", "--rendezvous", `127.0.0.1:${await freePort()}`, "--max-restarts", "0"];
  const [first, second] = await Promise.all([
    running(folder, "iris.perceptron", "--epochs", "1000000", "--save", "w.safetensors", "--node-rank", "0", ...meeting),
    running(other, "iris.perceptron", "--node-rank", "1", ...meeting),
  ]);
  await eventually(async () => assert.ok(existsSync(join(folder, "w.checkpoint.safetensors"))));
  const started = [first, second].flatMap(({ pid }) => below(pid));
  process.kill(second.pid, "SIGKILL");
  assert.equal(await first.over, 1);
  assert.match(
    first.output(),
    /PyTorch stopped: another machine of this run has ended, and did not come back\. Correct that, or continue from the last checkpoint\./,
  );
  assert.ok(existsSync(join(folder, "w.checkpoint.safetensors")));
  await eventually(async () => assert.deepEqual(started.map(({ pid }) => pid).filter(isAlive), []));
});

test(
  "a machine that vanishes without closing its connections: the first says which, keeps its last checkpoint, and ends",
  { skip },
  async () => {
    const [folder, other] = [sample("iris"), sample("iris")];
    const meeting = ["--nodes", "2", "--rendezvous", `127.0.0.1:${await freePort()}`, "--max-restarts", "0"];
    process.env["PERCEPTRON_SILENCE"] = "5";
    after(() => delete process.env["PERCEPTRON_SILENCE"]);
    const [first, second] = await Promise.all([
      running(folder, "iris.perceptron", "--epochs", "1000000", "--save", "w.safetensors", "--node-rank", "0", ...meeting),
      running(other, "iris.perceptron", "--node-rank", "1", ...meeting),
    ]);
    await eventually(async () => assert.ok(existsSync(join(folder, "w.checkpoint.safetensors"))));
    const [own, gone] = [first, second].map(({ pid }) => below(pid).map((one) => one.pid));
    // As of a machine whose cable was pulled, its connections stay, and nothing comes of them.
    for (const pid of [second.pid, ...gone!]) process.kill(pid, "SIGSTOP");
    try {
      assert.equal(await first.over, 1);
    } finally {
      for (const pid of [second.pid, ...gone!]) process.kill(pid, "SIGKILL");
    }
    assert.match(
      first.output(),
      /PyTorch stopped: nothing was heard of the machine of rank 1 for 5 seconds, as if it were off or not connected\. Correct that, or continue/,
    );
    assert.ok(existsSync(join(folder, "w.checkpoint.safetensors")));
    await eventually(async () => assert.deepEqual(own!.filter(isAlive), []));
  },
);

test("whoever started it is killed: its processes end, too", { skip }, async () => {
  const run = await running(sample("iris"), "iris.perceptron", "--epochs", "1000000", "--processes", "2");
  const started = below(run.pid).map(({ pid }) => pid);
  assert.ok(started.length >= 3);
  process.kill(run.pid, "SIGKILL");
  await eventually(async () => assert.deepEqual(started.filter(isAlive), []));
});

const disk = await makeSmallDisk(2 ** 20);
after(() => disk?.remove());

test("a full disk: rows that find no room end the run, a checkpoint that finds none does not", { skip: disk ? false : noSmallDisk }, () => {
  assert.ok(disk);
  const folder = sample("iris");
  disk.fill();
  const [command, ...first] = [...disk.prefix, process.execPath, CLI, "train", "iris.perceptron", "--epochs", "3", ...WITH];
  const options = { cwd: folder, encoding: "utf8" } as const;
  const rows = spawnSync(command!, first, { ...options, env: { ...process.env, TMPDIR: disk.inside } });
  assert.equal(rows.status, 1);
  assert.match(rows.stderr, /no space left|ENOSPC/i);
  assert.deepEqual(
    readdirSync(disk.outside).filter((name) => name !== "ballast"),
    [],
  );
  const saved = spawnSync(command!, [...first, "--save", join(disk.inside, "w.safetensors")], options);
  assert.equal(saved.status, 1);
  assert.match(saved.stderr, /w\.safetensors could not be written/);
  assert.match(saved.stdout, /^epoch 3 /m, "it trained to its end");
});
