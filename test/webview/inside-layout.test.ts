// What the Inside panel draws, without a page: its stops, its addresses as text, and where the numbers lie.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { InsideStep, NumberAddress, TensorFacts } from "../../src/training/inside/types.ts";
import {
  addressOf,
  idOf,
  indexOfStop,
  keyOf,
  placeFor,
  rootAt,
  type Stop,
  stopsOf,
} from "../../webview/panels/inside/inside-view/stops.ts";
import { insideMemory, layerOfStop } from "../../webview/panels/inside/inside-view/memory.ts";
import { reachedAt, tensorOfLayer } from "../../webview/panels/inside/inside-view/reached.ts";
import { CELL, HEADING, isSmall, layOutStep } from "../../webview/panels/inside/step-picture/step-layout.ts";
import { columnsOf } from "../../webview/panels/network/network-view/network-structure.ts";

function facts(rows: number, columns: number): TensorFacts {
  return { rows, columns, count: rows * columns, notFinite: 0, mean: 0, deviation: 1, min: -1, max: 1, norm: 1, histogram: [] };
}

function parameter(name: string, index: number, ...shape: number[]) {
  const of = shape.length > 1 ? facts(shape[0]!, shape[1]!) : facts(1, shape[0]!);
  return { name, parameter: index, shape, before: of, gradient: of, after: of };
}

const layer = (type: string, units: number, ...parameters: ReturnType<typeof parameter>[]) => ({
  type,
  output: facts(4, units),
  gradOutput: facts(4, units),
  parameters,
  dead: 0,
  saturated: 0,
});

const step: InsideStep = {
  step: 1,
  steps: 30,
  epoch: 1,
  epochs: 3,
  batch: 1,
  batches: 10,
  rows: [7, 3, 9, 1],
  lr: 0.1,
  loss: 1,
  gradientNorm: 1,
  inputNames: ["a", "b", "c"],
  lossType: "MSELoss",
  optimizerType: "SGD",
  input: facts(4, 3),
  target: facts(4, 1),
  layers: [
    layer("Linear", 5, parameter("0.weight", 0, 5, 3), parameter("0.bias", 1, 5)),
    layer("ReLU", 5),
    layer("Linear", 1, parameter("2.weight", 2, 1, 5)),
  ],
};
const place = { row: 2, unit: 4, from: 1, parameter: 0 };

test("the stops: the batch, forward, the loss, backward with the parameters of what learns, the update", () => {
  const forward = ["batch", "forward 0", "forward 1", "forward 2", "loss"];
  const backward = ["backward 2", "gradient 2", "backward 1", "backward 0", "gradient 0"];
  assert.deepEqual(stopsOf(step).map(idOf), [...forward, ...backward, "update 0", "update 2"]);
  assert.equal(indexOfStop(stopsOf(step), "backward 1"), 7);
  assert.equal(indexOfStop(stopsOf(step), "backward 9"), 0);
  assert.equal(layerOfStop("gradient 12"), 12);
  assert.equal(layerOfStop("loss"), undefined);
});

test("the number in focus keeps row and unit where it has them, and stays inside the tensor", () => {
  const keys = stopsOf(step).map((stop) => keyOf(rootAt(step, stop, place)));
  const forward = ["input 2 2", "output 0 2 4", "output 1 2 4", "output 2 2 0", "loss 0 0"];
  const backward = ["gradOutput 2 2 0", "gradient 2 0 1", "gradOutput 1 2 4", "gradOutput 0 2 4", "gradient 0 4 1"];
  assert.deepEqual(keys, [...forward, ...backward, "after 0 4 1", "after 2 0 1"]);
  assert.equal(keyOf(rootAt(step, { kind: "update", layer: 0 }, { ...place, parameter: 1 })), "after 1 0 4");
});

