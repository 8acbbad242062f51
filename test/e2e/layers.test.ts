// Layers in a real VS Code: the worker's curve, and the clipboard from one document to another and from
// Python.

import assert from "node:assert/strict";
import { test } from "node:test";
import { openedBuilder } from "./builder.ts";
import { startSession } from "./session.ts";

const document = (layers: readonly object[]): string =>
  JSON.stringify({
    format: 1,
    data: { file: "binary.csv", target: "pass" },
    layers,
    training: { loss: { type: "BCELoss" }, optimizer: { type: "SGD", lr: 0.1 } },
  });

test("curves come from the worker, and layers go from one document to another", async (t) => {
  const session = await startSession();
  const workbench = await session.open(["binary.csv"], {
    "one.perceptron": document([
      { type: "Linear", out_features: 4, name: "first" },
      { type: "ELU", alpha: 2 },
      { type: "Linear", out_features: 1 },
    ]),
    "two.perceptron": document([{ type: "Linear", out_features: 1 }, { type: "Sigmoid" }]),
  });
  const { page } = workbench;

  await t.test("the curve of an activation has its parameters", async () => {
    await workbench.file("one.perceptron").dblclick();
    const builder = await openedBuilder(workbench);
    await builder.card(1).click();
    const curve = builder.region("Inspector").getByRole("application", { name: /^Curve of ELU/ });
    await curve.waitFor();
    assert.match((await curve.getAttribute("aria-label")) ?? "", /−6: −2/);
    await workbench.screenshot("e2e/layers/01-curve");
  });

  await t.test("what is copied in one document is pasted in another, labels and all", async () => {
    const builder = await openedBuilder(workbench);
    await builder.card(0).click();
    await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("Control+C");
    await builder.frame.getByRole("status").filter({ hasText: "2 layers copied." }).waitFor({ state: "attached" });
    await workbench.file("two.perceptron").dblclick();
    await workbench.tab("two.perceptron").waitFor();
    const other = await openedBuilder(workbench);
    await other.shows("Linear", "Sigmoid");
    await other.card(0).click();
    await page.keyboard.press("Control+V");
    await other.shows("Linear", "first", "ELU", "Sigmoid");
    await workbench.screenshot("e2e/layers/02-pasted");
    await page.keyboard.press("Control+Z");
    await other.shows("Linear", "Sigmoid");
  });
});
