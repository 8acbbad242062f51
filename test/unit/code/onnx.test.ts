// Exported ONNX files in ONNX Runtime, beside what `perceptron predict` says of the same rows: every layer,
// every loss, every kind of column, gaps, unknown categories, several targets.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fromBinary } from "@bufbuild/protobuf";
import * as ort from "onnxruntime-web";
import { ModelProtoSchema } from "../../../src/code/onnx/onnx_pb.ts";
import { writeOnnx } from "../../../src/code/onnx/onnx.ts";
import { layers } from "../../../src/model/layers.ts";
import { losses } from "../../../src/model/losses.ts";
import { findColumn } from "../../../src/data/features.ts";
import { bytesSource } from "../../../src/data/sources.ts";
import { isMissing, numberAt } from "../../../src/data/table.ts";
import type { FittedFeature } from "../../../src/data/types.ts";
import type { DateOrder } from "../../../src/model/schema.ts";
import { Predictor } from "../../../src/training/predict.ts";
import { fileCases } from "../../fixtures/code/inference/cases.ts";
import { everyLayer, mixed, mixedRows, numberRows, predicted, ready, type Ready, unfilled } from "../../fixtures/code/networks.ts";

type Rows = readonly Readonly<Record<string, string>>[];

ort.env.wasm.numThreads = 1;

const truths: ReadonlyMap<string, number> = new Map([
  ["true", 1],
  ["false", 0],
]);

async function run(network: Ready, rows: Rows): Promise<ort.InferenceSession.OnnxValueMapType> {
  const bytes = writeOnnx({ experiment: network.experiment, trained: network, name: "test" });
  const session = await ort.InferenceSession.create(bytes, { logSeverityLevel: 3 });
  const feeds = network.preprocessing.features.map(({ column }, index) => {
    const cells = rows.map((row) => row[column] ?? "");
    const shape = [rows.length, 1];
    const info = session.inputMetadata[index];
    assert.ok(info?.isTensor && info.name === column);
    if (info.type === "string") return [column, new ort.Tensor("string", cells, shape)] as const;
    const values = cells.map((cell) => (cell === "" ? Number.NaN : (truths.get(cell.toLowerCase()) ?? Number(cell))));
    if (info.type === "float64") return [column, new ort.Tensor("float64", Float64Array.from(values), shape)] as const;
    return [column, new ort.Tensor("float32", Float32Array.from(values), shape)] as const;
  });
  return session.run(Object.fromEntries(feeds));
}

/** The outputs as `perceptron predict` has its columns, all of them in its order. */
async function compare(network: Ready, rows: Rows, about: string, told?: Awaited<ReturnType<typeof predicted>>): Promise<void> {
  const outputs = await run(network, rows);
  const given = Object.entries(outputs).flatMap(([name, tensor]) => {
    assert.ok("data" in tensor && tensor.dims[0] === rows.length, `${about}: ${name}`);
    const width = tensor.dims[1] ?? 1;
    return Array.from({ length: width }, (_, column) => rows.map((_row, row) => tensor.data[row * width + column]));
  });
  const labels = given.filter(([first]) => typeof first === "string");
  const figures = given.filter(([first]) => typeof first === "number");
  for (const [name, cells] of told ?? (await predicted(network, rows))) {
    const isLabel =
      network.preprocessing.target.kind !== "number" || outputs["value"] === undefined ? name.startsWith("prediction") : false;
    const values = (isLabel ? labels : figures).shift();
    assert.ok(values !== undefined, `${about}: ${name} is not given`);
    for (const [row, cell] of cells.entries()) {
      const value: unknown = values[row];
      const where = `${about}: ${name}, row ${row}: ${String(value)} instead of ${cell}`;
      if (isLabel) assert.equal(value, cell ?? "", where);
      else if (cell === undefined) assert.ok(Number.isNaN(value), where);
      else assert.ok(Math.abs(Number(value) - Number(cell)) <= 1e-5 * Math.max(1, Math.abs(Number(cell))), where);
    }
  }
  assert.deepEqual([labels.length, figures.length], [0, 0], `${about}: more is given than is predicted`);
}

