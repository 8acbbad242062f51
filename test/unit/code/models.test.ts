// Model files: our own come back whole, those of Keras answer what Keras answers, and what a file claims is
// compared with what it holds. What PyTorch saves is tried in test/export/models.test.ts; normalized.pt and
// gelu.13.onnx of test/fixtures/models are two of its files, the others were recorded by record_keras.py.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { type StoredTensor, writeSafetensors } from "../../../src/code/formats/safetensors.ts";
import { readWeightFile, weightFile } from "../../../src/code/formats/weights.ts";
import { documentOf, type ImportedModel } from "../../../src/code/models/document.ts";
import { readModel } from "../../../src/code/models/read-model.ts";
import { GraphProtoSchema, ModelProtoSchema } from "../../../src/code/onnx/onnx_pb.ts";
import { writeOnnx } from "../../../src/code/onnx/onnx.ts";
import { parseDocument } from "../../../src/model/document.ts";
import { format } from "../../../src/model/message.ts";
import { ProblemError } from "../../../src/model/problem.ts";
import { Predictor } from "../../../src/training/predict.ts";
import { everyLayer, mixed, mixedRows, numberRows, predicted, ready, type Ready } from "../../fixtures/code/networks.ts";
import { makeFolder, perceptron } from "../../fixtures/code/command-line.ts";

const fixtures = "test/fixtures/models";
const imported = (bytes: Uint8Array, name = "m"): ImportedModel => documentOf(readModel(bytes, name), name);

function refusal(bytes: Uint8Array, name = "m"): string {
  try {
    imported(bytes, name);
  } catch (error) {
    if (error instanceof ProblemError) return format(error.problem.message);
    throw error;
  }
  return assert.fail(`${name} is read`);
}

function packed(files: Record<string, Uint8Array>): Uint8Array {
  return zipSync(files, { level: 9 });
}

function weightsOf(bytes: Uint8Array): readonly number[] {
  return [...readWeightFile(imported(bytes).weights, "w").tensors[0]!.data].map(Number);
}

/** A foreign safetensors file with one tensor of 16 bits a number. */
function half(dtype: string, bits: readonly number[]): Uint8Array {
  const text = JSON.stringify({ "0.weight": { dtype, shape: [1, bits.length], data_offsets: [0, 2 * bits.length] } });
  const bytes = new Uint8Array(8 + text.length + 2 * bits.length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(text.length), true);
  bytes.set(strToU8(text), 8);
  for (const [index, value] of bits.entries()) view.setUint16(8 + text.length + 2 * index, value, true);
  return bytes;
}

/** Layers by type. */
function typesOf({ document }: ImportedModel): readonly string[] {
  return (JSON.parse(document) as { readonly layers: readonly { readonly type: string }[] }).layers.map(({ type }) => type);
}

async function assertWhole(network: Ready, bytes: Uint8Array, rows: Parameters<typeof predicted>[1], about: string): Promise<void> {
  const { document, weights } = imported(bytes);
  assert.deepEqual(parseDocument(document).experiment, network.experiment, about);
  const stored = readWeightFile(weights, "w");
  assert.deepEqual(stored.preprocessing, network.preprocessing, about);
  assert.deepEqual(await predicted(stored, rows), await predicted(network, rows), about);
}

test("an exported ONNX file comes back whole: every layer, every kind of column", async () => {
  for (const layer of everyLayer) {
    const target = { columns: ["t", "u", "v"], kind: "number" } as const;
    const network = ready({ layers: [{ type: "Linear", out_features: 6 }, layer, { type: "Linear", out_features: 3 }], target });
    const bytes = writeOnnx({ experiment: network.experiment, trained: network, name: "test" });
    await assertWhole(network, bytes, numberRows(), JSON.stringify(layer));
  }
  const target = { columns: ["t"], kind: "category", classes: ["a", "b", "c"] } as const;
  const network = ready({ layers: [{ type: "Linear", out_features: 3 }], features: mixed, target, loss: { type: "CrossEntropyLoss" } });
  await assertWhole(network, writeOnnx({ experiment: network.experiment, trained: network, name: "test" }), mixedRows, "columns");
});

