// What stands beside the pipeline in a real VS Code: the network, live while it trains, and the code, in
// which builder and editor select each other's layer.

import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, openedBuilder } from "./builder.ts";
import { startSession } from "./session.ts";

test("the network is live while it trains, and its code follows the selection both ways", async () => {
  const session = await startSession();
  const workbench = await session.open(["iris.csv", "iris.perceptron"], {}, { width: 1600, height: 900 });
  await workbench.openFile("iris.perceptron");
  const builder = await openedBuilder(workbench);
  const view = builder.frame.locator("network-view");
  const widths = (): Promise<string> =>
    view.locator("svg g line").evaluateAll((lines) => lines.map((line) => line.getAttribute("stroke-width")).join());
  await builder.frame.getByRole("tab", { name: "Network" }).click();
  await view.getByText(/^Initial weights of seed/).waitFor();
  const first = await widths();
  assert.ok(first.length > 0);
  await builder.fill("epochs", "1000000");
  await builder.button("Train").click();
  await builder.frame.getByRole("tab", { name: "Network" }).click();
  await view.getByText("Live weights").waitFor();
  await eventually(async () => assert.notEqual(await widths(), first));
  await workbench.screenshot("e2e/beside/training");
  await builder.button("Stop").click();
  await view.getByText("Trained weights").waitFor();

  await builder.card(1).click();
  await builder.button("Show code beside").click();
  const code = workbench.page.locator(".editor-instance .monaco-editor").last();
  await code.getByText("nn.Sequential(").waitFor();
  await eventually(async () => assert.ok((await code.locator(".view-overlays [class*=ced-]").count()) > 0, "nothing is highlighted"));
  await workbench.screenshot("e2e/beside/code");
  await code.locator(".view-line", { hasText: "nn.Linear(" }).last().click();
  await eventually(async () => assert.equal(await builder.card(2).getAttribute("aria-current"), "true"));
  await workbench.screenshot("e2e/beside/selected");
});
