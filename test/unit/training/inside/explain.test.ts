// Whatever number of a step is opened, its parts give it: every kind of layer, loss and optimizer, forward,
// backward and through the update, in a step in the middle of a run.

import assert from "node:assert/strict";
import { test } from "node:test";
import { checkGradient } from "../../../../src/training/inside/check-gradient.ts";
import { explain } from "../../../../src/training/inside/explain/explain.ts";
import { Stepper } from "../../../../src/training/inside/stepper.ts";
import type { TracedStep } from "../../../../src/training/inside/traced-step.ts";
import type { Explanation, NumberAddress, TensorName } from "../../../../src/training/inside/types.ts";
import { layers as layerRegistry, type LayerType } from "../../../../src/model/layers.ts";
import { losses, type TargetEncoding } from "../../../../src/model/losses.ts";
import { optimizers } from "../../../../src/model/optimizers.ts";
import { madeUp, type MadeUp } from "../../../harness/experiments.ts";

/** Step 3 of a made-up run. */
function thirdStep(made: MadeUp & { readonly target?: TargetEncoding }): TracedStep {
  const classes = { classes: 3, binary: 2, sign: 2, numbers: undefined }[made.target ?? "numbers"];
  const prepared = madeUp({ ...made, ...(classes === undefined ? {} : { classes }) });
  const { targets } = prepared.encoded;
  if (made.target === "sign") targets.set(targets.map((value) => 2 * value - 1));
  const stepper = new Stepper(prepared);
  stepper.move({ to: "step", step: 3 });
  while (!stepper.work(() => false));
  const { step } = stepper;
  assert.ok(step, "the run has a third step");
  assert.equal(step.trace.step, 3);
  return step;
}

/** Every address of a step. */
function addresses(step: TracedStep): NumberAddress[] {
  const layers = step.layers.flatMap((_, layer): TensorName[] => [
    { of: "output", layer },
    { of: "gradOutput", layer },
  ]);
  const parameters = step.parameters.flatMap(({ parameter }): TensorName[] => [
    { of: "before", parameter },
    { of: "gradient", parameter },
    { of: "after", parameter },
  ]);
  const names: TensorName[] = [{ of: "input" }, { of: "target" }, { of: "rowLoss" }, { of: "loss" }, ...layers, ...parameters];
  return names.flatMap((tensor) => {
    const { rows, columns } = step.tensor(tensor);
    return Array.from({ length: rows * columns }, (_, at) => ({ tensor, row: Math.floor(at / columns), column: at % columns }));
  });
}

/** Rounding of float32 on the way, at most. */
function assertNear(found: number, wanted: number, scale: number, what: string): void {
  const most = 2e-5 * Math.max(Math.abs(wanted), scale) + 1e-9;
  assert.ok(Math.abs(found - wanted) <= most || (Number.isNaN(found) && Number.isNaN(wanted)), `${what}: ${found} instead of ${wanted}`);
}