test("a weight file comes back whole, and as it is", async () => {
  const network = ready({ layers: [{ type: "LayerNorm" }, { type: "Linear", out_features: 1 }], features: mixed });
  const bytes = weightFile(network.experiment, network);
  await assertWhole(network, bytes, mixedRows, "safetensors");
  assert.equal(imported(bytes).weights, bytes);
});

test("what Keras saved answers what Keras answers", async () => {
  const { inputs, outputs } = JSON.parse(readFileSync(`${fixtures}/keras.json`, "utf8")) as {
    readonly inputs: readonly (readonly number[])[];
    readonly outputs: Readonly<Record<string, readonly (readonly number[])[]>>;
  };
  const files = readdirSync(fixtures).filter((name) => /^(?!residual).*\.(keras|h5)$/.test(name));
  assert.equal(files.length, 7);
  for (const name of files) {
    const stored = readWeightFile(imported(readFileSync(`${fixtures}/${name}`), name).weights, name);
    const predictor = new Predictor(stored);
    for (const [row, values] of inputs.entries()) {
      const given = Object.fromEntries(values.map((value, index) => [`x${index + 1}`, String(value)]));
      const { answers, probabilities } = await predictor.predictRow(given);
      const ours = probabilities.length > 0 ? probabilities.map(({ probability }) => probability) : answers.map(({ text }) => Number(text));
      const theirs = outputs[name.replace(/\.\w+$/, "")]![row]!;
      // Of yes and no Keras gives the probability of yes.
      for (const [index, value] of theirs.entries())
        assert.ok(Math.abs(value - ours.at(index - theirs.length)!) <= 1e-5, `${name}, row ${row}: ${ours.join()} beside ${theirs.join()}`);
    }
  }
});

test("what is no chain is refused by name", () => {
  for (const ending of ["keras", "h5"])
    assert.match(refusal(readFileSync(`${fixtures}/residual.${ending}`)), /is no chain of layers: add(_\d+)? \(Add\)|has Add/);
  const model = fromBinary(ModelProtoSchema, readFileSync(`${fixtures}/gelu.13.onnx`));
  const [first] = model.graph!.node;
  first!.input[0] = model.graph!.output[0]!.name;
  assert.match(refusal(toBinary(ModelProtoSchema, model)), /is no chain|Perceptron has no layer/);
});

const linear = (name: string, out: number, into: number): StoredTensor[] => [
  { name: `${name}.weight`, shape: [out, into], data: new Float32Array(out * into) },
  { name: `${name}.bias`, shape: [out], data: new Float32Array(out) },
];

test("the weights of another program: modules in their order, gaps told, sizes that do not follow refused", () => {
  const numbered = imported(writeSafetensors([...linear("net.10", 1, 4), ...linear("net.0", 8, 3), ...linear("net.2", 4, 8)], {}));
  assert.deepEqual(typesOf(numbered), ["Linear", "Identity", "Linear", ...Array<string>(7).fill("Identity"), "Linear"]);
  assert.match(numbered.problems.map((problem) => format(problem.message)).join(), /At 1, 3, 4, 5, 6, 7, 8, 9 .* Identity/);
  // A number that leaves nearly everything out is a name.
  assert.deepEqual(typesOf(imported(writeSafetensors(linear("999999", 1, 3), {}))), ["Linear"]);
  assert.match(refusal(writeSafetensors([...linear("a", 8, 3), ...linear("b", 1, 5)], {})), /b takes 5 values, but a before it gives 8/);
  assert.match(refusal(writeSafetensors([{ name: "lstm.weight_ih_l0", shape: [8, 4], data: new Float32Array(32) }], {})), /weight_ih_l0/);
});

