// Two builders and a text editor beside them on one document: they never disagree, whoever changes it, the
// disk included.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Workbench } from "../harness/workbench.ts";
import { Builder, eventually, openedBuilder } from "./builder.ts";
import { startSession } from "./session.ts";

/** Every builder on the screen, from left to right. */
async function builders(workbench: Workbench): Promise<Builder[]> {
  const found: { readonly builder: Builder; readonly x: number }[] = [];
  for (const frame of workbench.page.frames()) {
    const box = await frame
      .locator("perceptron-builder")
      .boundingBox({ timeout: 200 })
      .catch(() => null);
    if (box !== null && box.width > 0) found.push({ builder: new Builder(workbench, frame), x: box.x });
  }
  return found.toSorted((one, other) => one.x - other.x).map(({ builder }) => builder);
}

test("two builders and the text of one document", async (t) => {
  const session = await startSession();
  const workbench = await session.open(["binary.csv", "binary.perceptron"], {}, { width: 1900 });
  const { folder, page } = workbench;
  const file = join(folder, "binary.perceptron");
  const onDisk = readFileSync(file, "utf8");
  await workbench.openFile("binary.perceptron");
  await openedBuilder(workbench);
  // VS Code's key for a second editor of the same document beside the first.
  await page.keyboard.press("Control+\\");
  const [left, right] = await eventually(async () => {
    const both = await builders(workbench);
    assert.equal(both.length, 2, "both builders are on the screen");
    for (const builder of both) await builder.shows("Linear", "Sigmoid");
    return both as [Builder, Builder];
  });

  await t.test("what is done in one is seen in the other, and undone there", async () => {
    await left.card(0).click();
    await page.keyboard.press("Control+D");
    await left.shows("Linear", "Linear", "Sigmoid");
    await right.shows("Linear", "Linear", "Sigmoid");
    await workbench.screenshot("e2e/together/01-two-builders");
    await right.card(2).click();
    await page.keyboard.press("Control+Z");
    await left.shows("Linear", "Sigmoid");
    await right.shows("Linear", "Sigmoid");
    // In so narrow a builder the inspector is a drawer over the pipeline.
    for (const { frame } of [right, left]) await frame.getByRole("button", { name: "Close" }).click();
  });

  await t.test("a text editor beside them: typing shows in both, and undo in a builder takes it back", async () => {
    await right.button("Open as text").click();
    const editor = page.locator(".editor-instance .monaco-editor").first();
    await editor.locator(".view-line", { hasText: '"format"' }).waitFor();
    await page.keyboard.press("Control+F");
    await page.keyboard.type("Sigmoid");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    await page.keyboard.type("Tanh");
    await left.shows("Linear", "Tanh");
    await right.shows("Linear", "Tanh");
    await workbench.screenshot("e2e/together/02-text-beside");
    await left.card(0).click();
    await eventually(async () => {
      await page.keyboard.press("Control+Z");
      assert.deepEqual(await left.layers(), ["Linear", "Sigmoid"]);
    });
    await right.shows("Linear", "Sigmoid");
    await editor.locator(".view-line", { hasText: "Sigmoid" }).waitFor();
  });

  await t.test("a file that git rewrites shows at once in all; a conflict greys the network until it is resolved", async () => {
    // What was typed is undone to what is on disk, so nothing is to be saved.
    await eventually(async () => assert.equal(await page.locator(".tab.dirty").count(), 0));
    writeFileSync(file, onDisk.replace('"Sigmoid"', '"Softsign"'));
    await left.shows("Linear", "Softsign");
    await right.shows("Linear", "Softsign");
    const layer = '    { "type": "Sigmoid" }';
    const conflict = onDisk.replace(layer, `<<<<<<< HEAD\n${layer}\n=======\n    { "type": "Tanh" }\n>>>>>>> other`);
    const line = conflict.split("\n").indexOf("<<<<<<< HEAD") + 1;
    writeFileSync(file, conflict);
    for (const { frame } of [left, right]) {
      await frame.getByText(`There is a merge conflict at line ${line}.`).waitFor();
      assert.equal(await frame.locator("main[inert]").count(), 1);
    }
    await right.frame.locator("builder-banner").getByRole("button", { name: "Open as text" }).click();
    await page.locator(".statusbar-item", { hasText: `Ln ${line}, Col 1` }).waitFor();
    await workbench.screenshot("e2e/together/03-conflict");
    writeFileSync(file, onDisk);
    await left.shows("Linear", "Sigmoid");
    await right.shows("Linear", "Sigmoid");
  });
  assert.deepEqual(workbench.complaints, []);
});