test("every layer gives in ONNX Runtime what it gives here", async () => {
  assert.deepEqual(new Set(everyLayer.map((layer) => (layer as { type: string }).type)), new Set(Object.keys(layers)));
  const outputs = { columns: ["t", "u", "v"], kind: "number" } as const;
  for (const layer of everyLayer) {
    const network = ready({ layers: [{ type: "Linear", out_features: 6 }, layer, { type: "Linear", out_features: 3 }], target: outputs });
    await compare(network, numberRows(), JSON.stringify(layer));
  }
});

test("every loss means in ONNX Runtime what it means here", async () => {
  const rows = numberRows();
  for (const [type, { target }] of Object.entries(losses)) {
    const layers = (outputs: number) => [
      { type: "Linear", out_features: outputs },
      ...(type === "BCELoss" ? [{ type: "Sigmoid" }] : type === "NLLLoss" ? [{ type: "LogSoftmax" }] : []),
    ];
    for (const threshold of [0, 0.3, 1]) {
      const about = `${type} ${threshold}`;
      const wanted = { loss: { type }, threshold };
      if (target === "classes") {
        const classes = ["setosa", "프리지아", ""];
        await compare(ready({ ...wanted, layers: layers(3), target: { columns: ["t"], kind: "category", classes } }), rows, about);
        continue;
      }
      const two = { columns: ["t"], kind: "category", classes: ["no", "yes"] } as const;
      if (target !== "numbers") await compare(ready({ ...wanted, layers: layers(1), target: two }), rows, about);
      if (target !== "numbers")
        await compare(ready({ ...wanted, layers: layers(1), target: { columns: ["t"], kind: "boolean" } }), rows, about);
      await compare(ready({ ...wanted, layers: layers(2), target: { columns: ["t", "u"], kind: "number" } }), rows, `${about}, two`);
    }
  }
});

test("every kind of column, with gaps, unknown categories and dates", async () => {
  const layers = [{ type: "Linear", out_features: 4 }, { type: "Tanh" }, { type: "Linear", out_features: 3 }];
  const target = { columns: ["t"], kind: "category", classes: ["a", "b", "c"] } as const;
  await compare(ready({ layers, features: mixed, target, loss: { type: "CrossEntropyLoss" } }), mixedRows, "filled");
  await compare(ready({ layers, features: unfilled, target, loss: { type: "CrossEntropyLoss" } }), mixedRows, "not filled");
  const mixing = [
    ...layers.slice(0, 1),
    { type: "Softmax", dim: 0 },
    { type: "BatchNorm1d", track_running_stats: false },
    ...layers.slice(2),
  ];
  await compare(ready({ layers: mixing, features: unfilled, target, loss: { type: "CrossEntropyLoss" } }), mixedRows, "mixed rows");
});

test("dates in every order and spelling", async () => {
  const spellings: Readonly<Record<DateOrder, (year: string, month: string, day: string) => readonly string[]>> = {
    "year-first": (y, m, d) => [
      `${y}-${m}-${d}`,
      `${y}/${Number(m)}/${d}T1:02`,
      `${y}. ${m}. ${Number(d)}.`,
      `${y}년${m}월 ${d}일`,
      y + m + d,
    ],
    "month-first": (y, m, d) => [`${m}/${d}/${y}`, `${Number(m)}-${d}-${y} 10:00:00.5`, `${m}.${d}.${y.slice(2)}`],
    "day-first": (y, m, d) => [`${d}/${m}/${y}`, `${d}-${m}-${y} 10:00`, `${Number(d)}.${m}.${y.slice(2)}`],
  };
  const days = [...Array(60).keys()].map((index) => new Date(Date.UTC(1969, 0, 1 + 613 * index)).toISOString().slice(0, 10).split("-"));
  const parts = { columns: ["year", "month", "weekday", "day of month"], kind: "number" } as const;
  for (const [date, spell] of Object.entries(spellings)) {
    const features = [{ column: "d", kind: "category", encode: "date", date: date as DateOrder } as const];
    const rows = days.flatMap(([year = "", month = "", day = ""]) => spell(year, month, day)).map((d) => ({ d }));
    const network = ready({ layers: [{ type: "Identity" }], features, target: parts });
    await compare(network, rows, date);
    const { value } = await run(network, [{ d: "2023-02-29" }, { d: "31-13-2020" }, { d: "2100.02.29" }]);
    assert.ok(value !== undefined && "data" in value && [...value.data].every((part) => Number.isNaN(part)), "a day that is none");
  }
});

