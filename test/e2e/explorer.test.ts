// The document's tests where VS Code keeps every other language's: in its Test Explorer, red and green, with
// the sentence at its line.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Locator } from "playwright-core";
import { middle } from "../harness/workbench.ts";
import { eventually, openedBuilder } from "./builder.ts";
import { startSession } from "./session.ts";

function irisWithTests(): string {
  const iris = JSON.parse(readFileSync(join("samples", "iris.perceptron"), "utf8")) as object;
  const tests = [
    { type: "accuracy", on: "train", at_least: 0.9 },
    { type: "row", row: 1, is: "virginica" },
  ];
  return JSON.stringify({ ...iris, tests }, undefined, 2);
}

test("a person runs a document's tests in the Test Explorer", async (t) => {
  const session = await startSession();
  const workbench = await session.open(["iris.csv"], { "iris.perceptron": irisWithTests() });
  const { page, folder } = workbench;
  const row = (label: string): Locator => page.locator(".test-explorer .monaco-list-row", { hasText: label });
  const state = async (label: string): Promise<string> => (await row(label).first().getAttribute("aria-label")) ?? "";

  await t.test("the document is there, though it was never opened, and its tests below it", async () => {
    await workbench.runCommand("Testing: Focus on Test Explorer View");
    await row("iris.perceptron").waitFor();
    await row("iris.perceptron").click();
    await page.keyboard.press("ArrowRight");
    await row("accuracy on train at least 0.9").waitFor();
    await row("row 1 is virginica").waitFor();
    await workbench.screenshot("e2e/explorer/01-found");
  });

  await t.test("without weights they cannot be run, and training is offered", async () => {
    await workbench.runCommand("Test: Run All Tests");
    const offer = page.locator(".notification-toast", { hasText: "iris has no weights that can be tested" });
    await offer.waitFor();
    await workbench.screenshot("e2e/explorer/02-untrained");
    await offer.getByRole("button", { name: "Train and Test" }).click();
  });

  await t.test("trained, one is green and one is red", async () => {
    await eventually(async () => {
      assert.match(await state("accuracy on train at least 0.9"), /Passed/);
      assert.match(await state("row 1 is virginica"), /Failed/);
    });
    assert.ok(existsSync(join(folder, "iris.safetensors")));
    await workbench.screenshot("e2e/explorer/03-green-and-red");
  });

  await t.test("the failed one is marked where it stands in the text, and says what came out", async () => {
    const builder = await openedBuilder(workbench);
    await builder.button("Open as text").click();
    await page.locator(".view-line", { hasText: '"format"' }).waitFor();
    await page.keyboard.press("Control+F");
    await page.keyboard.type("virginica");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    // The editor draws its margin anew while results come in.
    await eventually(async () => {
      const [red, its] = await Promise.all([
        middle(page.locator(".testing-run-glyph.codicon-testing-failed-icon:not(.retired)")),
        middle(page.locator(".view-line", { hasText: /"type":.*"row"/ })),
      ]);
      assert.ok(Math.abs(red.y - its.y) < 8, `the mark is at ${red.y}, its line at ${its.y}`);
    });
    // Of a failure VS Code may show the comparison; the output is the run's, in a terminal that breaks lines
    // where its width ends.
    await workbench.runCommand("Test: Show Output");
    await eventually(async () => {
      const shown = (await page.locator(".xterm-rows").allInnerTexts()).join("").replaceAll(/\s/g, "");
      assert.match(shown, /Row1isansweredsetosa,expectedvirginica\./);
    });
    await workbench.screenshot("e2e/explorer/04-at-its-place");
  });

  await t.test("mended in the text, it is another test, and green", async () => {
    // The class is selected still.
    await workbench.runCommand("View: Focus Active Editor Group");
    await page.keyboard.type("setosa");
    await row("row 1 is setosa").waitFor();
    await workbench.runCommand("Test: Run All Tests");
    await eventually(async () => assert.match(await state("row 1 is setosa"), /Passed/));
    await workbench.screenshot("e2e/explorer/05-mended");
  });
});
