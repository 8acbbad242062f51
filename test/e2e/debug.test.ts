// The debugger as a person meets it: F9 and F5 in the builder, VS Code's own toolbar and views, and
// breakpoints in the margin of a document's text, but not of other JSON.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { eventually, openedBuilder } from "./builder.ts";
import { startSession } from "./session.ts";

/** What the call stack says, from the inside. */
async function callStack(page: Page): Promise<string[]> {
  return page.locator(".debug-call-stack .stack-frame .label").allInnerTexts();
}

/** Clicks beside a line of the text in front, where its breakpoint is. */
async function clickMargin(page: Page, line: number): Promise<void> {
  const number = page.locator(".editor-group-container.active .line-numbers").getByText(String(line), { exact: true }).first();
  const box = await number.boundingBox();
  assert.ok(box);
  await page.mouse.click(box.x - 8, box.y + box.height / 2);
}

test("F9 and F5 in the builder stop at a layer; VS Code's toolbar steps on and back", async () => {
  const session = await startSession();
  const workbench = await session.open(["iris.csv", "iris.perceptron"]);
  const { page } = workbench;
  await workbench.openFile("iris.perceptron");
  const builder = await openedBuilder(workbench);
  await builder.card(1).click();
  await page.keyboard.press("F9");
  await eventually(async () => assert.equal(await builder.button("Breakpoint on layer 2").getAttribute("aria-pressed"), "true"));
  await page.keyboard.press("F5");
  const waits = (layer: number, pass: string) => builder.button(new RegExp(`^Layer ${layer} of 3.*The debugger waits here: ${pass}$`));
  await waits(2, "forward").waitFor();
  await eventually(async () =>
    assert.deepEqual(
      (await callStack(page)).map((frame) => frame.trim()),
      ["forward", "layer 2 (ReLU)", "batch 1 of 8", "epoch 1 of 100", "run of 800 steps"],
    ),
  );
  const toolbar = page.locator(".debug-toolbar");
  await toolbar.getByRole("button", { name: /^Step Into/ }).click();
  await waits(3, "forward").waitFor();
  await page.locator(".debug-variables").getByText("weight", { exact: false }).first().waitFor();
  await workbench.screenshot("e2e/debug/01-step");
  await toolbar.getByRole("button", { name: /^Step Back/ }).click();
  await waits(2, "forward").waitFor();
  await toolbar.getByRole("button", { name: /^Stop/ }).click();
  await waits(2, "forward").waitFor({ state: "detached" });
});

test("the text has breakpoints beside its lines, and other JSON has none", async () => {
  const session = await startSession();
  const workbench = await session.open(["iris.csv", "iris.perceptron"], { "other.json": '{\n  "a": 1\n}\n' });
  const { page } = workbench;
  await workbench.openFile("iris.perceptron");
  const builder = await openedBuilder(workbench);
  await builder.button("Open as text").click();
  const editor = page.locator(".editor-group-container.active .monaco-editor").first();
  await editor.locator(".view-line", { hasText: '"ReLU"' }).waitFor();
  const dots = page.locator(".editor-group-container.active .codicon-debug-breakpoint");
  const line = await editor.locator(".view-line").allInnerTexts();
  assert.ok(line.length > 10);
  await clickMargin(page, 12);
  await dots.waitFor();
  await eventually(async () => assert.equal(await builder.button("Breakpoint on layer 2").getAttribute("aria-pressed"), "true"));
  await editor.locator(".view-line", { hasText: '"ReLU"' }).click();
  await page.keyboard.press("F5");
  await builder.button(/^Layer 2 of 3.*The debugger waits here: forward$/).waitFor();
  // Beside the builder the text shows the line.
  await page.locator(".monaco-editor .debug-top-stack-frame-line").first().waitFor();
  await workbench.screenshot("e2e/debug/02-text");
  await page.locator(".debug-toolbar").getByRole("button", { name: /^Stop/ }).click();
  await page.locator(".debug-toolbar").waitFor({ state: "hidden" });

  await workbench.openFile("other.json");
  await page.locator(".editor-group-container.active .view-line", { hasText: '"a"' }).waitFor();
  await clickMargin(page, 2);
  // What is clicked in a document's text comes at once; here the last word is a step that comes after it.
  await page.keyboard.press("Control+G");
  await page.locator(".quick-input-widget").waitFor();
  assert.equal(await dots.count(), 0);
});
