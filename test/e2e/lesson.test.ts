// A lesson as a person takes it: opened from the side bar, done by hand in the builder and on the page, gone
// on with after the window was loaded again, and begun once more.

import assert from "node:assert/strict";
import { cpSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Frame, Locator } from "playwright-core";
import type { Workbench } from "../harness/workbench.ts";
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
  await row(workbench, "And, with one neuron").waitFor();
  await workbench.screenshot("e2e/lesson/tree");
  await row(workbench, "And, with one neuron").click();

  const lesson = await page(workbench);
  await heading(lesson, "One output, and Sigmoid");
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

  await workbench.page.reload();
  await workbench.page.locator(".monaco-workbench").waitFor();
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
