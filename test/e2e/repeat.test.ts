// The training repeated in a real VS Code, by mouse and keyboard: a small sweep, its best into the document and out again, then several seeds.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { eventually, openedBuilder } from "./builder.ts";
import { startSession } from "./session.ts";

test("a sweep ends, its best is put into the document and undone, and several seeds are a band", async () => {
  const session = await startSession();
  const workbench = await session.open(["iris.csv", "iris.perceptron"], {}, { width: 1600, height: 1000 });
  const file = join(workbench.folder, "iris.perceptron");
  const onDisk = readFileSync(file, "utf8");
  await workbench.openFile("iris.perceptron");
  const builder = await openedBuilder(workbench);
  const { frame } = builder;
  const view = frame.locator("sweep-view");
  await frame.getByRole("tab", { name: "Repeat" }).click();
  await frame.getByRole("combobox", { name: "What is repeated" }).selectOption("Other settings");
  await view.getByText("9 trials of 100 epochs.").waitFor();
  // From far too slow to usual: the document's own rate is not the best of these.
  const rates = frame.getByRole("group", { name: "Learning rate" }).getByRole("textbox", { name: "Values" });
  await rates.fill("0.00001, 0.03");
  await rates.press("Enter");
  await builder.button("Start").click();
  await view.getByText("6 of 6 in").waitFor();
  const rows = frame.locator("trial-table tbody tr");
  assert.equal(await rows.count(), 6);
  assert.match(await rows.first().innerText(), /^1\s+0\.03/);
  await workbench.screenshot("e2e/repeat/sweep");

  await builder.button("Use these settings").click();
  await view.getByText("As in the document").waitFor();
  await eventually(async () => assert.equal(await frame.getByRole("textbox", { name: "lr" }).inputValue(), "0.03"));
  await workbench.page.keyboard.press("Control+Z");
  await eventually(async () => assert.equal(await frame.getByRole("textbox", { name: "lr" }).inputValue(), "0.01"));
  assert.equal(readFileSync(file, "utf8"), onDisk);

  await frame.getByRole("combobox", { name: "What is repeated" }).selectOption("Other seeds");
  await builder.button("Start").click();
  await view.getByText(/^Validation loss at the end: 0\.\d+ ± 0\.\d+, from 5 seeds\. Accuracy: /).waitFor();
  await view.getByText("5 of 5 in").waitFor();
  await frame.getByRole("img", { name: /^Band of the losses of 5 seeds over 100 epochs/ }).waitFor();
  await workbench.screenshot("e2e/repeat/seeds");
});
