// Kept runs on a real disk: written whole or not at all, sorted by their time, marked, thinned out, and read
// again by somebody else; and their records.

import { thinnedMoments as thinned } from "../../../src/code/formats/moments.ts";
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, test } from "node:test";
import { momentsFile } from "../../../src/code/formats/moments.ts";
import { recordOf } from "../../../src/session/runs/record-of.ts";
import { DiskStorage } from "../../../src/host/node/disk-storage.ts";
import { MemoryStorage, type RunStorage } from "../../../src/session/runs/run-storage.ts";
import { type RunContent, RunStore } from "../../../src/session/runs/run-store.ts";
import { systemClock } from "../../../src/session/system-clock.ts";
import { parseDocument } from "../../../src/model/document.ts";
import { parseRunRecord, runId, type RunRecord, runRecordText, surplusRuns, withMarks } from "../../../src/model/run-record.ts";
import { curveCsv, curveFromCsv } from "../../../src/protocol/curve.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "perceptron-runs-"));
  folders.push(folder);
  return join(folder, "net.runs");
}

const points = [
  { epoch: 1, trainLoss: 0.7, validationLoss: 0.8, lr: 0.1, metrics: { train: { accuracy: 0.5 }, validation: { accuracy: 0.25 } } },
  { epoch: 2, trainLoss: 0.1 + 0.2, validationLoss: 0.4, lr: 0.05, metrics: { train: { accuracy: 1 }, validation: { accuracy: 0.75 } } },
];

const record: RunRecord = {
  format: 1,
  startedAt: "2026-11-25T00:35:12.482Z",
  seconds: 1.5,
  epochs: 2,
  planned: 2,
  stopped: null,
  seed: 7,
  losses: { train: 0.3, validation: 0.4 },
  machine: { cores: 2, platform: "linux x64" },
};
const content: RunContent = { record, document: "{}\n", points, weights: Uint8Array.of(1, 2, 3) };

function storeOf(place: RunStorage) {
  const warnings: string[] = [];
  let changes = 0;
  const store = new RunStore(place, { changed: () => changes++, warn: (sentence) => warnings.push(sentence) });
  return { store, warnings, changes: () => changes };
}

for (const [name, place] of [
  ["on a disk", () => new DiskStorage(freshFolder())],
  ["in memory", () => new MemoryStorage()],
] as const) {
  test(`a run is kept and read again, ${name}`, async () => {
    const { store } = storeOf(place());
    await store.refresh();
    assert.deepEqual(store.entries, []);
    assert.equal(await store.keep("b", content, 50), "b");
    assert.equal(await store.keep("a", content, 50), "a");
    assert.equal(await store.keep("b", content, 50), "b-2", "no run is written over another");
    assert.deepEqual(
      store.entries.map(({ id }) => id),
      ["b-2", "b", "a"],
    );
    assert.deepEqual(store.find("b")?.record, record);
    assert.equal(await store.document("b"), "{}\n");
    assert.deepEqual(await store.curve("b"), points);
    assert.deepEqual([...(await store.weights("b"))], [1, 2, 3]);
    const way = [0, 4].map((epoch) => ({ epoch, tensors: [{ name: "0.bias", shape: [1], data: Float32Array.of(epoch) }] }));
    const withWay = await store.keep("c", { ...content, moments: momentsFile(way) }, 50);
    assert.deepEqual(await store.moments(withWay), way);
    await assert.rejects(store.moments("b"), "a run of an older version has none");
    await store.remove([withWay]);
    await store.mark("b", { name: " first ", star: true });
    await store.mark("b", { note: "good" });
    assert.deepEqual(store.find("b")?.record, { ...record, name: "first", star: true, note: "good" });
    await store.mark("b", { name: "", star: false });
    assert.deepEqual(store.find("b")?.record, { ...record, note: "good" });
    await store.remove(["b", "not there"]);
    await store.refresh();
    assert.deepEqual(
      store.entries.map(({ id }) => id),
      ["b-2", "a"],
    );
  });
}

