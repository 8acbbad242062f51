// A CSV dragged from VS Code's own explorer into the builder: with Shift held, as VS Code wants it for a drop
// into an editor.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { middle } from "../harness/workbench.ts";
import { eventually, openedBuilder } from "./builder.ts";
import { startSession } from "./session.ts";

test("a CSV dropped from the explorer with Shift held is what the network learns from", async () => {
  const session = await startSession();
  const workbench = await session.open(["binary.csv", "iris.csv"], {
    "network.perceptron": JSON.stringify({
      format: 1,
      data: { file: "binary.csv", target: "species" },
      layers: [{ type: "Linear", out_features: 3 }],
      training: { loss: { type: "CrossEntropyLoss" }, optimizer: { type: "SGD", lr: 0.1 } },
    }),
  });
  const { page, folder } = workbench;
  await workbench.openFile("network.perceptron");
  const builder = await openedBuilder(workbench);
  const to = await middle(builder.region("Pipeline"));
  const from = await middle(workbench.file("iris.csv"));
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 5, from.y + 6, { steps: 3 });
  // Held from here on: with it the explorer would select instead of lift, and without it VS Code keeps the
  // drop for itself.
  await page.keyboard.down("Shift");
  await page.mouse.move(to.x, to.y, { steps: 12 });
  await builder.frame.getByText("Drop the CSV to learn from it").waitFor();
  await workbench.screenshot("e2e/drop/01-over");
  await page.mouse.up();
  await page.keyboard.up("Shift");
  await builder.region("Pipeline").getByText("4 inputs").waitFor();
  await builder.button(/^Data: iris\.csv, 4 inputs, 3 outputs/).waitFor();
  await workbench.screenshot("e2e/drop/02-used");
  await page.keyboard.press("Control+S");
  await eventually(() => assert.match(readFileSync(join(folder, "network.perceptron"), "utf8"), /"file":\s*"iris\.csv"/));
  assert.equal(await workbench.tab("iris.csv").count(), 0, "the CSV was opened as an editor");
});
