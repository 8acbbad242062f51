// The command line on a disk that is really full: the run goes on to its end, what fits is written, and
// nothing is half there.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { readSafetensors } from "../../../src/code/formats/safetensors.ts";
import { CLI, makeFolder } from "../../fixtures/code/command-line.ts";
import { makeSmallDisk, noSmallDisk, type SmallDisk } from "../../harness/small-disk.ts";

const disk = await makeSmallDisk(64 * 1024);
after(() => disk?.remove());

/** A test on the disk, with `train` on its copy of Iris. */
function onDisk(name: string, act: (disk: SmallDisk, train: (...words: readonly string[]) => Ended) => void): void {
  test(name, { skip: disk ? false : noSmallDisk }, () => {
    assert.ok(disk);
    for (const file of ["iris.csv", "iris.perceptron"]) copyFileSync(join("samples", file), join(disk.outside, file));
    const [program, ...args] = [...disk.prefix, process.execPath, CLI, "train", join(disk.inside, "iris.perceptron")];
    act(disk, (...words) => spawnSync(program, [...args, ...words], { encoding: "utf8" }));
    disk.free();
    assert.deepEqual(
      readdirSync(disk.outside).filter((file) => file.endsWith(".tmp")),
      [],
    );
  });
}

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

onDisk("weights that fit are saved though the checkpoint does not, and once there is room both are", (disk, train) => {
  const save = ["--epochs", "20", "--save", join(disk.inside, "w.safetensors")];
  disk.fill(4096);
  const { status, stderr } = train(...save);
  assert.equal(status, 1);
  assert.match(stderr, /^Saved \S+w\.safetensors\.$/m);
  assert.match(stderr, /w\.checkpoint\.safetensors could not be written, because the disk is full\. Make room there\.\n$/);
  assert.equal(readSafetensors(readFileSync(join(disk.outside, "w.safetensors")), "w").tensors.length, 4);
  disk.free();
  const again = train(...save);
  assert.equal(again.status, 0, again.stderr);
  assert.ok(readdirSync(disk.outside).includes("w.checkpoint.safetensors"));
});

onDisk("a curve that does not fit ends no run, and ends with a whole record", (disk, train) => {
  const folder = makeFolder({});
  disk.fill(8192);
  const weights = join(folder, "w.safetensors");
  const { status, stdout, stderr } = train("--epochs", "4000", "--tensorboard", join(disk.inside, "logs"), "--save", weights);
  assert.equal(status, 1);
  assert.match(stdout, /^epoch 4000 /m);
  assert.match(stderr, /tfevents\S+ could not be written, because the disk is full\. Make room there\./);
  assert.equal(readSafetensors(readFileSync(weights), "w").tensors.length, 4);
  const [events = ""] = readdirSync(join(disk.outside, "logs"));
  const file = readFileSync(join(disk.outside, "logs", events));
  let at = 0;
  while (at < file.length) at += 16 + Number(file.readBigUInt64LE(at));
  assert.equal(at, file.length);
});
