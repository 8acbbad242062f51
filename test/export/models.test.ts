// `perceptron import` of models that PyTorch saved here and now: each answers what PyTorch answers, and what
// would run code is refused by name.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { readWeightFile } from "../../src/code/formats/weights.ts";
import { documentOf, type ImportedModel } from "../../src/code/models/document.ts";
import { readModel } from "../../src/code/models/read-model.ts";
import { parseDocument } from "../../src/model/document.ts";
import { format } from "../../src/model/message.ts";
import { ProblemError } from "../../src/model/problem.ts";
import { Predictor } from "../../src/training/predict.ts";
import { makeFolder, perceptron } from "../fixtures/code/command-line.ts";
import { findPython } from "./scripts.ts";

interface Case {
  readonly outputs: readonly (readonly number[])[];
  /** Of a state_dict: the layers of the document that its numbers belong to. */
  readonly layers?: readonly object[];
}

interface Cases {
  readonly inputs: readonly (readonly number[])[];
  readonly cases: Readonly<Record<string, Case>> & { readonly "not exported"?: Readonly<Record<string, string>> };
}

const folder = mkdtempSync(join(tmpdir(), "perceptron-models-"));
after(() => rmSync(folder, { recursive: true }));
const saved = spawnSync(findPython(), ["-W", "ignore", "test/export/save_models.py", folder], { encoding: "utf8" });
assert.equal(saved.status, 0, saved.stderr);
const { inputs, cases } = JSON.parse(readFileSync(join(folder, "cases.json"), "utf8")) as Cases;
const { "not exported": notExported = {}, ...models } = cases;

/** The largest difference between what an imported model answers and what PyTorch does. */
async function farthest({ weights }: ImportedModel, expected: Case["outputs"]): Promise<number> {
  const stored = readWeightFile(weights, "w.safetensors");
  const { training } = stored.experiment;
  const predictor = new Predictor(stored);
  let greatest = 0;
  for (const [row, values] of inputs.entries()) {
    const { answers, probabilities } = await predictor.predictRow(
      Object.fromEntries(values.map((value, column) => [`x${column + 1}`, String(value)])),
    );
    const outputs = expected[row]!;
    const theirs = training.loss.type === "NLLLoss" ? outputs.map(Math.exp) : outputs;
    const ours = probabilities.length === 0 ? answers.map(({ text }) => Number(text)) : probabilities.map(({ probability }) => probability);
    // Of yes and no the file gives the probability of yes.
    const compared = training.loss.type === "BCELoss" && theirs.length === 1 ? ours.slice(1) : ours;
    assert.equal(compared.length, theirs.length);
    for (const [index, value] of compared.entries()) greatest = Math.max(greatest, Math.abs(value - theirs[index]!));
  }
  return greatest;
}

function read(name: string): ImportedModel {
  return documentOf(readModel(readFileSync(join(folder, name)), name), name);
}

function typesOf(name: string): readonly string[] {
  const { layers } = JSON.parse(read(name).document) as { readonly layers: readonly { readonly type: string }[] };
  return layers.map(({ type }) => type);
}

/** The sentence that a file is refused with. */
function refusal(name: string): string {
  try {
    read(name);
  } catch (error) {
    if (error instanceof ProblemError) return format(error.problem.message);
    throw error;
  }
  return assert.fail(`${name} is read`);
}

const refused = new Set(["residual.onnx", "over-batch.onnx"]);
const graphs = Object.entries(models).filter(([name, { layers }]) => layers === undefined && !refused.has(name));
const dicts = Object.entries(models).filter(([, { layers }]) => layers !== undefined);

test("every ONNX file answers what PyTorch answers", async () => {
  const wrong: string[] = [];
  for (const [name, { outputs }] of graphs) {
    try {
      const model = read(name);
      const distance = await farthest(model, outputs);
      if (!(distance <= 1e-5)) wrong.push(`${name}: ${distance}\n${model.document}`);
    } catch (error) {
      wrong.push(`${name}: ${error instanceof ProblemError ? format(error.problem.message) : String(error)}`);
    }
  }
  assert.deepEqual(wrong, []);
  assert.ok(graphs.length > 60, `${graphs.length} graphs; not exported: ${Object.keys(notExported).join(" ")}`);
});