test("numbers of 16 bits are read", () => {
  assert.deepEqual(weightsOf(half("F16", [0x3c00, 0xc000, 0x0001, 0x7bff, 0x8000])), [1, -2, 2 ** -24, 65504, -0]);
  assert.deepEqual(weightsOf(half("BF16", [0x3f80, 0xc000, 0x3eaa])), [1, -2, 0.33203125]);
});

test("what a zip claims is compared with what it holds", () => {
  const saved = unzipSync(readFileSync(`${fixtures}/normalized.pt`));
  const names = Object.keys(saved);
  assert.deepEqual(typesOf(imported(packed(saved))), typesOf(imported(readFileSync(`${fixtures}/normalized.pt`))));
  const storage = names.find((name) => name.endsWith("/data/0"))!;
  assert.match(refusal(packed({ ...saved, [storage]: new Uint8Array(8) })), /damaged, or holds more/);
  assert.match(refusal(packed({ ...saved, [storage]: new Uint8Array(200e6) })), /unpacks to more than/);
  const pickle = names.find((name) => name.endsWith("data.pkl"))!;
  const told = strFromU8(saved[pickle]!, true).replace("FloatStorage", "QInt8Storage");
  assert.match(refusal(packed({ ...saved, [pickle]: strToU8(told, true) })), /asks for torch\.QInt8Storage/);
  assert.match(refusal(packed({ "a.txt": new Uint8Array(3) })), /none that torch\.save wrote/);
});

test("an ONNX graph whose constants are not there, and one that is none", () => {
  const model = fromBinary(ModelProtoSchema, readFileSync(`${fixtures}/gelu.13.onnx`));
  model.graph!.initializer[0]!.dims = [1n << 40n, 1n << 40n];
  assert.match(refusal(toBinary(ModelProtoSchema, model)), /does not hold all numbers of/);
  const none = create(ModelProtoSchema, { irVersion: 8n, graph: create(GraphProtoSchema, {}) });
  assert.match(refusal(toBinary(ModelProtoSchema, none)), /has 0 inputs and 0 outputs/);
  assert.match(refusal(Uint8Array.of(1, 2, 3), "m.onnx"), /no model that is read/);
});

test("import writes a document with its weights beside it, and never replaces a file", () => {
  const bytes = readFileSync(`${fixtures}/gelu.13.onnx`);
  const folder = makeFolder({ "net.onnx": bytes, "net.safetensors": "mine" });
  const first = perceptron(folder, "import", "net.onnx");
  assert.deepEqual([first.status, first.stdout], [0, "net-2.perceptron\nnet-2.safetensors\n"], first.stderr);
  assert.match(first.stderr, /^net\.onnx: Its columns have no names in the file, so they are x1 to x4\./m);
  assert.equal(readFileSync(`${folder}/net.safetensors`, "utf8"), "mine");
  const named = perceptron(folder, "import", "net.onnx", "--out", "other.perceptron");
  assert.deepEqual([named.status, named.stdout], [0, "other.perceptron\nother.safetensors\n"]);
  const again = perceptron(folder, "import", "net.onnx", "--out", "other.perceptron");
  assert.equal(again.status, 1);
  assert.match(again.stderr, /other\.perceptron already exists/);
  const csv = makeFolder({ "net.onnx": bytes, "new.csv": "x4,x3,x2,x1\n1,2,3,4\n" });
  perceptron(csv, "import", "net.onnx");
  const answer = perceptron(csv, "predict", "net.perceptron", "--weights", "net.safetensors", "--csv", "new.csv");
  assert.match(answer.stdout, /^x4,x3,x2,x1,prediction_y1,prediction_y2\r?\n1,2,3,4,-?[\d.]+,-?[\d.]+/, answer.stderr);
  const refused = perceptron(makeFolder({ "r.keras": readFileSync(`${fixtures}/residual.keras`) }), "import", "r.keras");
  assert.deepEqual([refused.status, refused.stdout], [1, ""]);
});
