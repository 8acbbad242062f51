// The training repeated in a real VS Code, by mouse and keyboard: a small sweep, its best into the document
// and out again, then several seeds.

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
  await frame.getByRole("combobox", { name: "What is repeated" }).selectOption("Sweep settings");
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
  await workbench.screenshot("e2e/sweep/sweep");

  // A drag along the axis keeps the trials of the lower rate; the table follows, and a click on the axis
  // shows all of them again.
  const axis = await frame.locator("parallel-axes .band[data-axis=lr]").boundingBox();
  assert.ok(axis);
  const x = axis.x + axis.width / 2;
  await workbench.page.mouse.move(x, axis.y + axis.height * 0.5);
  await workbench.page.mouse.down();
  await workbench.page.mouse.move(x, axis.y + axis.height * 0.95, { steps: 8 });
  await workbench.page.mouse.up();
  await view.getByText("3 of 6 trials in the ranges").waitFor();
  assert.deepEqual([...new Set(await rows.locator("td:nth-child(2)").allInnerTexts())], ["0.00001"]);
  await workbench.screenshot("e2e/sweep/ranges");
  await workbench.page.mouse.click(x, axis.y + axis.height * 0.1);
  await eventually(async () => assert.equal(await rows.count(), 6));

  await builder.button("Use these settings").click();
  await view.getByText("As in the document").waitFor();
  await eventually(async () => assert.equal(await frame.getByRole("textbox", { name: "lr" }).inputValue(), "0.03"));
  await workbench.page.keyboard.press("Control+Z");
  await eventually(async () => assert.equal(await frame.getByRole("textbox", { name: "lr" }).inputValue(), "0.01"));
  assert.equal(readFileSync(file, "utf8"), onDisk);

  await frame.getByRole("combobox", { name: "What is repeated" }).selectOption("Several seeds");
  await builder.button("Start").click();
  await view.getByText(/^Validation loss at the end: 0\.\d+ ± 0\.\d+, from 5 seeds\. Accuracy: /).waitFor();
  await view.getByText("5 of 5 in").waitFor();
  await frame.getByRole("application", { name: /^Band of the losses of 5 seeds over 100 epochs/ }).waitFor();
  await workbench.screenshot("e2e/sweep/seeds");
});

test("a sweep whose builder is closed in its middle is there again with the trials it had, and in another window", async () => {
  const session = await startSession();
  const text = readFileSync("samples/iris.perceptron", "utf8").replace('"epochs": 100', '"epochs": 4000');
  const workbench = await session.open(["iris.csv"], { "net.perceptron": text }, { width: 1600, height: 1000 });
  await workbench.openFile("net.perceptron");
  const { frame } = await openedBuilder(workbench);
  await frame.getByRole("tab", { name: "Repeat" }).click();
  await frame.getByRole("combobox", { name: "What is repeated" }).selectOption("Sweep settings");
  await frame.getByRole("button", { name: "Start" }).click();
  await frame
    .locator("sweep-view")
    .getByText(/^[1-9] of 9/)
    .waitFor();
  await workbench.tab("net.perceptron").click({ button: "middle" });
  const file = join(workbench.folder, "net.runs", "sweep.json");
  await eventually(() => assert.match(readFileSync(file, "utf8"), /"stopped":"interrupted"/));
  const ended = async (again: typeof workbench): Promise<void> => {
    await again.openFile("net.perceptron");
    const { frame: own } = await openedBuilder(again);
    await own.getByRole("tab", { name: "Repeat" }).click();
    await own.getByRole("combobox", { name: "What is repeated" }).selectOption("Sweep settings");
    await own
      .locator("sweep-view .bar")
      .getByText(/^\d of 9 in/)
      .waitFor();
    const ends = await own.locator("trial-table tbody td:last-child").allInnerTexts();
    assert.ok(ends.includes("done") && ends.includes("stopped") && ends.includes("waiting"), ends.join());
  };
  await ended(workbench);
  await workbench.close();
  const other = await session.reopen(workbench.folder, { width: 1600, height: 1000 });
  await ended(other);
  await other.screenshot("e2e/sweep/again");
});
