// Files on a real disk that somebody else has filled: links where a file is to be written, devices and pipes
// if one is to be read, and what a killed process left.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, test } from "node:test";
import { openFile, readFile } from "../../../src/disk/read-file.ts";
import { makeScratchFolder, ScratchFile } from "../../../src/disk/scratch.ts";
import { temporaryName } from "../../../src/disk/temporary-name.ts";
import { within } from "../../../src/disk/wait.ts";
import { fewAtATime } from "../../../src/model/few-at-a-time.ts";
import { checkWritable, createFile, createFolder, makeOwnFolder, replaceFile } from "../../../src/disk/write-file.ts";

const skip = process.platform === "win32" ? "for want of links, devices and pipes" : false;
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder, and a file outside of it that nothing may change. */
function freshFolder(): { readonly folder: string; readonly victim: string } {
  const [folder, outside] = [0, 1].map(() => mkdtempSync(join(tmpdir(), "perceptron-"))) as [string, string];
  folders.push(folder, outside);
  const victim = join(outside, "victim");
  writeFileSync(victim, "mine");
  return { folder, victim };
}

const code = (wanted: string) => (error: NodeJS.ErrnoException) => error.code === wanted;

test("a link in a file's place is replaced, never written through", { skip }, async () => {
  const { folder, victim } = freshFolder();
  const path = join(folder, "w.safetensors");
  symlinkSync(victim, path);
  await replaceFile(path, "weights");
  assert.deepEqual([readFileSync(victim, "utf8"), readFileSync(path, "utf8")], ["mine", "weights"]);
  assert.ok(lstatSync(path).isFile());
});

test("a new file takes no link's place, not even one that leads nowhere", { skip }, async () => {
  const { folder, victim } = freshFolder();
  symlinkSync(join(folder, "nowhere"), join(folder, "a.py"));
  symlinkSync(victim, join(folder, "b.py"));
  for (const name of ["a.py", "b.py"]) await assert.rejects(createFile(join(folder, name), "x"), code("EEXIST"));
  assert.deepEqual([readFileSync(victim, "utf8"), existsSync(join(folder, "nowhere"))], ["mine", false]);
});

test("a temporary name cannot be guessed: every write has another, of which nothing is left", async () => {
  const { folder } = freshFolder();
  assert.equal(new Set(Array.from({ length: 100 }, () => temporaryName("w"))).size, 100);
  await Promise.all(Array.from({ length: 10 }, (_, index) => replaceFile(join(folder, "w"), String(index))));
  await checkWritable(folder);
  assert.deepEqual(readdirSync(folder), ["w"]);
  const long = "이름".repeat(42);
  await replaceFile(join(folder, long), "x");
  assert.ok(existsSync(join(folder, long)));
});

test("what cannot be written leaves nothing behind", { skip }, async () => {
  const { folder } = freshFolder();
  await assert.rejects(replaceFile(join(folder, "none", "w"), "x"), code("ENOENT"));
  spawnSync("mkfifo", [join(folder, "pipe")]);
  await assert.rejects(replaceFile(join(folder, "pipe"), "x"), code("NOTAFILE"));
  assert.deepEqual(readdirSync(folder), ["pipe"]);
});

test("a file that is read-only is not replaced, also by whom the file system would let", async () => {
  const { folder } = freshFolder();
  const path = join(folder, "w.safetensors");
  writeFileSync(path, "mine", { mode: 0o444 });
  await assert.rejects(replaceFile(path, "weights"), code("READONLY"));
  assert.deepEqual([readFileSync(path, "utf8"), readdirSync(folder)], ["mine", ["w.safetensors"]]);
  chmodSync(path, 0o644);
  await replaceFile(path, "weights");
  assert.equal(readFileSync(path, "utf8"), "weights");
});

test("what a killed process left goes with the next write of that file, and nothing else does", async () => {
  const { folder } = freshFolder();
  const { pid } = spawnSync(process.execPath, ["--version"]);
  const left = `.w.${pid}-0123456789abcdef.tmp`;
  const others = [`.other.${pid}-0123456789abcdef.tmp`, `.w.${process.ppid}-0123456789abcdef.tmp`, "w.tmp", ".w.tmp.txt"];
  for (const name of [left, ...others]) writeFileSync(join(folder, name), "");
  await replaceFile(join(folder, "w"), "x");
  assert.deepEqual(readdirSync(folder).toSorted(), [...others, "w"].toSorted());
});

