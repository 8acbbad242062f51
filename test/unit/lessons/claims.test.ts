// What the lessons say of a run is true of it: after "Do it for me" of a step the numbers of its text are
// those of the engine. Each claim is a check, with the room that the text's rounding leaves.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { holds } from "../../../src/lessons/checks.ts";
import type { Check, MetricName } from "../../../src/lessons/lesson.ts";
import { textIn } from "../../../src/lessons/lesson-text.ts";
import type { LoadedLesson } from "../../../src/lessons/load.ts";
import { exportedCode } from "../../../src/session/code/exported-code.ts";
import { LessonStage } from "../../../webview/dev/lesson-stage.ts";
import { eventually } from "../../harness/patience.ts";
import { explainCheck } from "./explain-check.ts";
import { lessonIn } from "./lesson-folder.ts";

const is = (metric: MetricName, $near: number, $within: number): Check => ({ metric, $near, $within });
const right = (rows: number, of: number): Check => is("validation_accuracy", rows / of, 1e-6);
const number = (tensor: string, $near: number, $within: number, step = 1): Check => ({ tensor, $near, $within, step });
const run = (pattern: { readonly [key: string]: string | number | null }): Check => ({ run: pattern });

/** The weights and the bias of a perceptron of two inputs, after a step. */
function perceptron([w1, w2, b]: readonly [number, number, number], step: number): Check[] {
  return [
    number("layers[0].weight.after[0][0]", w1, 0, step),
    number("layers[0].weight.after[0][1]", w2, 0, step),
    number("layers[0].bias.after[0]", b, 0, step),
  ];
}

/** Which of the first steps of a perceptron, one row each, were mistakes: BCELoss counts 100 for each. */
const mistakes = (wrong: readonly number[], until: number): Check[] =>
  Array.from({ length: until }, (_, index) => number("loss", wrong.includes(index + 1) ? 100 : 0, 0, index + 1));

/** What both units of XOR's hidden layer give in the last step, for rows of the CSV in the batch's order. */
const units = (rows: readonly number[], outputs: readonly (readonly [number, number])[]): Check[] =>
  rows.flatMap((row, at) => [
    number(`batch.rows[${at}].number`, row, 0, 500),
    ...outputs[row - 1]!.map((output, unit) => number(`layers[1].output[${at}][${unit}]`, output, 0.02, 500)),
  ]);

