// From a CSV to trained weights, as a person does it: right-click, drag with the mouse, press Train, watch
// the loss fall, stop. The steps build on each other, as they do for the person.

import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { eventually, openedBuilder } from "./builder.ts";
import { startSession } from "./session.ts";

test("a person builds and trains a network on iris.csv", async (t) => {
  const session = await startSession();
  const workbench = await session.open(["iris.csv"]);
  const { page, folder } = workbench;
  const shot = (name: string): Promise<void> => workbench.screenshot(`e2e/first-network/${name}`);
  const path = join(folder, "iris.perceptron");

  await t.test("right-clicking the CSV makes a document and opens the builder", async () => {
    const item = await workbench.openMenu(workbench.file("iris.csv"), "Train a Network on This CSV");
    await shot("01-context-menu");
    await item.click();
    await workbench.tab("iris.perceptron").waitFor();
    await openedBuilder(workbench);
    await shot("02-starter");
    const { data, training } = JSON.parse(readFileSync(path, "utf8")) as { data: { target: string }; training: { loss: { type: string } } };
    assert.equal(data.target, "species");
    assert.equal(training.loss.type, "CrossEntropyLoss");
  });

  const builder = await openedBuilder(workbench);
  const starter = await eventually(async () => {
    const layers = await builder.layers();
    assert.ok(layers.length > 0, "the starter network has no layers");
    return layers;
  });

  await t.test("layers are dragged in, to another place and out, and Ctrl+Z takes it back", async () => {
    await builder.insert("ReLU", 1, () => shot("03-dragging-relu"));
    await builder.shows(starter[0]!, "ReLU", ...starter.slice(1));
    await builder.insert("Linear", 1);
    await builder.shows(starter[0]!, "Linear", "ReLU", ...starter.slice(1));
    await shot("04-inserted");
    await builder.move(1, 3);
    await builder.shows(starter[0]!, "ReLU", "Linear", ...starter.slice(1));
    await builder.dragOut(2, () => shot("05-dragging-out"));
    await builder.shows(starter[0]!, "ReLU", ...starter.slice(1));
    await workbench.tab("iris.perceptron").and(page.locator(".dirty")).waitFor();
    for (const layers of [["ReLU", "Linear"], ["Linear", "ReLU"], ["ReLU"], []]) {
      await page.keyboard.press("Control+Z");
      await builder.shows(starter[0]!, ...layers, ...starter.slice(1));
    }
    await shot("06-undone");
    await eventually(async () => assert.equal(await page.locator(".tab.dirty").count(), 0, "undo back to the file leaves no dirty mark"));
  });

  await t.test("the same goes by keyboard", async () => {
    await builder.card(0).focus();
    await page.keyboard.press("a");
    await page.keyboard.type("tanh");
    await page.keyboard.press("Enter");
    await builder.shows(starter[0]!, "Tanh", ...starter.slice(1));
    await eventually(async () =>
      assert.match((await builder.frame.getByRole("button", { name: /Layer 2 of.*Tanh/ }).getAttribute("aria-current")) ?? "", /true/),
    );
    await page.keyboard.press("Alt+ArrowUp");
    await builder.shows("Tanh", ...starter);
    await page.keyboard.press("Delete");
    await builder.shows(...starter);
  });

  await t.test("a parameter is edited in the inspector", async () => {
    await builder.card(0).click();
    await builder.fill("out_features", "24");
    await eventually(async () => assert.match((await builder.card(0).getAttribute("aria-label")) ?? "", /4 to 24, 120 parameters/));
    await page.keyboard.press("Control+S");
    await eventually(() => assert.match(readFileSync(path, "utf8"), /"out_features": 24/));
    await shot("07-parameter");
  });

  await t.test("pressing Train draws a falling loss", async () => {
    await builder.card(0).focus();
    await page.keyboard.press("Escape");
    await builder.fill("epochs", "1000000");
    await builder.button("Train").click();
    await builder.button("Stop").waitFor();
    await page.locator(".statusbar-item", { hasText: /iris: epoch [\d,]+ of 1,000,000/ }).waitFor();
    const rows = await eventually(async () => {
      const all = await builder.lossRows();
      assert.ok(all.length >= 20, `${all.length} rows after a while`);
      return all;
    });
    const [first, last] = [rows[0]!, rows.at(-1)!];
    assert.equal(first[0], 1, "the table begins with the first epoch");
    assert.ok(last[1]! < first[1]! / 2, `the training loss went from ${first[1]} to ${last[1]}`);
    assert.ok(last[2]! < first[2]!, `the validation loss went from ${first[2]} to ${last[2]}`);
    await builder.button("Show the curve").click();
    await builder.frame.getByRole("application", { name: /^Loss curve of/ }).waitFor();
    assert.equal(await page.locator(".notification-toast").count(), 0, "nothing covers the curve");
    await shot("08-training");
    // The editor answers while the run goes on.
    await builder.card(1).click();
    await eventually(async () => assert.equal(await builder.card(1).getAttribute("aria-current"), "true"));
  });

  await t.test("Stop ends it and keeps the weights", async () => {
    await builder.button("Stop").click();
    await builder.button("Train").waitFor();
    const weights = join(folder, "iris.safetensors");
    await eventually(() => assert.ok(existsSync(weights) && statSync(weights).size > 0, "there are no weights"));
    await builder.frame.getByText(/stopped after .* iris\.safetensors/).waitFor();
    await shot("09-stopped");
    const bytes = readFileSync(weights);
    const header = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE(0))).toString("utf8")) as Record<
      string,
      { shape: number[] }
    >;
    assert.deepEqual(header["0.weight"]?.shape, [24, 4]);
  });

  assert.deepEqual(workbench.complaints, [], "the builder complains in the console");
});
