// A 2-2-1 network with given weights, one row, one step of SGD: every number as one writes it down by hand.
//
//   x = (1, 2), t = 1
//   z₁ = 0.1 · 1 + 0.2 · 2 + 0.1 = 0.6          a₁ = σ(0.6) = 0.645656
//   z₂ = 0.3 · 1 − 0.4 · 2 + 0.2 = −0.3         a₂ = σ(−0.3) = 0.425557
//   z  = 0.5 a₁ − 0.6 a₂ + 0.3 = 0.367494       y = σ(z) = 0.590853
//   L  = −log y = 0.526188
//
//   ∂L/∂y = (y − t) / (y (1 − y)) = −1.692468   ∂y/∂z = y (1 − y) = 0.241746
//   ∂L/∂z = y − t = −0.409147
//   ∂L/∂a₁ = −0.409147 · 0.5 = −0.204574        ∂a₁/∂z₁ = a₁ (1 − a₁) = 0.228784
//   ∂L/∂z₁ = −0.046803                          ∂L/∂w₁₁ = −0.046803 · 1, ∂L/∂w₁₂ = −0.046803 · 2
//   w₁₂ ← 0.2 + 0.5 · 0.093606 = 0.246803

import assert from "node:assert/strict";
import { test } from "node:test";
import { explain } from "../../../../src/training/inside/explain/explain.ts";
import { Stepper } from "../../../../src/training/inside/stepper.ts";
import type { NumberAddress, TensorName } from "../../../../src/training/inside/types.ts";
import { inputsOf, madeUp } from "../../../harness/experiments.ts";

const made = madeUp({
  rows: 1,
  inputs: 2,
  classes: 2,
  split: { train: 1, validation: 0, test: 0 },
  layers: [
    {
      type: "Linear",
      out_features: 2,
      init: {
        weight: [
          [0.1, 0.2],
          [0.3, -0.4],
        ],
        bias: [0.1, 0.2],
      },
    },
    { type: "Sigmoid" },
    { type: "Linear", out_features: 1, init: { weight: [[0.5, -0.6]], bias: [0.3] } },
    { type: "Sigmoid" },
  ],
  training: { batch_size: 1, shuffle: false, epochs: 1, loss: { type: "BCELoss" }, optimizer: { type: "SGD", lr: 0.5 } },
});
inputsOf(made.encoded).set([1, 2]);
made.encoded.targets.set([1]);
const stepper = new Stepper(made);
stepper.move({ to: "step", step: 1 });
while (!stepper.work(() => false));
const { step } = stepper;
assert.ok(step);

const at = (tensor: TensorName, column = 0, row = 0): NumberAddress => ({ tensor, row, column });

function assertNumber(address: NumberAddress, wanted: number): void {
  const { value, lines } = explain(step!, address);
  const near = (found: number): boolean => Math.abs(found - wanted) < 1e-6;
  assert.ok(near(value), `${JSON.stringify(address)}: ${value} instead of ${wanted}`);
  const last = lines.at(-1);
  if (last) assert.ok(near(last.value), `${JSON.stringify(address)} adds up to ${last.value} instead of ${wanted}`);
}

test("forward", () => {
  assertNumber(at({ of: "output", layer: 0 }, 0), 0.6);
  assertNumber(at({ of: "output", layer: 0 }, 1), -0.3);
  assertNumber(at({ of: "output", layer: 1 }, 0), 0.6456563);
  assertNumber(at({ of: "output", layer: 1 }, 1), 0.4255575);
  assertNumber(at({ of: "output", layer: 2 }), 0.3674937);
  assertNumber(at({ of: "output", layer: 3 }), 0.5908532);
  assertNumber(at({ of: "loss" }), 0.5261878);
});

test("backward", () => {
  assertNumber(at({ of: "gradOutput", layer: 3 }), -1.6924679);
  assertNumber(at({ of: "gradOutput", layer: 2 }), -0.4091468);
  assertNumber(at({ of: "gradOutput", layer: 1 }, 0), -0.2045734);
  assertNumber(at({ of: "gradOutput", layer: 0 }, 0), -0.0468032);
  assertNumber(at({ of: "gradient", parameter: 0 }, 1, 0), -0.0936064);
});

test("the three factors of a weight's gradient", () => {
  const { lines } = explain(step, at({ of: "gradient", parameter: 0 }, 1, 0));
  const [term] = lines.at(-1)!.terms;
  assert.deepEqual(
    term!.factors.map(({ symbol }) => symbol),
    ["∂L/∂a₁", "∂a₁/∂z₁", "x₂"],
  );
  for (const [index, wanted] of [-0.2045734, 0.2287842, 2].entries()) {
    assert.ok(Math.abs(term!.factors[index]!.value - wanted) < 1e-6, `factor ${index}: ${term!.factors[index]!.value}`);
  }
});

test("the update", () => {
  assertNumber(at({ of: "before", parameter: 0 }, 1, 0), 0.2);
  assertNumber(at({ of: "after", parameter: 0 }, 1, 0), 0.2468032);
});