test("layers of an ONNX file are those that it was made of", () => {
  for (const type of ["GELU", "SiLU", "Mish", "Hardswish", "LogSigmoid", "Tanhshrink", "Softmin", "ReLU6", "Softshrink"]) {
    const name = type.replace(/([a-z])([A-Z][a-z])/g, "$1-$2").toLowerCase();
    const file = [`${name}.17.onnx`, `${name}.13.onnx`].find((one) => Object.hasOwn(models, one));
    if (file !== undefined) assert.deepEqual(typesOf(file), ["Linear", type, "Linear"], file);
  }
  // CrossEntropyLoss has the Softmax in it.
  assert.deepEqual(typesOf("classes.onnx"), ["Linear", "ReLU", "Linear"]);
  assert.deepEqual(typesOf("yes-or-no.onnx"), ["Linear", "ReLU", "Linear", "Sigmoid"]);
});

test("a state_dict becomes the weights of its document", async () => {
  const table = ["x1,x2,x3,x4,y1,y2", ...inputs.map((row) => [...row, 0, 0].join(","))].join("\n");
  for (const [name, { layers = [], outputs }] of dicts) {
    const document = {
      format: 1,
      data: { file: "data.csv", target: ["y1", "y2"], split: { train: 1, validation: 0, test: 0 } },
      layers,
      training: { loss: { type: "MSELoss" }, optimizer: { type: "Adam" } },
    };
    const here = makeFolder({ "data.csv": table, "net.perceptron": document, "w.pt": readFileSync(join(folder, name)) });
    const imported = perceptron(here, "import", "w.pt", "--into", "net.perceptron");
    assert.equal(imported.status, 0, `${name}: ${imported.stderr}`);
    assert.equal(imported.stdout, "net.safetensors\n");
    const predicted = perceptron(here, "predict", "net.perceptron", "--weights", "net.safetensors", "--csv", "data.csv");
    const rows = predicted.stdout.trim().split(/\r?\n/).slice(1);
    assert.equal(rows.length, inputs.length, predicted.stderr);
    for (const [index, row] of rows.entries()) {
      const answers = row.split(",").slice(-2).map(Number);
      for (const [output, value] of answers.entries())
        assert.ok(Math.abs(value - outputs[index]![output]!) <= 1e-5, `${name}: ${row} beside ${outputs[index]!.join()}`);
    }
  }
  assert.ok(dicts.length >= 12);
});

test("a state_dict alone becomes a document in which what is not known is told", () => {
  const sequential = read("sequential.pt");
  const { layers } = JSON.parse(sequential.document) as { readonly layers: readonly object[] };
  assert.deepEqual(layers, [{ type: "Linear", out_features: 6 }, { type: "Identity" }, { type: "Linear", out_features: 2 }]);
  assert.match(sequential.problems.map((problem) => format(problem.message)).join("\n"), /At 1 .* Identity stands/);
  assert.ok(parseDocument(sequential.document).experiment);
  const named = read("named.pt");
  assert.match(named.document, /"name": "fc1"/);
  assert.match(named.problems.map((problem) => format(problem.message)).join("\n"), /such as ReLU between the others/);
});

test("what is no state_dict of such a network is refused by name, and nothing of it runs", () => {
  assert.match(refusal("attack.pt"), /asks for (builtins|__builtin__)\.eval/);
  assert.match(refusal("attack-os.pt"), /asks for os\.system/);
  assert.match(refusal("attack-inst.pt"), /asks for os\.system|more than tensors/);
  assert.match(refusal("attack-build.pt"), /holds no state_dict/);
  assert.ok(!existsSync(join(folder, "was-run")));
  assert.match(refusal("whole.pt"), /asks for torch\.nn\.modules\.container\.Sequential/);
  assert.match(refusal("legacy.pt"), /before PyTorch 1\.6/);
  assert.match(refusal("script.pt"), /TorchScript/);
  assert.match(refusal("convolution.pt"), /weight of 3×2×5 numbers/);
  assert.match(refusal("int32.pt"), /asks for torch\.IntStorage/);
  assert.match(refusal("list.pt"), /no state_dict/);
  assert.match(refusal("residual.onnx"), /has Add/);
  assert.match(refusal("over-batch.onnx"), /has Softmax/);
});