test("nothing is left of a run that could not be written, and what was there stays", async () => {
  const folder = freshFolder();
  const { store } = storeOf(new DiskStorage(folder));
  await store.keep("a", content, 50);
  await assert.rejects(store.keep("b", { ...content, weights: undefined as unknown as Uint8Array }, 50));
  assert.deepEqual(readdirSync(folder), ["a"]);
});

test("a run that is only half written is none, and goes with the next one unless somebody may be writing it", async () => {
  const folder = freshFolder();
  for (const name of [".new.tmp", ".old.tmp"]) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, "note.txt"), "not a run");
  const old = new Date(Date.now() - 7_200_000);
  utimesSync(join(folder, ".old.tmp"), old, old);
  const { store, warnings } = storeOf(new DiskStorage(folder));
  await store.refresh();
  assert.deepEqual([store.entries, warnings], [[], []]);
  await store.keep("a", content, 50);
  assert.deepEqual(readdirSync(folder).toSorted(), [".new.tmp", "a", "note.txt"]);
});

test("a record that is broken or of somebody else is passed over with a word in the log, once", async () => {
  const folder = freshFolder();
  const { store, warnings } = storeOf(new DiskStorage(folder));
  await store.keep("good", content, 50);
  for (const [name, text] of [
    ["conflict", "<<<<<<< ours"],
    ["future", JSON.stringify({ ...record, format: 2 })],
    ["foreign", '{ "loss": 1 }'],
  ] as const) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "run.json"), text);
  }
  mkdirSync(join(folder, "empty"));
  await store.refresh();
  await store.refresh();
  assert.deepEqual(
    store.entries.map(({ id }) => id),
    ["good"],
  );
  assert.deepEqual(store.unread.toSorted(), ["conflict", "empty", "foreign", "future"]);
  assert.deepEqual(warnings.map((sentence) => /^The run (\w+) is passed over: ./.exec(sentence)?.[1] ?? "").toSorted(), [
    "conflict",
    "empty",
    "foreign",
    "future",
  ]);
});

test("changes of others are seen, and only changes are told", async () => {
  const folder = freshFolder();
  const { store, changes } = storeOf(new DiskStorage(folder));
  const other = storeOf(new DiskStorage(folder));
  await other.store.keep("a", content, 50);
  await Promise.all([store.refresh(), store.refresh()]);
  assert.equal(changes(), 1);
  await store.refresh();
  assert.equal(changes(), 1);
  await other.store.mark("a", { name: "theirs" });
  await store.refresh();
  assert.equal(store.find("a")?.record.name, "theirs");
});

test("a clock that was set back: a run takes no other's place, and is not the one that goes as the oldest", async () => {
  const { store } = storeOf(new MemoryStorage());
  const [before, after] = [runId(new Date("2026-11-30T12:00:00Z")), runId(new Date("2026-11-30T11:00:00Z"))];
  await store.keep(before, content, 2);
  await store.keep(before, content, 2);
  assert.equal(await store.keep(after, content, 2), after);
  assert.ok(store.find(after), "the run that has just ended is kept");
  assert.ok(await goesOn(), "timers and the pace keep to a clock that nobody sets");
});

/** Whether the time of a run goes on while the date is set back. */
async function goesOn(): Promise<boolean> {
  const [realNow, began] = [Date.now, systemClock.now()];
  Date.now = () => 0;
  try {
    await new Promise<void>((resolve) => systemClock.after(1, resolve));
    return systemClock.now() > began;
  } finally {
    Date.now = realNow;
  }
}

test("the oldest runs without a star go", async () => {
  const { store } = storeOf(new MemoryStorage());
  await store.keep("1", content, 2);
  await store.mark("1", { star: true });
  for (const id of ["2", "3", "4"]) await store.keep(id, content, 2);
  assert.deepEqual(
    store.entries.map(({ id }) => id),
    ["4", "3", "1"],
  );
  assert.deepEqual(surplusRuns(store.entries, 0), ["3", "4"]);
});

