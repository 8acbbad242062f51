// The model card of a trained network says how well it does on the test rows, as the run did.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { makeFolder, perceptron } from "../../fixtures/code/command-line.ts";

test("a card with weights has the metrics of the test rows, and without them or of other rows none", () => {
  const folder = makeFolder({
    "iris.csv": readFileSync("samples/iris.csv"),
    "iris.perceptron": readFileSync("samples/iris.perceptron"),
    "other.perceptron": readFileSync("samples/iris.perceptron", "utf8").replace(/"seed": \d+/, '"seed": 99'),
  });
  const trained = perceptron(folder, "train", "iris.perceptron", "--epochs", "3", "--save", "w.safetensors", "--json");
  const { test_loss: loss } = JSON.parse(trained.stdout.trim().split("\n").at(-1)!) as { readonly test_loss: number };
  const card = (...words: readonly string[]): string => {
    const { status, stderr } = perceptron(folder, "export", ...words);
    assert.equal(status, 0, stderr);
    return readFileSync(`${folder}/${words.at(-1)!}`, "utf8");
  };
  const known = card("iris.perceptron", "--to", "card", "--weights", "w.safetensors", "--out", "card.md");
  assert.match(known, new RegExp(`\\| loss \\| ${String(Number(loss.toPrecision(4)))} \\|\\n\\| accuracy \\| (0(\\.\\d+)?|1) \\|`));
  assert.match(card("iris.perceptron", "--to", "card", "--out", "plain.md"), /Not measured/);
  assert.match(card("other.perceptron", "--to", "card", "--weights", "w.safetensors", "--out", "other.md"), /Not measured/);
});