test("what is pointed at becomes the place that leads back to it", () => {
  for (const [stop, key] of [
    [{ kind: "forward", layer: 0 }, "output 0 3 2"],
    [{ kind: "gradient", layer: 0 }, "gradient 0 3 2"],
    [{ kind: "batch" }, "input 1 1"],
  ] as const)
    assert.equal(keyOf(rootAt(step, stop, placeFor(step, stop, place, addressOf(key)))), key);
  const bias = { ...place, parameter: 1 };
  const stop = { kind: "update", layer: 0 } as const;
  assert.equal(keyOf(rootAt(step, stop, placeFor(step, stop, bias, addressOf("after 1 0 2")))), "after 1 0 2");
});

test("an address is the same after it was text", () => {
  const addresses: readonly NumberAddress[] = [
    { tensor: { of: "loss" }, row: 0, column: 0 },
    { tensor: { of: "rowLoss" }, row: 12, column: 0 },
    { tensor: { of: "gradOutput", layer: 11 }, row: 3, column: 200 },
    { tensor: { of: "before", parameter: 7 }, row: 0, column: 5 },
  ];
  for (const address of addresses) assert.deepEqual(addressOf(keyOf(address)), address);
});

function shown(stop: Stop): readonly (string | undefined)[] {
  return [-1, 0, 1, 2].map((index) => tensorOfLayer(reachedAt(step, stop), index)?.of);
}

test("numbers are there as soon as their stop has come: outputs from the left, gradients from the right", () => {
  assert.deepEqual(shown({ kind: "batch" }), ["input", undefined, undefined, undefined]);
  assert.deepEqual(shown({ kind: "forward", layer: 1 }), ["input", "output", "output", undefined]);
  assert.deepEqual(shown({ kind: "backward", layer: 1 }), ["input", "output", "gradOutput", "gradOutput"]);
  assert.deepEqual(shown({ kind: "update", layer: 2 }), ["input", "gradOutput", "gradOutput", "gradOutput"]);
});

test("a memory of another shape is taken as none", () => {
  assert.deepEqual(insideMemory.restore(undefined), { stop: "batch", row: 0, unit: 0, from: 0, parameter: 0, condition: "" });
  assert.deepEqual(insideMemory.restore({ stop: "forward x", row: -1, unit: 1.5, from: "2", parameter: 3, step: 9 }), {
    stop: "batch",
    row: 0,
    unit: 0,
    from: 0,
    parameter: 3,
    condition: "",
  });
  assert.equal(insideMemory.restore({ stop: "update 3", step: 9, of: "2" }).step, 9);
});

test("cells never lie over one another, and short columns stay in the window while a tall one is scrolled", () => {
  const layers = [{ type: "Linear", out_features: 20 }, { type: "BatchNorm1d" }, { type: "ReLU" }, { type: "Linear", out_features: 3 }];
  const columns = columnsOf(layers, { inputs: ["sepal_length", "b"], targets: ["t"], classes: ["x", "y", "z"] });
  assert.ok(isSmall(columns));
  const room = { width: 600, height: 260 };
  for (const scrolled of [0, 150, 400]) {
    const layout = layOutStep(columns, room, scrolled);
    assert.ok(layout.height > room.height);
    for (const [index, { left, right, units }] of layout.columns.entries()) {
      assert.ok(left >= 0 && right <= layout.width);
      if (index > 0) assert.ok(left >= layout.columns[index - 1]!.right + CELL.width, "a number fits between the columns");
      for (const [unit, y] of units.entries()) {
        assert.ok(y - CELL.height / 2 >= HEADING - 8 && y + CELL.height / 2 <= layout.height);
        if (unit > 0) assert.ok(y - units[unit - 1]! >= CELL.height + 2);
      }
    }
    const [inputs] = layout.columns;
    const top = Math.min(scrolled, layout.height - room.height);
    assert.ok(inputs!.units[0]! >= top + HEADING && inputs!.units.at(-1)! <= top + room.height);
    assert.ok(layout.loss.x + CELL.width <= layout.width);
  }
  assert.ok(!isSmall(columnsOf([{ type: "Linear", out_features: 25 }], { inputs: ["a"], targets: ["t"] })));
});