test("a record keeps what a newer version wrote, through a file and a new name", () => {
  const newer = { ...record, fingers: 5, machine: { ...record.machine, gpu: "none" } };
  const read = parseRunRecord(runRecordText(newer));
  assert.deepEqual(withMarks(read, { name: "a" }), { ...newer, name: "a" });
});

test("names of runs sort by time and fit every file system", () => {
  const id = runId(new Date("2026-11-25T00:35:12.482Z"));
  assert.equal(id, "2026-11-25T00-35-12-482Z");
  assert.ok(id < runId(new Date("2026-11-25T00:35:12.483Z")));
});

test("a curve comes back from its CSV in every bit, whatever columns it has", () => {
  assert.deepEqual(curveFromCsv(curveCsv(points)), points);
  assert.deepEqual(curveFromCsv(curveCsv([{ epoch: 1, trainLoss: 1e-300, lr: 1 }])), [{ epoch: 1, trainLoss: 1e-300, lr: 1 }]);
  assert.deepEqual(curveFromCsv(curveCsv([])), []);
  assert.deepEqual(curveFromCsv("train_loss,mine,epoch,lr\r\n0.5,x,3,0.1\r\n"), [{ epoch: 3, trainLoss: 0.5, lr: 0.1 }]);
  assert.throws(() => curveFromCsv("a,b\n1,2\n"), /no columns epoch and train_loss/);
});

test("a record says how a run ended and what it reached, in finite numbers only", () => {
  const experiment = parseDocument(
    JSON.stringify({
      format: 1,
      data: { file: "a.csv", target: "y" },
      layers: [{ type: "Linear", out_features: 1 }],
      training: { seed: 4, epochs: 10, loss: { type: "MSELoss" }, optimizer: { type: "SGD", lr: 1 } },
    }),
  ).experiment!;
  const curve = [
    { epoch: 1, trainLoss: 3, validationLoss: 2, lr: 1 },
    { epoch: 2, trainLoss: 2, validationLoss: 5, lr: 1, metrics: { train: { r2: -Infinity, mae: 2 }, validation: { r2: NaN, mae: 3 } } },
  ];
  const preprocessing = { features: [], target: { kind: "number", columns: ["y"] } } as const;
  const outcome = { stopped: "diverged", seconds: 0.5, steps: 9, epochs: 2, tensors: [], preprocessing } as const;
  const started = { rows: { train: 8, validation: 1, test: 1 }, inputs: 1, parameters: 2, epochs: 10, batchesPerEpoch: 1 };
  const engine = { build: "simd", threads: 2 };
  const made = recordOf(
    { experiment, text: "", startedAt: new Date(0), continued: 1, outcome: { ...outcome, engine }, points: curve, moments: [], started },
    { cores: 2, platform: "linux x64", version: "0.1.0" },
    ["optimizer.lr 2 → 1"],
  );
  assert.deepEqual(parseRunRecord(runRecordText(made)), made);
  const { machine, ...rest } = made;
  assert.deepEqual(rest, {
    format: 1,
    startedAt: "1970-01-01T00:00:00.000Z",
    seconds: 0.5,
    epochs: 2,
    planned: 10,
    continued: 1,
    stopped: "diverged",
    seed: 4,
    changes: ["optimizer.lr 2 → 1"],
    parameters: 2,
    rows: { train: 8, validation: 1, test: 1 },
    losses: { train: 2, validation: 5 },
    best: { epoch: 1, loss: 2 },
    metrics: { train: { mae: 2 }, validation: { mae: 3 } },
  });
  assert.deepEqual([machine.engine, machine.threads, machine.version], ["simd", 2, "0.1.0"]);
  const empty = recordOf(
    { experiment, text: "", startedAt: new Date(0), continued: 0, outcome, points: [], moments: [], started: undefined },
    { cores: 2, platform: "linux x64", version: "" },
    [],
  );
  assert.deepEqual(parseRunRecord(runRecordText(empty)).losses, {});
});

