// Values of a step as a debugger shows them, and what is offered while an expression is typed.

import assert from "node:assert/strict";
import { test } from "node:test";
import { format } from "../../../../src/model/message.ts";
import { completeOn } from "../../../../src/training/inside/completion.ts";
import { answerOn, membersOn } from "../../../../src/training/inside/inspect.ts";
import { numberText } from "../../../../src/training/inside/number-text.ts";
import { stepScope } from "../../../../src/training/inside/step-scope.ts";
import { Stepper } from "../../../../src/training/inside/stepper.ts";
import type { InsideValue, StepPlace } from "../../../../src/training/inside/types.ts";
import { madeUp } from "../../../harness/experiments.ts";

const layers = [
  { type: "Linear", out_features: 4 },
  { type: "ReLU", name: "bend" },
  { type: "Linear", out_features: 1 },
];
const stepper = new Stepper(madeUp({ inputs: 2, layers, training: { optimizer: { type: "Adam" } } }));
stepper.move({ to: "step", step: 2 });
while (!stepper.work(() => false));
const { step } = stepper;
assert.ok(step);
const [weight] = step.look.layers[0]!.parameters;
assert.ok(weight);

function value(expression: string, at?: StepPlace): InsideValue {
  const answer = answerOn(step!, { expression, ...(at ? { at } : {}) });
  assert.ok(!("error" in answer), "error" in answer ? format(answer.error) : "");
  return answer;
}

test("a number is shown with as many digits as bring it back", () => {
  for (const number of [0.1, 1 / 3, 1e-20, 16_777_217, -2.5, NaN, Infinity, 0]) {
    assert.ok(Object.is(Math.fround(Number(numberText(Math.fround(number)))), Math.fround(number)), numberText(Math.fround(number)));
  }
  assert.equal(numberText(Math.fround(0.1)), "0.1");
  assert.equal(numberText(0.1), "0.1");
  const { text, value: number, type } = value("layers[0].weight[1][0]");
  assert.deepEqual([number, type], [weight.data[2], "number"]);
  assert.equal(Math.fround(Number(text)), weight.data[2]);
});

test("a tensor is shown with its shape and what it looks like, and opened row by row", () => {
  const whole = value("layers[0].weight");
  assert.match(whole.text, /^\[4, 2\] mean \S+ std \S+ min \S+ max \S+$/);
  assert.deepEqual([whole.type, whole.indexed], ["Tensor", 4]);
  const members = membersOn(step, { expression: "layers[0].weight", part: "named" });
  assert.deepEqual(
    members.map(({ name }) => name),
    ["grad", "after", "state", "state_before", "norm", "mean", "std", "min", "max", "size", "not_finite"],
  );
  assert.equal(members.length, whole.named);
  const rows = membersOn(step, { expression: "layers[0].weight", part: "indexed", start: 1, count: 2 });
  assert.deepEqual(
    rows.map(({ name, expression }) => [name, expression]),
    [
      ["[1]", "layers[0].weight[1]"],
      ["[2]", "layers[0].weight[2]"],
    ],
  );
  const numbers = membersOn(step, { expression: rows[0]!.expression, part: "indexed" });
  assert.deepEqual(
    numbers.map(({ value: number }) => number),
    [...weight.data.subarray(2, 4)],
  );
  const state = membersOn(step, { expression: "layers[0].weight.state" }).map(({ name }) => name);
  assert.deepEqual(state, ["exp_avg", "exp_avg_sq"]);
  assert.match(value("layers[0].bias").text, /^\[-?\d/, "few numbers stand there themselves");
});

test("the place in the step has names of its own, and a layer there is a number where one is wanted", () => {
  const at: StepPlace = { pass: "backward", layer: 1 };
  assert.equal(value('pass == "backward"', at).value, true);
  assert.equal(value("layer == 1 && layer.dead == layers[1].dead", at).value, true);
  assert.equal(value("layer.name", at).text, '"bend"');
  assert.equal(value(`batch == ${step.trace.batch}`).value, true);
  assert.equal(value("batch.rows[3].number").value, step.trace.rows[3]);
  assert.equal(value("batch.rows[0].output[0]").value, step.look.layers[2]!.output.data[0]);
  const error = answerOn(step, { expression: "layer" });
  assert.match("error" in error ? format(error.error) : "", /no layer here/);
});

function offered(text: string, at?: StepPlace) {
  return completeOn(stepScope(step!, at), text);
}

test("what may follow is offered, and nothing that is not there", () => {
  assert.deepEqual(offered("lo"), { from: 0, names: ["loss", "log"] });
  assert.deepEqual(offered("loss > gradient_n"), { from: 7, names: ["gradient_norm"] });
  assert.deepEqual(offered("layers[0].weight.grad.no"), { from: 22, names: ["norm", "not_finite"] });
  assert.deepEqual(offered("layers[").names, ["0", "1", "2"]);
  assert.deepEqual(offered("abs(layers[1].o"), { from: 14, names: ["output"] });
  assert.deepEqual(offered("layer.de", { pass: "forward", layer: 1 }).names, ["dead"]);
  assert.deepEqual(offered("nothing.").names, []);
  assert.deepEqual(offered("constructor.").names, []);
  assert.ok(offered("").names.includes("layers"));
});