const claims: { readonly [lesson: string]: { readonly [step: string]: readonly Check[] } } = {
  "binary-classification": {
    // The cost of every epoch is the share of those who passed, 0.456; the card of Sigmoid says why.
    mse: [is("train_loss", 0.456, 0.0005), { health: "saturated-units", layer: 1 }],
    bce: [is("train_loss", 0.7, 0.02)],
    scale: [right(85, 100)],
  },
  activations: {
    line: [right(23, 40)],
    step: [number("layers[0].weight.grad.norm", 0, 0, 4000), right(28, 40)],
    threshold: [right(29, 40)],
    sigmoid: [right(40, 40)],
    coefficient: [number("layers[0].weight[0][0]", 1, 0), number("layers[0].weight.after[0][0]", 9.7, 0.05, 2000)],
    relu: [right(40, 40)],
    family: [is("train_loss", 0.038, 0.001)],
    softmax: [right(34, 40)],
  },
  gradients: {
    stuck: [
      is("train_loss", 0.69, 0.005),
      { health: "vanishing-gradient", layer: 0 },
      // The tenth Sigmoid gives the same for every row, as the step on normalisation says.
      number("layers[19].output[0][0] - layers[19].output[1][0]", 0, 0, 2000),
    ],
    bars: [number("layers[0].weight.grad.norm", 2e-10, 1e-10), number("layers[20].weight.grad.norm", 0.25, 0.05)],
    relu: [is("train_loss", 0.69, 0.005), { health: "vanishing-gradient", layer: 0 }],
    // The layers with the longest and the shortest gradient.
    initial: [
      { metric: "validation_accuracy", $above: 0.95 },
      { tensor: "layers[8].weight.grad.norm", step: 1, $atMost: 0.11 },
      { tensor: "layers[20].weight.grad.norm", step: 1, $atLeast: 0.01 },
    ],
    norm: [
      right(95, 100),
      { tensor: "layers[29].output.min", step: 2000, $below: 0.2 },
      { tensor: "layers[29].output.max", step: 2000, $above: 0.8 },
    ],
    explode: [
      { metric: "train_loss", $below: 0.5 },
      { runs: 1, where: { all: [run({ stopped: "diverged", epoch: 0 }), { health: "exploding-gradient" }] } },
    ],
    dead: ["weight[2][0]", "weight[2][1]", "weight[2][2]"].map((name, index) =>
      number(`layers[0].${name.replace("weight", "weight.after")}`, [-1, -1, 0][index]!, 0, 1500),
    ),
    leaky: [number("layers[0].bias.after[2]", -0.2, 0.05, 1500)],
    prelu: [number("layers[1].weight[0]", 0.25, 0), number("layers[1].weight.after[0]", -0.1, 0.01, 1500)],
  },
  softmax: {
    logits: [right(15, 15)],
    log: [is("train_loss", 0.0655, 0.0001)],
    double: [is("train_loss", 0.59, 0.005), { metric: "train_accuracy", $atLeast: 0.95 }, { problem: "loss-input" }],
    repair: [is("train_loss", 0.0655, 0.0001)],
  },
  "forward-by-hand": {
    loss: [number("loss", 0.5235, 0.0001), number("layers[3].output[0][0]", 0.7235, 0.0001)],
    relu: [number("layers[2].output[0][0]", 2.5, 0), number("layers[3].output[0][0]", 0.924, 0.0005)],
  },
  "backward-by-hand": {
    "last-sigmoid": [number("layers[2].grad[0][0]", 0.2895, 0.0001)],
    "to-the-hidden": [number("layers[1].grad[0][0]", 0.579, 0.0005), number("layers[1].grad[0][1]", -0.579, 0.0005)],
    "first-weight": [number("layers[0].weight.grad[0][0]", 0.2276, 0.0001)],
    "finite-difference": [number("layers[0].weight.grad[1][0]", -0.2895, 0.0001)],
    update: [number("layers[0].weight.after[0][0]", 0.886, 0.0005)],
    smaller: [number("loss", 0.343, 0.0005, 2), number("loss", 0.026, 0.0005, 10)],
  },
  perceptron: {
    // The first six epochs, of four steps each: 2, 3, 3, 2, 1 and 0 mistakes.
    line: [...perceptron([2, 1, -3], 40), ...mistakes([1, 4, 5, 6, 8, 10, 11, 12, 15, 16, 18], 24)],
    or: [...perceptron([1, 1, -1], 40), ...mistakes([1, 2, 5, 7, 9], 24)],
    nand: perceptron([-2, -1, 2], 40),
    gradient: [is("train_loss", 75, 0), number("layers[0].weight.grad.norm", 0, 0, 4)],
    sigmoid: [{ metric: "train_loss", $below: 0.05 }],
    xor: [is("train_loss", 100, 0), ...mistakes([1, 2, 4, 6, 7, 8, 9, 10, 11, 12], 12)],
  },
  xor: {
    "one-layer": [is("train_loss", Math.LN2, 0.0001), number("output[0][0]", 0.5, 0.001, 500)],
    train: [is("train_loss", 0.002, 0.0005), is("train_accuracy", 1, 0)],
    // NAND and OR of the rows (0, 0), (0, 1), (1, 0) and (1, 1).
    units: units(
      [3, 2, 4, 1],
      [
        [1, -0.97],
        [0.94, 0.97],
        [0.94, 0.97],
        [-0.95, 1],
      ],
    ),
    // The last two rows have become one.
    why: [
      is("train_loss", 0.3466, 0.002),
      ...units(
        [2, 1, 4, 3],
        [
          [0.97, -0.68],
          [-0.72, 0.98],
          [1, 1],
          [1, 1],
        ],
      ),
    ],
  },
  "to-pytorch": {
    // What PyTorch 1.13 prints for the exported script, to its last rounding.
    "train-here": [is("train_loss", 0.0634831, 1e-6), is("validation_loss", 0.0283986, 1e-6), is("test_loss", 0.00495914, 1e-7)],
  },
  overfitting: {
    coin: [is("train_accuracy", 1, 0), right(10, 24), is("validation_loss", 3.9, 0.1)],
    gap: [is("train_loss", 0.18, 0.005), is("validation_loss", 0.8, 0.005)],
    early: [run({ epoch: 26, stopped: "early" }), { metric: "validation_loss", at: "best", $near: 0.42, $within: 0.005 }],
    dropout: [is("validation_loss", 0.5, 0.005), { metric: "train_loss", $above: 0.2 }],
    decay: [is("train_loss", 0.41, 0.005), is("validation_loss", 0.43, 0.005)],
    test: [is("test_loss", 0.5, 0.005)],
  },
};