const linkless = process.platform === "win32" ? "for want of links" : false;

test("a link in the place of the folder, of a run or of its record is neither read nor written through", { skip: linkless }, async () => {
  const [folder, outside] = [freshFolder(), freshFolder()];
  mkdirSync(outside, { recursive: true });
  writeFileSync(join(outside, "victim"), "mine");
  symlinkSync(outside, folder);
  const linked = storeOf(new DiskStorage(folder)).store;
  await assert.rejects(linked.refresh(), { code: "ISLINK" });
  await assert.rejects(linked.keep("a", content, 50), { code: "ISLINK" });
  rmSync(folder);

  const { store, warnings } = storeOf(new DiskStorage(folder));
  await store.keep("own", content, 50);
  symlinkSync(outside, join(folder, "run"));
  mkdirSync(join(folder, "file"));
  symlinkSync(join(outside, "victim"), join(folder, "file", "run.json"));
  // Names that could be guessed before.
  for (const name of [".run.json.tmp", ".b.tmp"]) symlinkSync(join(outside, "victim"), join(folder, name === ".b.tmp" ? "" : "own", name));
  await store.refresh();
  assert.deepEqual(
    store.entries.map(({ id }) => id),
    ["own"],
  );
  assert.match(warnings.join(), /^The run file is passed over: run\.json is not an ordinary file$/);
  await store.mark("own", { star: true });
  await store.keep("b", content, 50);
  assert.deepEqual(readdirSync(outside), ["victim"]);
  assert.equal(readFileSync(join(outside, "victim"), "utf8"), "mine");
  symlinkSync(join(outside, "nowhere"), join(folder, "c"));
  assert.equal(await store.keep("c", content, 50), "c-2");
  assert.ok(!existsSync(join(outside, "nowhere")));
});

function lines(count: number): string {
  return `epoch,train_loss\n${Array.from({ length: count }, (_, index) => `${index + 1},1\n`).join("")}`;
}

test("records and curves that no run has left are told, whatever they claim", () => {
  for (const changes of [
    { name: "n".repeat(1001) },
    { note: "n".repeat(100_001) },
    { changes: Array(1001).fill("x") },
    { epochs: 1e300 },
    { seconds: -1 },
    { seconds: "1" },
    { stopped: "constructor" },
    { losses: { train: "0.1" } },
    { machine: { cores: 2, platform: {} } },
    { startedAt: "yesterday" },
  ])
    assert.throws(() => parseRunRecord(JSON.stringify({ ...record, ...changes })), JSON.stringify(changes).slice(0, 80));
  assert.equal(curveFromCsv(lines(1000)).length, 1000);
  assert.throws(() => curveFromCsv(lines(1_000_001)), /more than \{0\} epochs/);
  for (const curve of [
    "epoch,train_loss\nconstructor,1\n",
    "epoch,train_loss\n1,1\n1,2\n",
    "epoch,train_loss\n-1,1\n",
    `epoch,train_loss${",x".repeat(200)}\n1,1\n`,
  ])
    assert.throws(() => curveFromCsv(curve), /no columns epoch and train_loss/);
});

test("of the moments as many are kept as fit, the first and the last among them", () => {
  const tensors = [{ name: "0.weight", shape: [4], data: new Float32Array(4) }];
  const moments = [0, 1, 2, 4, 8, 16, 32].map((epoch) => ({ epoch, tensors }));
  const epochs = (most: number): number[] => thinned(moments, most).map(({ epoch }) => epoch);
  assert.deepEqual(epochs(1000), [0, 1, 2, 4, 8, 16, 32]);
  assert.deepEqual(epochs(4 * 16), [0, 2, 8, 32]);
  assert.deepEqual(epochs(2 * 16), [0, 32]);
  assert.deepEqual(epochs(16), []);
  assert.deepEqual(thinned([], 1000), []);
});