test("what is no date is an error, as here", async () => {
  const features = [{ column: "d", kind: "category", encode: "date" } as const];
  const network = ready({ layers: [{ type: "Linear", out_features: 1 }], features });
  await assert.rejects(run(network, [{ d: "yesterday" }]));
});

test("a column that is called as an output is, keeps its name", async () => {
  const features = [{ column: "value", kind: "number", encode: "value", fill: 0 } as const];
  const outputs = await run(ready({ layers: [{ type: "Linear", out_features: 1 }], features }), [{ value: "1" }]);
  assert.deepEqual(Object.keys(outputs), ["value_2"]);
});

test("BCELoss has no answer for what is no probability", async () => {
  const target = { columns: ["t"], kind: "category", classes: ["no", "yes"] } as const;
  const network = ready({
    layers: [{ type: "Identity" }],
    loss: { type: "BCELoss" },
    target,
    features: [{ column: "x", kind: "number", encode: "value" }],
  });
  const { label } = await run(network, [{ x: "0.75" }, { x: "1.5" }, { x: "-0.1" }, { x: "" }]);
  assert.ok(label !== undefined && "data" in label);
  assert.deepEqual([...label.data], ["yes", "", "", ""]);
});

test("the file holds the document, its preprocessing and a row to check it with", () => {
  const network = ready({ layers: [{ type: "Linear", out_features: 1 }] });
  const check = { values: { a: "1" }, answers: [{ column: "t", text: "0.5" }] };
  const model = fromBinary(ModelProtoSchema, writeOnnx({ experiment: network.experiment, trained: network, name: "test", check }));
  const metadata = Object.fromEntries(model.metadataProps.map(({ key, value }) => [key, JSON.parse(value) as unknown]));
  assert.deepEqual(metadata["check"], check);
  assert.deepEqual(
    metadata["perceptron"],
    JSON.parse(JSON.stringify({ document: network.experiment, preprocessing: network.preprocessing })),
  );
  assert.deepEqual(
    model.opsetImport.map(({ domain, version }) => [domain, version]),
    [
      ["", 17n],
      ["ai.onnx.ml", 2n],
    ],
  );
  assert.match(model.docString, /opset 17/);
});

test("the samples and CSVs that people have", async () => {
  for (const { name, weights, csvs } of await fileCases())
    for (const [key, csv] of Object.entries(csvs)) {
      const { table, columns, answerOf } = await new Predictor(weights).predict([bytesSource(key, csv)]);
      const cellsOf = ({ column }: FittedFeature): readonly (string | number)[] => {
        const found = findColumn(table, column);
        assert.ok(found);
        return Array.from({ length: table.rows }, (_, row) => {
          if (isMissing(found, row)) return "";
          return found.kind === "category" ? (found.texts[found.codes[row] ?? 0] ?? "") : numberAt(found, row);
        });
      };
      const given = weights.preprocessing.features.map((feature) => [feature.column, cellsOf(feature)] as const);
      const rows = Array.from({ length: table.rows }, (_, row) =>
        Object.fromEntries(given.map(([column, cells]) => [column, String(cells[row])])),
      );
      const network = {
        ...weights,
        tensors: weights.tensors.map(({ name: own, shape, data }) => ({ name: own, shape, data: Float32Array.from(data, Number) })),
      };
      const expected = new Map(
        columns.map((column) => [column.name, [...answerOf].map((answer) => (answer < 0 ? undefined : column.cell(answer)))]),
      );
      await compare(network, rows, `${name} ${key}`, expected);
    }
});
