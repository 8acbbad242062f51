// The Boundary panel in a real VS Code: before a run, live while it trains, its moments after a stop, and
// again from what was kept once the document is opened anew.

import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { eventually, openedBuilder } from "./builder.ts";
import { startSession } from "./session.ts";

const document = {
  format: 1,
  data: { file: "binary.csv", target: "pass", normalize: "standard" },
  layers: [{ type: "Linear", out_features: 8 }, { type: "Tanh" }, { type: "Linear", out_features: 1 }, { type: "Sigmoid" }],
  training: { epochs: 10_000_000, batch_size: 32, loss: { type: "BCELoss" }, optimizer: { type: "Adam", lr: 0.01 } },
};

test("a person watches the boundary move, goes back in time and finds the moments again", async (t) => {
  const session = await startSession();
  const workbench = await session.open(["binary.csv"], { "net.perceptron": JSON.stringify(document, undefined, 2) });
  const { folder } = workbench;
  await workbench.openFile("net.perceptron");
  const builder = await openedBuilder(workbench);
  const view = builder.frame.locator("space-view");
  const slider = view.getByRole("slider", { name: "Moment of the run" });

  await t.test("before a run the first weights answer, and Train shows live ones", async () => {
    await builder.frame.getByRole("tab", { name: "Boundary" }).click();
    await view.getByText("First weights, not trained").waitFor();
    await builder.frame.getByRole("button", { name: "Train", exact: true }).click();
    await view.getByText("Live weights").waitFor();
    const last = async (): Promise<number> => Number(await slider.getAttribute("max"));
    const before = await last();
    await eventually(async () => assert.ok((await last()) > before + 3, "moments come while somebody looks"));
    assert.equal(await slider.getAttribute("aria-valuetext"), "now");
    await workbench.screenshot("e2e/space/01-live");
  });

  await t.test("after the stop the slider goes back to the first weights", async () => {
    await builder.frame.getByRole("button", { name: "Stop", exact: true }).click();
    await view.getByText("The run's last weights").waitFor();
    await slider.focus();
    await workbench.page.keyboard.press("Home");
    await view.getByRole("application", { name: /^Decision boundary over .* epoch 0$/ }).waitFor();
    await workbench.screenshot("e2e/space/02-beginning");
    await view.getByRole("tab", { name: "Loss landscape" }).click();
    await view.getByRole("button", { name: "Compute again" }).waitFor();
    await view
      .getByRole("application", { name: /^Loss landscape with the way of the run\. Epoch 0: loss on 100 validation rows$/ })
      .waitFor();
    await workbench.screenshot("e2e/space/03-landscape");
    const runs = join(folder, "net.runs");
    const [run] = readdirSync(runs);
    assert.ok(run && existsSync(join(runs, run, "moments.safetensors")));
  });
});
