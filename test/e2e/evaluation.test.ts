// A trained network evaluated by a person in a real VS Code: trained, its rows looked at in the CSV, the
// threshold dragged, taken and saved.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { eventually, openedBuilder } from "./builder.ts";
import { startSession } from "./session.ts";

const document = {
  format: 1,
  data: { file: "binary.csv", target: "pass", normalize: "standard" },
  layers: [{ type: "Linear", out_features: 1 }, { type: "Sigmoid" }],
  training: { epochs: 20, batch_size: 32, loss: { type: "BCELoss" }, optimizer: { type: "Adam", lr: 0.02 } },
};

test("a person trains, drags the threshold and keeps it", async (t) => {
  const session = await startSession();
  const workbench = await session.open(["binary.csv"], { "net.perceptron": JSON.stringify(document, undefined, 2) });
  const { page, folder } = workbench;
  await workbench.openFile("net.perceptron");
  const builder = await openedBuilder(workbench);
  await builder.frame.getByRole("tab", { name: "Evaluate" }).click();
  const view = builder.frame.locator("evaluation-view");
  const slider = view.getByRole("slider", { name: "Decision threshold" });
  const counts = async (): Promise<number[]> => (await view.locator("confusion-matrix .count").allInnerTexts()).map(Number);

  await t.test("before a run there is the button that trains, after it the matrix", async () => {
    await view.getByText("Train the network first, then evaluate it here.").waitFor();
    await view.getByRole("button", { name: "Train" }).click();
    await builder.frame.getByText("net.safetensors").waitFor();
    await builder.frame.getByRole("tab", { name: "Evaluate" }).click();
    await slider.waitFor();
    assert.equal(
      (await counts()).reduce((sum, count) => sum + count, 0),
      100,
    );
  });

  await t.test("the threshold is dragged with the mouse, and the document takes it", async () => {
    const before = await counts();
    const box = await slider.boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.8, box.y + box.height / 2, { steps: 10 });
    await page.mouse.up();
    await eventually(async () => assert.ok((await counts())[3]! < before[3]!, "fewer rows are answered yes"));
    await workbench.screenshot("e2e/evaluation/01-threshold");
    const value = Number(await slider.inputValue());
    await view.getByRole("button", { name: "Use this threshold" }).click();
    await view.getByText(`The document has ${value}.`).waitFor();
    await page.keyboard.press("Control+S");
    await eventually(() => {
      const { training } = JSON.parse(readFileSync(join(folder, "net.perceptron"), "utf8")) as { training: { threshold: number } };
      assert.equal(training.threshold, value);
    });
    await page.keyboard.press("Control+Z");
    await view.getByText("The document has 0.5.").waitFor();
    await eventually(async () => assert.deepEqual(await counts(), before));
    await page.keyboard.press("Control+Shift+Z");
    await view.getByText(`The document has ${value}.`).waitFor();
  });

  await t.test("the best F1 is one click away, and what the network goes by is another", async () => {
    await view.getByRole("button", { name: "Best F1" }).click();
    const [, , missed = NaN, hits = NaN] = await counts();
    assert.ok(hits > missed);
    await view.getByRole("tab", { name: "Feature importance" }).click();
    await view.getByText(/Lost accuracy .* on 100 rows/).waitFor();
    assert.equal(await view.locator("importance-view li").count(), 3);
    await view.getByRole("application", { name: /^Partial dependence on [xyz]/ }).waitFor();
    await workbench.screenshot("e2e/evaluation/03-importance");
    await view.getByRole("tab", { name: "Scores" }).click();
  });

  await t.test("the rows of a cell lead to their line in the CSV", async () => {
    await view.getByRole("button", { name: /^False answered False: / }).click();
    const line = view.getByRole("button", { name: /^Line \d+ of binary.csv$/ }).first();
    const [, number] = /(\d+)/.exec((await line.getAttribute("aria-label")) ?? "") ?? [];
    await workbench.screenshot("e2e/evaluation/02-rows");
    await line.click();
    await page.locator(".statusbar-item", { hasText: `Ln ${number}, Col 1` }).waitFor();
    await workbench.openFile("net.perceptron");
    const again = (await openedBuilder(workbench)).frame.locator("evaluation-view");
    await again
      .getByRole("button", { name: /^Explain row \d+$/ })
      .first()
      .click();
    await again.getByText(`Line ${number} of binary.csv`).waitFor();
    await again.getByText(/, the mean answer for 100 training rows, to /).waitFor();
    await again.getByRole("heading", { name: "Smallest changes" }).waitFor();
    await workbench.screenshot("e2e/evaluation/04-row");
  });
  assert.deepEqual(workbench.complaints, []);
});
