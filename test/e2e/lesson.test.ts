// A lesson as a person takes it: opened from the side bar, done by hand in the builder and on the page, gone
// on with after the window was loaded again, and begun once more.

import assert from "node:assert/strict";
import { cpSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Frame, Locator } from "playwright-core";
import { EDITORS, type Workbench } from "../harness/workbench.ts";
import { eventually, openedBuilder } from "./builder.ts";
import { startSession } from "./session.ts";

const row = (workbench: Workbench, name: string): Locator =>
  workbench.page.locator(".pane-body .monaco-list-row").filter({ hasText: name }).first();

/** The lesson's page, once its step is shown. */
async function page(workbench: Workbench): Promise<Frame> {
  const frame = await workbench.webview("lesson-page");
  await frame.locator("lesson-page footer").waitFor();
  return frame;
}

const heading = (frame: Frame, name: string): Promise<void> => frame.getByRole("heading", { level: 2, name, exact: true }).waitFor();

test("a lesson is opened from the side bar, done by hand, and remembered", async () => {
  const session = await startSession();
  const workbench = await session.open(["iris.csv"], {}, { width: 1600, height: 960 });
  cpSync(join("test", "fixtures", "lessons", "sample"), join(workbench.folder, ".perceptron-lessons", "sample"), { recursive: true });
  await workbench.page.locator(".activitybar .action-label[aria-label='Perceptron']").click();
  // The list has room for all of its rows then, and none moves as the other views fill.
  for (const view of ["Networks", "Runs", "Data"]) await workbench.page.locator(`.pane-header[aria-label^="${view}"]`).click();
  await row(workbench, "And, with one neuron").waitFor();
  await workbench.screenshot("e2e/lesson/tree");
  // As a person who is in doubt whether the first click counted.
  await row(workbench, "And, with one neuron").dblclick();

  const lesson = await page(workbench);
  await heading(lesson, "One output, and Sigmoid");
  assert.equal(await workbench.tab("And, with one neuron").count(), 1);
  const builder = await openedBuilder(workbench);
  await builder.shows("Linear");
  await workbench.screenshot("e2e/lesson/opened");
  await lesson.getByRole("button", { name: "Show me where" }).click();
  await builder.frame.locator(".pointed").waitFor();
  await workbench.screenshot("e2e/lesson/where");

  await builder.palette("Tanh").click();
  await lesson.getByText("no probability is").waitFor();
  await workbench.screenshot("e2e/lesson/hint");
  await workbench.page.keyboard.press("Control+z");
  await builder.shows("Linear");
  await builder.palette("Sigmoid").click();
  await lesson.getByText("answers with a probability now").waitFor();
  await lesson.getByRole("button", { name: "Next", exact: true }).click();

  await heading(lesson, "Training");
  await builder.button("Train").click();
  await lesson.getByText("The loss has fallen.").waitFor();
  await workbench.screenshot("e2e/lesson/trained");
  await lesson.getByRole("button", { name: "Next", exact: true }).click();

  await heading(lesson, "Counting");
  const field = lesson.getByRole("textbox");
  await field.fill("1/4");
  await field.press("Enter");
  await lesson.getByText("Right", { exact: true }).waitFor();
  await row(workbench, "And, with one neuron").filter({ hasText: "5 min · 3/4" }).waitFor();

  // Nothing of it lies in the folder of the person.
  assert.deepEqual(readdirSync(workbench.folder).toSorted(), [".perceptron-lessons", "iris.csv"]);

  await workbench.remembers("perceptron-builder.perceptron", /"done":\["sigmoid","train","count"\]/);
  // The page and which lesson it shows.
  await workbench.remembers(EDITORS, /perceptron\.lesson.*\blesson\\*":/s);
  assert.deepEqual(workbench.complaints, []);
  await workbench.page.reload();
  await workbench.page.locator(".monaco-workbench").waitFor();
  // The window that went is not to blame for what it was still loading.
  workbench.complaints.length = 0;
  const again = await page(workbench);
  await heading(again, "Counting");
  await again.getByText("part 3 of 4 · 3 done").waitFor();
  await workbench.screenshot("e2e/lesson/reloaded");

  await again.getByRole("button", { name: "More actions…" }).click();
  await again.getByRole("menuitem", { name: "Start again" }).click();
  await workbench.page.getByRole("dialog").getByRole("button", { name: "Start Again" }).click();
  await heading(again, "One output, and Sigmoid");
  await (await openedBuilder(workbench)).shows("Linear");
  await eventually(async () => assert.deepEqual(workbench.complaints, []));
});

test("a lesson is opened from a layer's card, the palette and the walkthrough, and takes the place of the one before", async () => {
  const session = await startSession();
  const workbench = await session.open(["iris.csv", "iris.perceptron"], {}, { width: 1600, height: 960 });
  await workbench.openFile("iris.perceptron");
  const builder = await openedBuilder(workbench);
  await builder.card(1).click();
  await builder.button("See it in a lesson").click();
  await titled(workbench, "What an activation does");
  await workbench.tab("ring").waitFor();
  // The lesson's builder takes the focus once it is there, and with it would close the list.
  await (await openedBuilder(workbench)).button("Train").waitFor();

  await workbench.runCommand("Perceptron: Open Lesson…");
  const choice = workbench.page.locator(".quick-input-widget");
  await choice.locator("input").fill("Softmax");
  await choice.locator(".monaco-list-row", { hasText: "Softmax" }).first().click();
  await titled(workbench, "Softmax");
  // The builder of the person's own document stays, page and builder of the lesson before do not.
  for (const name of ["ring", "What an activation does"]) await workbench.tab(name).waitFor({ state: "detached" });
  assert.equal(await workbench.tab("iris").count(), 2);

  await workbench.runCommand("Welcome: Open Walkthrough...");
  await choice.locator("input").fill("Perceptron");
  await choice.locator(".monaco-list-row", { hasText: "Perceptron" }).first().click();
  const guide = workbench.page.locator(".gettingStartedContainer");
  await guide.locator(".step-title", { hasText: "Take a lesson" }).click();
  await guide.getByText("Open a Lesson", { exact: true }).click();
  await choice.locator(".monaco-list-row", { hasText: "XOR" }).first().click();
  await titled(workbench, "XOR");
  await workbench.screenshot("e2e/lesson/ways-in");
  await eventually(async () => assert.deepEqual(workbench.complaints, []));
});

async function titled(workbench: Workbench, title: string): Promise<void> {
  await workbench.webview(`lesson-page h1[title=${JSON.stringify(title)}]`);
}
