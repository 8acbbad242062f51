// Kept runs as a person meets them: the side bar lists what was trained, two runs stand beside each other,
// and an older document comes back.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { eventually, openedBuilder } from "./builder.ts";
import { startSession } from "./session.ts";

const document = {
  format: 1,
  data: { file: "binary.csv", target: "pass", normalize: "standard" },
  layers: [{ type: "Linear", out_features: 1 }, { type: "Sigmoid" }],
  training: { epochs: 30, batch_size: 32, loss: { type: "BCELoss" }, optimizer: { type: "SGD", lr: 0.05 } },
};

test("two runs: in the side bar, beside each other, and the first one's document back", async () => {
  const session = await startSession();
  const workbench = await session.open(["binary.csv"], { "net.perceptron": JSON.stringify(document, undefined, 2) }, { width: 1600 });
  const { page, folder } = workbench;
  await workbench.openFile("net.perceptron");
  const builder = await openedBuilder(workbench);
  const { frame } = builder;
  const kept = (): string[] => readdirSync(join(folder, "net.runs")).filter((name) => !name.startsWith("."));

  await builder.button("Train").click();
  await eventually(() => assert.equal(kept().length, 1));
  await builder.insert("Tanh", 0);
  await builder.shows("Tanh", "Linear", "Sigmoid");
  await builder.button("Train").click();
  await eventually(() => assert.equal(kept().length, 2));

  await frame.getByRole("tab", { name: "Runs" }).click();
  const boxes = builder.region("Runs").getByRole("checkbox");
  await eventually(async () => assert.equal(await boxes.count(), 2));
  await boxes.nth(1).check();
  await boxes.nth(0).check();
  await frame.getByRole("application", { name: /^Loss of 2 runs/ }).waitFor();
  await frame.getByText("Tanh()", { exact: true }).waitFor();
  await workbench.screenshot("e2e/runs/01-compared");

  await page.locator(".activitybar .action-label[aria-label='Perceptron']").click();
  const rows = page.locator(".pane", { has: page.locator(".pane-header", { hasText: "Runs" }) }).locator(".monaco-list-row");
  await eventually(async () => assert.equal(await rows.count(), 3));
  await rows.nth(1).hover();
  await workbench.screenshot("e2e/runs/02-side-bar");
  await (await workbench.openMenu(rows.nth(2), "Restore Document")).click();
  await builder.shows("Linear", "Sigmoid");
  await page.keyboard.press("Escape");
  await builder.card(0).click();
  await page.keyboard.press("Control+Z");
  await builder.shows("Tanh", "Linear", "Sigmoid");
  await rows.nth(2).click();
  await page.keyboard.press("F2");
  const input = page.locator(".quick-input-widget input");
  await input.waitFor();
  await input.fill("without Tanh");
  await page.keyboard.press("Enter");
  await frame.getByRole("rowheader", { name: "without Tanh" }).waitFor();
  await rows.nth(2).focus();
  await (await workbench.openMenu(rows.nth(1), "Delete")).click();
  await page.getByRole("button", { name: "Move to Trash" }).click();
  const forGood = page.getByRole("button", { name: "Delete", exact: true });
  await eventually(async () => {
    // The server that these tests use has no trash.
    if (await forGood.isVisible()) await forGood.click();
    assert.equal(kept().length, 1);
  });
  await eventually(async () => assert.equal(await boxes.count(), 1));
  await workbench.screenshot("e2e/runs/03-deleted");
});
