// Lines of the text as places of the network, and back.

import assert from "node:assert/strict";
import { test } from "node:test";
import { BreakpointLines } from "../../../../src/session/debug/breakpoint-lines.ts";

const text = `{
  "layers": [
    { "type": "Linear", "out_features": 2 },
    {
      "name": "bend",
      "type": "ReLU"
    },
    { "type": "Sigmoid" }, { "type": "Tanh" }
  ],
  "training": {
    "loss": { "type": "MSELoss" },
    "optimizer": {
      "type": "SGD",
      "lr": 0.1
    }
  }
}`;

test("each line of a layer, of the loss and of the optimizer stands for it; every other for nothing", () => {
  const lines = new BreakpointLines(text);
  const places = text.split("\n").map((_, index) => lines.placeAt(index + 1));
  const [linear, relu, sigmoid] = [0, 1, 2].map((layer) => ({ layer }));
  const inLayers = [linear, relu, relu, relu, relu, sigmoid];
  const inTraining = ["loss", "update", "update", "update", "update"];
  assert.deepEqual(places, [undefined, undefined, ...inLayers, undefined, undefined, ...inTraining, undefined, undefined]);
});

test("a place is shown on the line of its type; of several on a line the first needs no column", () => {
  const lines = new BreakpointLines(text);
  assert.deepEqual(
    [0, 1, 2].map((layer) => lines.lineOf({ layer })),
    [{ line: 3 }, { line: 6 }, { line: 8 }],
  );
  const tanh = lines.lineOf({ layer: 3 });
  assert.equal(tanh?.line, 8);
  assert.deepEqual(lines.placeAt(8, tanh.column), { layer: 3 });
  assert.deepEqual(lines.placeAt(8, 1), { layer: 2 });
  assert.deepEqual([lines.lineOf("loss"), lines.lineOf("update"), lines.lineOf({ layer: 4 })], [{ line: 11 }, { line: 13 }, undefined]);
  assert.equal(new BreakpointLines("{").lineOf({ layer: 0 }), undefined);
  assert.deepEqual(new BreakpointLines(JSON.stringify(JSON.parse(text))).placeAt(1), { layer: 0 });
});
