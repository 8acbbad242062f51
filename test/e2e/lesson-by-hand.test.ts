// The lesson about XOR with the mouse, as a person does it who reads it: layers dragged into the pipeline,
// networks trained, tabs opened, options chosen. Only numbers are typed.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Frame, Locator } from "playwright-core";
import { type Builder, eventually, openedBuilder } from "./builder.ts";
import { startSession } from "./session.ts";

test("XOR is done by hand, from the line that is not found to the seeds that fail", async () => {
  const session = await startSession();
  const workbench = await session.open(["iris.csv"], {}, { width: 1600, height: 1000 });
  await workbench.page.locator(".activitybar .action-label[aria-label='Perceptron']").click();
  await workbench.page.locator(".pane-body .monaco-list-row").filter({ hasText: "XOR" }).first().click();
  const page = await workbench.webview("lesson-page h1");
  const builder = await openedBuilder(workbench);
  const { frame } = builder;
  const next = async (done: string): Promise<void> => {
    await page.locator(".note.done").filter({ hasText: done }).waitFor();
    await page.getByRole("button", { name: "Next", exact: true }).click();
  };

  await heading(page, "One layer");
  await builder.button("Train").click();
  await type(page, 0, "0.693");
  await next("That is the best a line can do here");

  await heading(page, "The search for a line");
  await fiftySeeds(builder, frame);
  await type(page, 0, "0");
  await next("to search and not to find is no proof");

  await heading(page, "The proof");
  await choose(page, 0, 1);
  await choose(page, 1, 2);
  await next("That is impossible");

  await heading(page, "Two layers");
  await builder.insert("Linear", 0);
  await builder.shows("Linear", "Linear", "Sigmoid");
  await page.locator(".note.hint").waitFor();
  await setting(builder, 0, "out_features", "2");
  await builder.insert("Tanh", 1);
  await builder.shows("Linear", "Tanh", "Linear", "Sigmoid");
  await workbench.screenshot("e2e/lesson-by-hand/two-layers");
  await next("Nine parameters");

  await heading(page, "It learns");
  await builder.button("Train").click();
  await frame.getByRole("tab", { name: "Boundary" }).click();
  await choose(page, 0, 2);
  await next("The strip has two edges");

  await heading(page, "What the units see");
  await choose(page, 0, 3);
  await choose(page, 1, 1);
  await workbench.screenshot("e2e/lesson-by-hand/units");
  await next("NAND and OR");

  await heading(page, "Fifty seeds");
  await fiftySeeds(builder, frame);
  await type(page, 0, "24");
  await next("nearly every second run fails");

  await heading(page, "Why they fail");
  // Beside the settings of the training, which are those of no layer.
  await page
    .locator("a, button")
    .filter({ hasText: /^seed$/ })
    .first()
    .click();
  await builder.fill("seed", "1");
  await closeDrawer(builder);
  await builder.button("Train").click();
  await frame.getByRole("tab", { name: "Predict" }).click();
  await frame.getByRole("button", { name: "Row after" }).click();
  await type(page, 0, "0.5");
  await choose(page, 1, 2);
  await workbench.screenshot("e2e/lesson-by-hand/predict");
  await next("Both units give 1.00");

  await heading(page, "More units");
  await setting(builder, 0, "out_features", "8");
  await fiftySeeds(builder, frame);
  await type(page, 0, "0");
  await next("That is one reason");

  await heading(page, "Question 1");
  await choose(page, 0, 1);
  await next("A sum of sums");
  await heading(page, "Question 2");
  await choose(page, 0, 3);
  await page.locator("vscode-button", { hasText: "Summary" }).click();
  await page.getByText("All steps of this lesson are done.").waitFor();
  await workbench.screenshot("e2e/lesson-by-hand/summary");
  assert.deepEqual(workbench.complaints, []);
});

function heading(page: Frame, name: string): Promise<void> {
  return page.getByRole("heading", { level: 2, name, exact: true }).waitFor();
}

const ask = (page: Frame, index: number): Locator => page.locator("lesson-ask").nth(index);

async function type(page: Frame, index: number, text: string): Promise<void> {
  const field = ask(page, index).getByRole("textbox");
  await field.click();
  await field.fill(text);
  await field.press("Enter");
}

/** @param option counted from 1 */
async function choose(page: Frame, index: number, option: number): Promise<void> {
  await ask(page, index)
    .getByRole("radio")
    .nth(option - 1)
    .click();
}

/** Sets a value of a layer, whose settings lie over the builder where it is narrow. */
async function setting(builder: Builder, layer: number, name: string, text: string): Promise<void> {
  await builder.card(layer).click();
  await builder.fill(name, text);
  await closeDrawer(builder);
}

async function closeDrawer({ frame }: Builder): Promise<void> {
  const shade = frame.locator(".shade");
  await shade.click({ position: { x: 20, y: 20 } });
  await shade.waitFor({ state: "detached" });
}

/** Repeats the training with fifty seeds, and waits for all of them. */
async function fiftySeeds(builder: Builder, frame: Frame): Promise<void> {
  await frame.getByRole("tab", { name: "Repeat" }).click();
  const seeds = frame.getByRole("textbox", { name: "Seeds" });
  await seeds.click();
  await seeds.fill("50");
  await seeds.press("Enter");
  await builder.button("Start").click();
  await eventually(async () => assert.ok(await frame.getByText("50 of 50 in").isVisible()));
}