function assertAddsUp(step: TracedStep, explanation: Explanation): void {
  const { address, value, lines } = explanation;
  const what = `${JSON.stringify(address)} of ${step.layers.map(({ type }) => type).join(", ")}`;
  assert.equal(value, step.number(address), what);
  for (const { kind, terms, count = 1, value: own, symbol } of lines) {
    for (const term of terms) {
      for (const { address: opened, value: shown, symbol: name } of term.factors) {
        // What is shown of an operand is what one finds when it is opened, or a difference of it.
        if (opened && !/[−(]/.test(name)) assert.equal(shown, step.number(opened), `${what}, ${name}`);
      }
      if (kind !== "value") {
        const product = term.factors.reduce((all, factor) => all * factor.value, 1);
        assertNear(term.value, product, 0, `${what}, a term of ${symbol}`);
      }
    }
    if (kind === "value") continue;
    const sum = terms.reduce((all, term) => all + term.value, 0);
    assertNear(own, kind === "mean" ? sum / count : sum, 0, `${what}, ${symbol}`);
  }
  const last = lines.at(-1);
  if (last === undefined) return;
  const scale = Math.max(0, ...lines.flatMap(({ terms }) => terms.map((term) => Math.abs(term.value)).filter(Number.isFinite)));
  assertNear(last.value, value, last.kind === "value" ? Math.abs(last.value) : scale, what);
  assert.ok(explanation.symbol !== "" && explanation.about.text !== "");
}

function assertAllAddUp(step: TracedStep): void {
  for (const address of addresses(step)) assertAddsUp(step, explain(step, address));
}

const linear = (units: number) => ({ type: "Linear", out_features: units });

/** A layer for four inputs. */
function ofFour(type: LayerType): object {
  const settings: Readonly<Partial<Record<LayerType, object>>> = {
    LayerNorm: { normalized_shape: 4 },
    PReLU: { num_parameters: 4 },
    Threshold: { threshold: 0.1, value: 0.3 },
  };
  return { type, ...settings[type] };
}

for (const type of Object.keys(layerRegistry) as LayerType[]) {
  test(`a network with ${type}`, () => {
    const layers = [linear(4), ofFour(type), linear(2), linear(1)];
    assertAllAddUp(
      thirdStep({ inputs: 3, layers: type === "Linear" ? [linear(1)] : layers, training: { optimizer: { type: "SGD", lr: 0.1 } } }),
    );
  });
}

for (const dim of [0, 1])
  test(`softmax along dimension ${dim}`, () => {
    for (const type of ["Softmax", "Softmin", "LogSoftmax"]) {
      assertAllAddUp(thirdStep({ inputs: 3, layers: [linear(3), { type, dim }, linear(1)] }));
    }
  });

for (const [type, { target }] of Object.entries(losses)) {
  test(`the loss ${type}`, () => {
    const units = target === "classes" ? 3 : 1;
    const bounded = type === "BCELoss" ? [{ type: "Sigmoid" }] : type === "NLLLoss" ? [{ type: "LogSoftmax", dim: 1 }] : [];
    const layers = [linear(4), { type: "Tanh" }, linear(units), ...bounded];
    assertAllAddUp(thirdStep({ inputs: 3, target, layers, training: { loss: { type } } }));
  });
}

test("losses with weights, smoothing and their other settings", () => {
  const layers = [linear(3)];
  for (const loss of [
    { type: "CrossEntropyLoss", weight: [1, 2, 0.5], label_smoothing: 0.1 },
    { type: "CrossEntropyLoss", ignore_index: 1 },
    { type: "MultiMarginLoss", p: 2, margin: 0.7, weight: [1, 2, 0.5] },
  ])
    assertAllAddUp(thirdStep({ inputs: 3, target: "classes", layers, training: { loss } }));
  const weighted = { type: "BCEWithLogitsLoss", pos_weight: [3] };
  assertAllAddUp(thirdStep({ inputs: 3, target: "binary", layers: [linear(1)], training: { loss: weighted } }));
});

for (const type of Object.keys(optimizers)) {
  if (type === "Perceptron") continue;
  test(`the optimizer ${type}`, () => {
    const made = { inputs: 2, layers: [linear(2), { type: "Tanh" }, linear(1)] };
    assertAllAddUp(thirdStep({ ...made, training: { optimizer: { type, lr: 0.05 } } }));
    const more: Readonly<Record<string, object>> = {
      SGD: { momentum: 0.9, nesterov: true, weight_decay: 0.1 },
      Adam: { amsgrad: true, weight_decay: 0.1 },
      AdamW: { weight_decay: 0.3 },
      RMSprop: { centered: true, momentum: 0.5, weight_decay: 0.1 },
      Adagrad: { lr_decay: 0.1, initial_accumulator_value: 0.2 },
    };
    const clipped = { clip_grad_norm: 0.01, optimizer: { type, lr: 0.05, ...more[type] } };
    assertAllAddUp(thirdStep({ ...made, training: clipped }));
  });
}

for (const bias of [true, false])
  test(`Rosenblatt's rule ${bias ? "with" : "without"} a bias: each row is answered with what the rows before it have left`, () => {
    for (const type of ["MSELoss", "BCELoss"]) {
      const training = { loss: { type }, optimizer: { type: "Perceptron", lr: 0.05 } };
      const layers = [{ type: "Linear", out_features: 1, bias }, { type: "Step" }];
      const step = thirdStep({ inputs: 2, target: "binary", layers, training });
      const errors = step.look.target.data.map((target, row) => target - step.look.layers[1]!.output.data[row]!);
      assert.ok(
        errors.slice(0, -1).some((error) => error !== 0),
        "weights move within the batch",
      );
      assertAllAddUp(step);
    }
  });

test("each gradient agrees with the finite difference in double precision", () => {
  const types = (Object.keys(layerRegistry) as LayerType[]).filter((type) => type !== "Step" && type !== "Linear");
  for (const type of types) {
    const step = thirdStep({ inputs: 3, layers: [linear(4), ofFour(type), linear(1)] });
    for (const { parameter, look } of step.parameters) {
      const { rows, columns } = step.tensor({ of: "gradient", parameter });
      for (let at = 0; at < rows * columns; at++) {
        const address = { tensor: { of: "gradient", parameter }, row: Math.floor(at / columns), column: at % columns } as const;
        const { gradient, difference, relative, note } = checkGradient(step, address);
        assert.equal(gradient, look.gradient[at]);
        const isTiny = Math.abs(gradient) < 1e-6 && Math.abs(difference) < 1e-6;
        assert.ok(relative < 1e-3 || isTiny || note, `${type}, ${look.name}[${at}]: ${gradient}, ${difference}`);
      }
    }
  }
});
