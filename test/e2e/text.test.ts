// The document as text: what VS Code itself does with it, because the builder is an editor of a text
// document.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { eventually, openedBuilder } from "./builder.ts";
import { startSession } from "./session.ts";

test("the text editor shows the JSON, with completion and validation from the schema", async () => {
  const session = await startSession();
  const workbench = await session.open(["binary.csv", "binary.perceptron"]);
  const { page } = workbench;
  await workbench.openFile("binary.perceptron");
  const builder = await openedBuilder(workbench);
  await builder.button("Open as text").click();
  const editor = page.locator(".editor-instance .monaco-editor").first();
  await editor.locator(".view-line", { hasText: '"format"' }).waitFor();
  // Its own language, which the status bar names and whose icon the tabs and the explorer show.
  await page.locator("#status\\.editor\\.mode").getByText("Neural Network").waitFor();
  for (const place of [".tabs-container", ".explorer-folders-view"]) {
    const icon = page.locator(`${place} .perceptron-lang-file-icon`).first();
    await icon.waitFor({ state: "attached" });
    assert.match(await icon.evaluate((element) => getComputedStyle(element, "::before").backgroundImage), /document-\w+\.svg/, place);
  }

  // Completion: an empty layer offers its fields, and the type its layers.
  await page.keyboard.press("Control+F");
  await page.keyboard.type('"Sigmoid"');
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Delete");
  await eventually(async () => {
    // A list that is open already stays as it was before the schema was read.
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+Space");
    const rows = page.locator(".suggest-widget.visible .monaco-list-row");
    await rows.first().waitFor({ timeout: 10_000 });
    const offered = await rows.allInnerTexts();
    assert.ok(
      // The list is as long as it is high; the layers stand in it by name.
      offered.some((text) => text.includes("BatchNorm1d")),
      `completion offers ${offered.join(", ") || "nothing"}`,
    );
  });
  await workbench.screenshot("e2e/text/01-completion");
  await page.keyboard.press("Escape");

  // Validation: a layer that does not exist is marked in the text.
  await page.keyboard.type('"Sigmoidd"');
  await editor.locator(".squiggly-error").first().waitFor();
  // The builder beside it follows the text.
  await builder.frame
    .getByText(/unknown type "Sigmoidd"/)
    .first()
    .waitFor();
  await workbench.screenshot("e2e/text/02-validation");
});

test("an edit that was not saved comes back after the window was closed", async () => {
  const session = await startSession();
  const workbench = await session.open(["binary.csv", "binary.perceptron"]);
  const before = readFileSync(join(workbench.folder, "binary.perceptron"), "utf8");
  await workbench.openFile("binary.perceptron");
  const builder = await openedBuilder(workbench);
  await builder.insert("ReLU", 1);
  await builder.shows("Linear", "ReLU", "Sigmoid");
  await workbench.remembersEditor("binary.perceptron", session.server);
  const { folder, page } = workbench;
  await workbench.leave();

  const again = await session.reopen(folder, { page });
  const restored = await openedBuilder(again);
  await restored.shows("Linear", "ReLU", "Sigmoid");
  await again.tab("binary.perceptron").and(again.page.locator(".dirty")).waitFor();
  assert.equal(readFileSync(join(folder, "binary.perceptron"), "utf8"), before, "the file on disk has changed");
  await again.screenshot("e2e/text/03-hot-exit");
});
