// What can be exported of a document and why not the rest, and the files that are written, without a window:
// the answers are values.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { ExportedFile } from "../../../src/code/exporter.ts";
import { exporters, type ExportFormat } from "../../../src/code/exporters.ts";
import { weightFile } from "../../../src/code/formats/weights.ts";
import { underFreeName } from "../../../src/code/free-names.ts";
import { bytesSource } from "../../../src/data/sources.ts";
import { format } from "../../../src/model/message.ts";
import type { NetworkPorts } from "../../../src/session/network/network-ports.ts";
import { DocumentExport, type ExportTarget } from "../../../src/session/code/document-export.ts";
import type { ChosenWeights } from "../../../src/session/code/export-weights.ts";
import { prepareExperiment } from "../../../src/training/experiment.ts";
import { TrainingRun } from "../../../src/training/run.ts";
import { documents } from "../../fixtures/code/documents.ts";
import { experimentOf, summaryOf } from "../../fixtures/code/script.ts";
import { sessionOn } from "./memory-session.ts";

const files = documents["fills of every kind"]!;
const formats = Object.keys(exporters) as ExportFormat[];

/** An export of the document with these bytes beside it, as `net.safetensors`, and these edited layers. */
async function exportOf(beside: Uint8Array | undefined, { chosen, layers }: { chosen?: ChosenWeights; layers?: unknown } = {}) {
  const experiment = experimentOf(files);
  const { session, world } = sessionOn(JSON.stringify(layers === undefined ? experiment : { ...experiment, layers }));
  world.summary = await summaryOf(files);
  const checked: string[] = [];
  const ports = {
    stem: "net",
    sources: async () => [],
    weightBytes: async () => beside ?? Promise.reject(new Error("ENOENT")),
    worker: {
      selfCheck: async (weights: { experiment: { data: { file: unknown } } }) => {
        checked.push(String(weights.experiment.data.file));
        return { values: {}, answers: [] };
      },
      testMetrics: async () => ({ mae: 0.125 }),
    },
  } as unknown as NetworkPorts;
  return { exported: new DocumentExport(session, ports, "en", chosen), checked };
}

async function trainedBytes(): Promise<Uint8Array> {
  const experiment = experimentOf(files);
  const prepared = await prepareExperiment(experiment, [bytesSource("a.csv", new TextEncoder().encode(files["a.csv"] as string))]);
  const run = new TrainingRun(prepared, { onEpoch: () => {} });
  run.advance(() => false);
  const { tensors } = run.outcome();
  return weightFile(experiment, { tensors, preprocessing: prepared.encoded.preprocessing });
}

/** By format, why it cannot be written. */
async function reasons({ exported }: Awaited<ReturnType<typeof exportOf>>): Promise<Partial<Record<ExportFormat, string>>> {
  const all = await exported.choices();
  assert.equal(all.kind, "choices");
  const choices = all.kind === "choices" ? all.choices.filter(({ option }) => option === undefined) : [];
  assert.deepEqual(
    choices.map((choice) => choice.format),
    formats,
  );
  return Object.fromEntries(choices.flatMap(({ format: name, problem }) => (problem ? [[name, format(problem.message)]] : [])));
}

test("before training the formats that need weights say so, and all others can be written", async () => {
  const told = await reasons(await exportOf(undefined));
  const needing = formats.filter((name) => exporters[name].needsWeights);
  assert.deepEqual(told, Object.fromEntries(needing.map((name) => [name, "Train first: there is no net.safetensors yet."])));
});

test("with the weights beside the document every format can be written, and each has its self-check", async () => {
  const own = await exportOf(await trainedBytes());
  assert.deepEqual(await reasons(own), {});
  for (const name of formats) {
    own.checked.length = 0;
    const code = await own.exported.files({ format: name }, "other");
    assert.equal(code.kind, "code", name);
    if (code.kind === "code") assert.ok(code.files[0].name.startsWith("other"), code.files[0].name);
    assert.equal(own.checked.length, exporters[name].needsWeights ? 1 : 0, name);
  }
});

test("weights of other layers are refused with what to do", async () => {
  const changed = await exportOf(await trainedBytes(), { layers: [{ type: "Linear", out_features: 7 }, ...experimentOf(files).layers] });
  const told = await reasons(changed);
  assert.match(told.python ?? "", /^The layers or the loss changed since net\.safetensors was trained\./);
  const code = await changed.exported.files({ format: "python" });
  assert.equal(code.kind === "unready" && code.errors[0]?.code, "other-weights");
});

test("weights that cannot be read are no weights, and that is the reason", async () => {
  const told = await reasons(await exportOf(new TextEncoder().encode("nothing of the kind")));
  assert.match(told.python ?? "", /^net\.safetensors /);
});

test("chosen weights go to every format, as those of a kept run", async () => {
  const chosen = { name: "first try", bytes: await trainedBytes() };
  const own = await exportOf(undefined, { chosen });
  assert.deepEqual(await reasons(own), {});
  const code = await own.exported.files({ format: "pytorch" });
  assert.deepEqual(code.kind === "code" && code.files.map(({ name }) => name), ["net.py", "net.safetensors"]);
  const wrong = await exportOf(await trainedBytes(), { chosen: { name: "first try", bytes: new Uint8Array(3) } });
  assert.match((await reasons(wrong)).pytorch ?? "", /^first try /);
});

/** The text of the first file. */
async function written(exported: DocumentExport, target: ExportTarget): Promise<string> {
  const code = await exported.files(target);
  const content = code.kind === "code" ? code.files[0].content : "";
  return typeof content === "string" ? content : "";
}

test("each option of a format is a choice of its own, and what is written follows it", async () => {
  const { exported } = await exportOf(await trainedBytes());
  const all = await exported.choices();
  assert.deepEqual(all.kind === "choices" && all.choices.filter(({ option }) => option !== undefined), [
    { format: "python", option: "no-numpy" },
    { format: "summary", option: "latex" },
  ]);
  assert.match(await written(exported, { format: "python" }), /^import numpy/m);
  assert.doesNotMatch(await written(exported, { format: "python", option: "no-numpy" }), /numpy/);
  assert.match(await written(exported, { format: "summary", option: "latex" }), /\\begin\{tabular\}/);
});

test("a model card says how well the weights beside the document do, and without any that it is unknown", async () => {
  const { exported } = await exportOf(await trainedBytes());
  assert.match(await written(exported, { format: "card" }), /\| mae *\| 0\.125 \|/);
  const untrained = await exportOf(undefined);
  assert.doesNotMatch(await written(untrained.exported, { format: "card" }), /mae/);
});

async function write(stem: string): Promise<ExportedFile[]> {
  return [
    { name: `${stem}.py`, content: "code" },
    { name: `${stem}.txt`, content: "the same" },
  ];
}

test("the files get the first number under which none takes the place of another", async () => {
  const there = new Map([
    ["net.py", "mine"],
    ["net-2.txt", "mine too"],
    ["net-3.txt", "the same"],
  ]);
  const named = await underFreeName("net", write, {
    isFree: async (name) => !there.has(name),
    holds: async (name, content) => there.get(name) === content,
  });
  assert.deepEqual(
    named.map(({ name }) => name),
    ["net-3.py"],
  );
});