for (const [id, steps] of Object.entries(claims)) {
  describe(`what the lesson ${id} says`, async () => {
    const { loaded } = await lessonIn(id);
    assert.ok(loaded, `the lesson ${id} can be read`);
    test("is true of the runs", async () => {
      const stage = new LessonStage(loaded);
      try {
        for (const [index, step] of loaded.lesson.steps.entries()) {
          await stage.player.goTo(index);
          await stage.player.doIt();
          const facts = await stage.player.facts();
          for (const claim of steps[step.id] ?? [])
            assert.ok(await holds(claim, facts), `${id}, step ${step.id}:\n${await explainCheck(claim, facts)}`);
        }
      } finally {
        await stage.end();
      }
    });
  });
}

test("behind Sigmoid both weights move the same way in each of the 40 steps that the lesson shows", async () => {
  const { loaded } = await lessonIn("activations");
  assert.ok(loaded);
  const stage = new LessonStage(loaded);
  try {
    await stage.player.goTo(loaded.lesson.steps.findIndex(({ id }) => id === "centred"));
    const facts = await stage.player.facts();
    const steps = Array.from({ length: 40 }, (_, index) => index + 1);
    const products = await Promise.all(
      steps.map(async (step) => facts.tensor("layers[2].weight.grad[0][0] * layers[2].weight.grad[0][1]", step)),
    );
    assert.deepEqual(
      products.map((product) => (product ?? 0) > 0),
      steps.map(() => true),
    );
  } finally {
    await stage.end();
  }
});

/** The Python statements in a lesson's texts; one of several lines ends with a bracket of its own. */
function shownCode(lesson: LoadedLesson, language: string): string[] {
  const parts = textIn(lesson, language).steps.flatMap((step) => step.parts);
  const text = parts.map((part) => (part.kind === "markdown" ? part.text : "")).join("\n");
  return [...text.matchAll(/```python\n(.*?)```/gs)].flatMap(([, code]) => code!.trim().split(/\n(?=[^\s)])/));
}

/** Python without what describes a function, and without the places of its lines. */
const bare = (code: string): string => code.replace(/""".*?"""|\s/gs, "");

test("the code that the lesson on PyTorch shows stands in the script that it exports", async () => {
  const { loaded } = await lessonIn("to-pytorch");
  assert.ok(loaded);
  const stage = new LessonStage(loaded);
  try {
    const { session } = stage.document("flower.perceptron");
    const script = await eventually(async () => {
      const code = await exportedCode(session, "pytorch");
      assert.ok(code.kind === "code");
      return String(code.files[0]?.content);
    });
    assert.ok(script.split("\n").length < 200);
    for (const language of ["en", "ko"]) {
      const shown = shownCode(loaded, language);
      assert.ok(shown.length > 8);
      assert.deepEqual(
        shown.filter((statement) => !bare(script).includes(bare(statement))),
        [],
        language,
      );
    }
  } finally {
    await stage.end();
  }
});
