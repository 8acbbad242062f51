// Shapes, parameter counts and the starter network.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { ColumnFacts, ColumnKind } from "../../../src/model/columns.ts";
import { costOf, trainingBytes } from "../../../src/model/cost.ts";
import { checkNetwork } from "../../../src/model/diagnostics.ts";
import { documentText, parseDocument } from "../../../src/model/document.ts";
import { ProblemError } from "../../../src/model/problem.ts";
import type { ExperimentInput } from "../../../src/model/schema.ts";
import { traceShapes } from "../../../src/model/shapes.ts";
import { emptyExperiment, starterExperiment } from "../../../src/model/starter.ts";

test("shapes run from the data through the layers", () => {
  const sequence = [{ type: "Linear", out_features: 8 }, { type: "ReLU" }, { type: "Linear", out_features: 2, bias: false }];
  assert.deepEqual(traceShapes(sequence, 3), [
    { inFeatures: 3, outFeatures: 8, parameters: 32, multiplyAdds: 24 },
    { inFeatures: 8, outFeatures: 8, parameters: 0, multiplyAdds: 0 },
    { inFeatures: 8, outFeatures: 2, parameters: 16, multiplyAdds: 16 },
  ]);
});

test("what a network costs is the sum over its layers, and open while one is", () => {
  const sequence = [{ type: "Linear", out_features: 8 }, { type: "BatchNorm1d" }, { type: "Linear", out_features: 1 }];
  assert.deepEqual(costOf(traceShapes(sequence, 3)), { parameters: 32 + 16 + 9, multiplyAdds: 24 + 8 + 8 });
  assert.equal(costOf(traceShapes(sequence, undefined)), undefined);
  // Six arenas of parameters, and three times the values of a batch of 4.
  assert.equal(trainingBytes(traceShapes(sequence, 3), 3, 4), 4 * (6 * 57 + 3 * (3 + 8 + 8 + 1) * 4));
});

test("without data, with an unknown layer or without a size, shapes are open rather than wrong", () => {
  assert.deepEqual(traceShapes([{ type: "ReLU" }, { type: "Linear", out_features: 4 }, { type: "Tanh" }], undefined), [
    { parameters: 0 },
    { outFeatures: 4 },
    { inFeatures: 4, outFeatures: 4, parameters: 0, multiplyAdds: 0 },
  ]);
  assert.deepEqual(traceShapes([{ type: "Linear" }, { type: "Conv9d" }, { type: "ReLU" }], 3), [{ inFeatures: 3 }, {}, { parameters: 0 }]);
});

function column(name: string, kind: ColumnKind, distinct: number, values: readonly string[] = []): ColumnFacts {
  return { name, kind, distinct, missing: 0, values };
}

/** The starter of some columns: valid, without a problem, and its essentials in one line. */
function starter(columns: readonly ColumnFacts[], target?: string): string {
  const text = documentText(starterExperiment("data.csv", columns, target));
  const { experiment, problems } = parseDocument(text);
  assert.deepEqual(problems, []);
  const inputs = (experiment!.data.features ?? columns.map(({ name }) => name)).filter((name) => name !== experiment!.data.target);
  const chosen = columns.find(({ name }) => name === experiment!.data.target)!;
  const classes = chosen.kind === "number" ? {} : { classes: Array.from({ length: chosen.distinct }, String) };
  assert.deepEqual(checkNetwork(experiment!, { inputs, targets: [chosen.name], ...classes }), []);
  const output = experiment!.layers.slice(2).map((layer) => (layer.type === "Linear" ? layer.out_features : layer.type));
  return [experiment!.data.target, experiment!.training.loss.type, ...output].join(" ");
}

test("the target is the last yes/no or text column, else one with a target's name, else the last", () => {
  const x = column("x", "number", 50);
  assert.equal(starter([x, column("passed", "boolean", 2), column("z", "number", 9)]), "passed BCELoss 1 Sigmoid");
  assert.equal(starter([column("species", "category", 3), x]), "species CrossEntropyLoss 3");
  assert.equal(starter([column("island", "category", 4), column("sex", "category", 2, ["f", "m"]), x]), "sex CrossEntropyLoss 2");
  assert.equal(starter([x, column("Label", "number", 9), column("z", "number", 9)]), "Label MSELoss 1");
  assert.equal(starter([x, column("price", "number", 400)]), "price MSELoss 1");
  assert.equal(starter([x, column("name", "category", 400), column("price", "number", 400)]), "price MSELoss 1");
});

test("two values that mean yes and no make one output, and the person may name the target", () => {
  const x = column("x", "number", 50);
  assert.equal(starter([x, column("ill", "category", 2, ["no", "yes"])]), "ill BCELoss 1 Sigmoid");
  assert.equal(starter([x, column("y", "number", 2, ["0", "1"])]), "y BCELoss 1 Sigmoid");
  assert.equal(starter([x, column("ill", "category", 2, ["no", "yes"])], "x"), "x MSELoss 1");
});

test("text columns with more than 20 values and empty columns are no features", () => {
  const { data } = starterExperiment("a.csv", [
    column("id", "category", 21),
    column("e", "number", 0),
    column("x", "number", 3),
    column("y", "boolean", 2),
  ]);
  assert.deepEqual(data.features, ["x"]);
  assert.equal(data.normalize, "standard");
  assert.equal(starterExperiment("a.csv", [column("x", "boolean", 2), column("y", "boolean", 2)]).data.features, undefined);
});

test("a CSV without values is refused with a sentence", () => {
  assert.throws(() => starterExperiment("a.csv", []), ProblemError);
});

test("the empty network is a valid document", () => {
  const input: ExperimentInput = emptyExperiment();
  assert.deepEqual(parseDocument(documentText(input)).problems, []);
});
