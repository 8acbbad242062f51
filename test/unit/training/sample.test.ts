// The curve of a layer as the engine gives it: against formulas, with its parameters, and none if a layer
// is no curve.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonLayer } from "../../../src/model/edit.ts";
import { layers, type LayerType } from "../../../src/model/layers.ts";
import { isCurve } from "../../../src/model/layers/record.ts";
import { sampleLayer } from "../../../src/training/sample.ts";

/** Output and derivative at `x`, which is one of the points. */
function at(layer: JsonLayer, x: number): readonly [number, number] {
  const curve = sampleLayer(layer);
  assert.ok(curve, layer.type);
  const index = curve.inputs.findIndex((input) => Math.abs(input - x) < 1e-6);
  return [curve.outputs[index]!, curve.slopes[index]!];
}

test("a curve is the layer's, with its parameters", () => {
  assert.deepEqual(at({ type: "Sigmoid" }, 0), [0.5, 0.25]);
  const [y, slope] = at({ type: "LeakyReLU", negative_slope: 0.25 }, -6);
  assert.deepEqual([y, slope], [-1.5, 0.25]);
  assert.deepEqual(at({ type: "PReLU", num_parameters: 8, init: 0.5 }, -6), [-3, 0.5]);
  assert.deepEqual(at({ type: "Threshold", threshold: 1, value: 2 }, 0), [2, 0]);
  assert.deepEqual(at({ type: "Step" }, 6), [1, 0]);
});

test("every curve of the registry has 201 finite points, and a slope that is the difference of its outputs", () => {
  const needs: Partial<Record<LayerType, object>> = { Threshold: { threshold: 0, value: 0 } };
  for (const type of Object.keys(layers) as LayerType[]) {
    const curve = sampleLayer({ type, ...needs[type] });
    if (!isCurve(layers[type])) assert.equal(curve, undefined, type);
    else {
      assert.ok(curve, type);
      const { inputs, outputs, slopes } = curve;
      assert.ok(
        [inputs, outputs, slopes].every((values) => values.length === 201 && values.every(Number.isFinite)),
        type,
      );
      // Away from zero and from kinks, which all lie on whole or half numbers.
      for (const index of [10, 55, 75, 125, 145, 190]) {
        const difference = (outputs[index + 1]! - outputs[index - 1]!) / (inputs[index + 1]! - inputs[index - 1]!);
        assert.ok(Math.abs(difference - slopes[index]!) < 2e-3, `${type} at ${inputs[index]}: ${difference} and ${slopes[index]}`);
      }
    }
  }
});

test("what is no curve, or breaks the schema, has none", () => {
  assert.equal(sampleLayer({ type: "Linear", out_features: 8 }), undefined);
  assert.equal(sampleLayer({ type: "GLU" }), undefined);
  assert.equal(sampleLayer({ type: "ELU", alpha: "large" }), undefined);
  assert.equal(sampleLayer({ type: "Nothing" }), undefined);
});