test("a folder of files is whole, under the first name that nothing has, a link included", { skip }, async () => {
  const { folder, victim } = freshFolder();
  symlinkSync(victim, join(folder, "run"));
  const files = { "a.txt": Uint8Array.of(1) };
  assert.equal(await createFolder(folder, (times) => (times === 1 ? "run" : `run-${times}`), files), "run-2");
  assert.deepEqual(readdirSync(folder).toSorted(), ["run", "run-2"]);
  symlinkSync(folder, join(folder, "net.runs"));
  await assert.rejects(makeOwnFolder(join(folder, "net.runs")), code("ISLINK"));
});

test("devices, pipes, sockets and folders are not read, also behind a link", { skip, timeout: 10_000 }, async () => {
  const { folder } = freshFolder();
  spawnSync("mkfifo", [join(folder, "pipe")]);
  symlinkSync("/dev/zero", join(folder, "link"));
  for (const path of [join(folder, "pipe"), join(folder, "link"), "/dev/zero", "/dev/ptmx"])
    await assert.rejects(readFile(path, 1e6), code("NOTAFILE"), path);
  await assert.rejects(readFile(folder, 1e6), code("EISDIR"));
});

test("a file is read up to its limit, and where links are refused no link is followed", { skip }, async () => {
  const { folder, victim } = freshFolder();
  assert.equal(new TextDecoder().decode(await readFile(victim, 4)), "mine");
  await assert.rejects(readFile(victim, 3), code("EFBIG"));
  symlinkSync(victim, join(folder, "link"));
  assert.equal((await readFile(join(folder, "link"), 4)).length, 4);
  await assert.rejects(readFile(join(folder, "link"), 4, "refuse"), code("NOTAFILE"));
  const { file, stats } = await openFile(victim);
  await file.close();
  assert.equal(stats.size, 4);
});

test("what never answers is waited for so long, and not where the person does not want to", async () => {
  const never = new Promise<never>(() => {});
  await assert.rejects(within(never, 5), { why: "silent" });
  const reading = new AbortController();
  const waiting = within(never, 60_000, reading.signal);
  reading.abort();
  await assert.rejects(waiting, { why: "cancelled" });
  await assert.rejects(within(never, 60_000, reading.signal), { why: "cancelled" });
  assert.equal(await within(Promise.resolve(3), 5), 3);
});

test("a few at a time are worked on, and the answers are in order", async () => {
  let [now, most] = [0, 0];
  const answers = await fewAtATime(
    Array.from({ length: 100 }, (_, index) => index),
    async (item) => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setImmediate(resolve));
      now--;
      return item * 2;
    },
  );
  assert.deepEqual([answers.length, answers[99], most], [100, 198, 8]);
});

test("what does not fit into memory lies in a folder of its own; a dead process's is removed, a living one's is not", async () => {
  const { folder } = freshFolder();
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = folder;
  try {
    const dead = spawnSync(process.execPath, ["-e", ""]).pid;
    const own = (pid: number): string => join(folder, `.rows.${pid}-0123456789abcdef.tmp`);
    for (const path of [own(dead), own(process.pid)]) mkdirSync(path);
    const made = await makeScratchFolder("rows");
    assert.deepEqual([existsSync(own(dead)), existsSync(own(process.pid))], [false, true]);
    const named = new ScratchFile(made, "rows", true);
    named.append(Uint8Array.of(1, 2, 3));
    named.append(Uint8Array.of(4));
    assert.deepEqual([...readFileSync(named.path)], [1, 2, 3, 4]);
    if (process.platform !== "win32") assert.deepEqual([lstatSync(made).mode & 0o777, lstatSync(named.path).mode & 0o777], [0o700, 0o600]);
    named.remove();
    named.remove();
    assert.equal(existsSync(made), false);
    const other = await makeScratchFolder("rows");
    const unnamed = new ScratchFile(other, "rows", false);
    unnamed.append(Uint8Array.of(5, 6, 7));
    if (process.platform !== "win32") assert.equal(existsSync(other), false);
    const read = new Uint8Array(2);
    unnamed.read(read, 1);
    assert.deepEqual([...read], [6, 7]);
    assert.throws(() => unnamed.read(read, 2), code("EIO"));
    unnamed.remove();
    assert.equal(existsSync(other), false);
  } finally {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
  }
});
