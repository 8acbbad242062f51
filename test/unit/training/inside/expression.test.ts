// Conditions as people write them, on a step; what is wrong with one is said with its place.

import assert from "node:assert/strict";
import { test } from "node:test";
import { format } from "../../../../src/model/message.ts";
import { ProblemError } from "../../../../src/model/problem.ts";
import { parseCondition, parseExpression } from "../../../../src/training/inside/expression.ts";
import { stepScope } from "../../../../src/training/inside/step-scope.ts";
import { Stepper } from "../../../../src/training/inside/stepper.ts";
import { madeUp } from "../../../harness/experiments.ts";

const layers = [{ type: "Linear", out_features: 4 }, { type: "ReLU" }, { type: "Linear", out_features: 1 }];
const stepper = new Stepper(madeUp({ inputs: 2, layers }));
stepper.move({ to: "step", step: 2 });
while (!stepper.work(() => false));
const { step } = stepper;
assert.ok(step);
/** What is said of a condition that cannot be asked. */
function complaint(text: string): string {
  try {
    return `It gives ${String(ask(text))}.`;
  } catch (error) {
    assert.ok(error instanceof ProblemError, String(error));
    return format(error.problem.message);
  }
}

const ask = (text: string): unknown => parseExpression(text)(stepScope(step));

test("numbers of the step by PyTorch's names", () => {
  assert.equal(ask("step"), 2);
  assert.equal(ask("loss"), step.look.loss);
  assert.equal(ask("gradient_norm"), step.look.gradientNorm);
  assert.equal(ask("layers[0].weight.grad.norm"), step.parameters[0]!.look.gradients.norm);
  assert.equal(ask("layers[0].weight.grad.norm()"), step.parameters[0]!.look.gradients.norm);
  assert.equal(ask("layers[0].weight[1][0]"), step.parameters[0]!.look.data[2]);
  assert.equal(ask("layers[1].output[3][2]"), step.look.layers[1]!.output.data[14]);
  assert.equal(ask("layers[1].dead"), step.look.layers[1]!.dead);
  assert.equal(ask(`rows[${step.trace.rows[1]}].output[0]`), step.look.layers[2]!.output.data[1]);
  assert.equal(ask(`rows[${step.trace.rows[0]}].present`), true);
  assert.equal(ask("rows[100000].right"), false);
});

test("arithmetic, comparisons and their order", () => {
  assert.equal(ask("1 + 2 * 3 - 4 / 2"), 5);
  assert.equal(ask("-(1 + 2) * 2"), -6);
  assert.equal(ask("1 < 2 && 2 < 1 || true"), true);
  assert.deepEqual(
    ["true && false", "false && true", "false || true", "false || false", "false && true || true", "true || true && false"].map(ask),
    [false, false, true, false, true, true],
  );
  assert.deepEqual(["1 < 1", "1 <= 1", "2 > 2", "2 >= 2", "1 == 2", "1 != 2"].map(ask), [false, true, false, true, false, true]);
  assert.equal(ask("!(loss > 1e9) && !isNaN(loss)"), true);
  assert.equal(ask("max(1, 2, 3) >= 3"), true);
  assert.equal(ask("layers[1].dead == 0 || layers[1].dead > 0"), true);
});

test("what is wrong is said", () => {
  for (const [text, said] of [
    ["loss >", /ends too early/],
    ["loss > > 1", /not understood at "> 1"/],
    ["loss; process.exit()", /not understood at "; process/],
    ["", /ends too early/],
    ["layers[0", /ends too early/],
    ["a b", /not understood at "b"/],
  ] as const)
    assert.match(complaint(text), said, text);
  assert.match(complaint("layer"), /There is no layer here\. There are: loss, lr/);
  assert.match(complaint("layers[9].dead"), /There is no 9 here\. There are: 0, 1, 2\./);
  assert.match(complaint("layers > 1"), /is no number/);
  assert.match(complaint("constructor"), /There is no constructor here/);
});

test("what a condition goes by are the sides of its comparisons that move, each once", () => {
  for (const [text, measured] of [
    ["gradient_norm > 10", ["gradient_norm"]],
    ["10 < gradient_norm", ["gradient_norm"]],
    ["isNaN(loss)", ["loss"]],
    ["!isFinite(loss) || loss > 5", ["loss"]],
    ["loss < 0.1 && (layers[1].dead > 0.5 || !(lr <= 1e-3))", ["loss", "layers[1].dead", "lr"]],
    ["rows[17].right", ["rows[17].right"]],
    [" abs( loss - 1 ) < max(0.1, lr)", ["abs( loss - 1 )", "max(0.1, lr)"]],
    ["layers[step - 1].weight.norm() >= 3 * loss", ["layers[step - 1].weight.norm()", "3 * loss"]],
    ["(loss < 1) == true", ["(loss < 1)"]],
    ["1 < 2", []],
    ["true", []],
  ] as const)
    assert.deepEqual(
      parseCondition(text).measures.map((measure) => measure.text),
      measured,
      text,
    );
  const [norm, loss] = parseCondition("gradient_norm > 10 || loss < 0").measures;
  assert.deepEqual([norm?.value(stepScope(step)), loss?.value(stepScope(step))], [step.look.gradientNorm, step.look.loss]);
});
