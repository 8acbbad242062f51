// Folders of kept runs that somebody has changed: a record, a curve, a document, weights or a sweep are read
// or passed over with a word, and the others stay.

import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { writeSafetensors } from "../../../src/code/formats/safetensors.ts";
import { readWeightFile } from "../../../src/code/formats/weights.ts";
import { DiskStorage } from "../../../src/host/node/disk-storage.ts";
import { RunStore } from "../../../src/session/runs/run-store.ts";
import { parseDocument } from "../../../src/model/document.ts";
import { ProblemError } from "../../../src/model/problem.ts";
import { keptSweepText, parseKeptSweep } from "../../../src/model/sweep/kept-sweep.ts";
import type { TrialStatus } from "../../../src/protocol/sweep.ts";
import { trialsCsv } from "../../../src/protocol/trials-csv.ts";
import type { Chance } from "../../fuzz/chance.ts";
import { asJson, fuzz } from "../../fuzz/driver.ts";
import { mutateBytes, mutateJson } from "../../fuzz/mutate.ts";
import { checkProblem } from "../../fixtures/data/hostile.ts";
import { smallerJson } from "../../fuzz/shrink.ts";

const folder = await mkdtemp(join(tmpdir(), "perceptron-fuzz-"));
after(() => rmSync(folder, { recursive: true }));

const record = {
  format: 1,
  name: "first",
  note: "good",
  startedAt: "2026-11-25T00:35:12.482Z",
  seconds: 1.5,
  epochs: 2,
  planned: 2,
  stopped: null,
  seed: 7,
  changes: ["optimizer.lr 2 → 1"],
  losses: { train: 0.3, validation: 0.4 },
  best: { epoch: 2, loss: 0.4 },
  metrics: { train: { accuracy: 1 }, validation: { accuracy: 0.5 } },
  machine: { cores: 2, platform: "linux x64", engine: "simd", threads: 2, version: "0.1.0" },
};
const document = {
  format: 1,
  data: { file: "a.csv", target: "y" },
  layers: [{ type: "Linear", out_features: 1 }],
  training: { epochs: 2, loss: { type: "MSELoss" }, optimizer: { type: "SGD", lr: 1 } },
};
const curve = "epoch,train_loss,validation_loss,lr\n1,0.7,0.8,0.1\n2,0.3,0.4,0.1\n";
const line = { epochs: [1, 2], low: [0, 0], middle: [0.5, 0.4], high: [1, 1], runs: [2, 2] };
const sweep = {
  format: 1,
  document: "{}",
  sweep: { kind: "grid", axes: [{ name: "lr", values: [0.1, 0.2] }], stopsHopeless: true },
  epochs: 2,
  seconds: 1,
  trials: [
    { settings: { lr: 0.1, optimizer: "SGD" }, state: "ended", epoch: 2, best: 0.4, note: { text: "There is no file {0}.", args: ["a"] } },
  ],
  bands: { range: { train: line }, deviation: { train: line } },
};

const weights = writeSafetensors([{ name: "0.weight", shape: [1, 2], data: new Float32Array(2) }], {
  perceptron: JSON.stringify(document),
});

/** What is a text stands in the file as it is, everything else as JSON. */
interface RunFolder {
  readonly record: unknown;
  readonly document: unknown;
  readonly curve: string;
  /** The bytes in base64. */
  readonly weights: string;
  readonly sweep: unknown;
}

function make(chance: Chance): RunFolder {
  const changed = (text: string): string => new TextDecoder().decode(mutateBytes(new TextEncoder().encode(text), chance));
  /** Mostly JSON all the same. */
  const json = (value: object): unknown => (chance.once(4) ? changed(JSON.stringify(value)) : mutateJson(value, chance));
  return {
    record: json(record),
    document: json(document),
    curve: changed(curve),
    weights: Buffer.from(mutateBytes(weights, chance)).toString("base64"),
    sweep: json(sweep),
  };
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value ?? null));

async function check(input: unknown): Promise<void> {
  const { record: own, document: text, curve: points, weights: packed, sweep: trials } = (input ?? {}) as Partial<RunFolder>;
  const bytes = Buffer.from(textOf(packed), "base64");
  const place = await mkdtemp(join(folder, "w-"));
  for (const [run, files] of [
    ["a", { "run.json": textOf(own), "document.json": textOf(text), "curve.csv": textOf(points), "weights.safetensors": bytes }],
    ["b", { "run.json": JSON.stringify(record), "document.json": JSON.stringify(document), "curve.csv": curve }],
  ] as const) {
    await mkdir(join(place, run));
    for (const [name, content] of Object.entries(files)) await writeFile(join(place, run, name), content);
  }
  const store = new RunStore(new DiskStorage(place), {
    changed: () => {},
    warn: (sentence) => assert.match(sentence, /^The run a is passed over/),
  });
  await store.refresh();
  assert.ok(store.find("b"), "the other run is there");
  assert.equal((await store.curve("b")).length, 2);
  await store.curve("a").catch((error: unknown) => assert.ok(error instanceof ProblemError, String(error)));
  for (const problem of parseDocument(await store.document("a")).problems) checkProblem(problem);
  try {
    readWeightFile(await store.weights("a"), "weights.safetensors");
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    checkProblem(error.problem);
  }
  await store.refresh();
  rmSync(place, { recursive: true });
  checkSweep(textOf(trials));
}

/** What is read of a sweep can be written again, and comes back. */
function checkSweep(text: string): void {
  let kept: ReturnType<typeof parseKeptSweep>;
  try {
    kept = parseKeptSweep(text);
  } catch (error) {
    // What is no JSON is told so, and what does not fit field by field.
    assert.match((error as Error).name, /^(Error|SyntaxError)$/, String(error));
    return;
  }
  assert.deepEqual(parseKeptSweep(keptSweepText(kept)), kept);
  trialsCsv(kept.trials as readonly TrialStatus[]);
}

fuzz({ name: "run-folder", rounds: 200, make, check, smaller: smallerJson, ...asJson });
