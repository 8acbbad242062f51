// A training step followed from the inside in a real VS Code: where a paused run stands, on the person's own
// rows, and back to the first step.

import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, openedBuilder } from "./builder.ts";
import { startSession } from "./session.ts";

test("pause, open Inside, and the next key shows the step that comes; back to the first one", async () => {
  const session = await startSession();
  const workbench = await session.open(["iris.csv", "iris.perceptron"], {}, { width: 1600, height: 1000 });
  await workbench.openFile("iris.perceptron");
  const builder = await openedBuilder(workbench);
  const view = builder.frame.locator("inside-view");
  await builder.fill("epochs", "1000000");
  await builder.button("Train").click();
  await builder.button("Pause").click();
  await builder.button("Resume").waitFor();
  await builder.frame.getByRole("tab", { name: "Inside" }).click();
  const step = view.getByRole("textbox", { name: "Step" });
  await eventually(async () => assert.ok(Number(await step.inputValue()) > 1, "it opens where the run waits"));
  await workbench.page.keyboard.press("ArrowRight");
  await eventually(async () => assert.match((await view.locator("h2").textContent()) ?? "", /^Forward, layer 1 of \d+, Linear$/));
  await view.getByText(/^Unit 1 of layer 1/).waitFor();
  await workbench.screenshot("e2e/inside/paused");
  // The step that follows the paused one is another batch of the same run.
  const paused = Number(await step.inputValue());
  await builder.button("Next batch").click();
  await eventually(async () => assert.equal(Number(await step.inputValue()), paused + 1));
  // At the first step no gradient is so small that it is mostly rounding.
  await step.fill("1");
  await step.press("Enter");
  await eventually(async () => assert.match((await view.locator(".steps").textContent()) ?? "", /epoch 1, batch 1/));
  await builder.button("Backward").click();
  await view.locator("input[type=range]").press("ArrowRight");
  await eventually(async () => assert.match((await view.locator("h2").textContent()) ?? "", /parameters$/));
  await builder.button("Check this gradient").click();
  const relative = view.locator("number-focus .check dd").last();
  await eventually(async () => assert.ok(Number((await relative.textContent()) ?? "1") < 1e-3));
  await workbench.screenshot("e2e/inside/checked");
  await builder.button("Stop").click();
});
