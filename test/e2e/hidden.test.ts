// A builder behind another tab: its page is kept, and when it is back it shows the picture of a page that was
// made anew, whatever became of the document, its data, its run and the colours meanwhile.

import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type Builder, eventually, openedBuilder } from "./builder.ts";
import { startSession } from "./session.ts";

declare global {
  interface Window {
    /** A page that is made anew has none. */
    isKept?: true;
  }
}

/** Long enough to be hidden while it is trained. */
const epochs = 20_000;
const iris = readFileSync(join("samples", "iris.perceptron"), "utf8").replace('"epochs": 100', `"epochs": ${epochs}`);

/** What is on the screen: all that is said, the colours, and every chart bit by bit. */
async function picture({ frame }: Builder): Promise<string> {
  await frame.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const colours = await frame.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--vscode-editor-background"));
  const charts = await frame
    .locator("canvas")
    .evaluateAll((canvases) => canvases.map((canvas) => (canvas as HTMLCanvasElement).toDataURL()));
  const said = await frame.locator("perceptron-builder").ariaSnapshot();
  // Only a page that was left has news.
  return [said.replaceAll(/^ *- status.*$/gm, ""), colours, ...charts].join("\n");
}

test("a builder that comes back is the page that was left, and shows what a new one would", async (t) => {
  const session = await startSession();
  const workbench = await session.open(["iris.csv"], { "iris.perceptron": iris, "notes.txt": "" });
  const { page, folder } = workbench;
  await workbench.openFile("iris.perceptron");
  let builder = await openedBuilder(workbench);
  await builder.frame.evaluate(() => (window.isKept = true));
  const back = async (): Promise<void> => {
    await workbench.tab("iris.perceptron").click();
    builder = await openedBuilder(workbench);
    assert.equal(await builder.frame.evaluate(() => window.isKept), true, "the page was made anew");
  };

  await t.test("nothing has changed: it is as it was", async () => {
    await builder.frame.getByRole("tab", { name: "Data" }).click();
    await builder.frame.locator("data-view").getByText("150").first().waitFor();
    await page.mouse.move(0, 0);
    const before = await picture(builder);
    await workbench.openFile("notes.txt");
    await back();
    await page.mouse.move(0, 0);
    await eventually(async () => assert.equal(await picture(builder), before));
  });

  await t.test("a run ends, the document, its rows and the theme change behind the other tab", async () => {
    await builder.button("Train").click();
    // On a fast machine it may be over already.
    await builder
      .button("Stop")
      .or(builder.frame.getByTitle(/^done in/))
      .first()
      .waitFor();
    await workbench.openFile("notes.txt");
    await eventually(() => assert.ok(readdirSync(join(folder, "iris.runs")).some((name) => !name.startsWith("."))));
    const path = join(folder, "iris.perceptron");
    writeFileSync(path, iris.replace('"out_features": 16 }', '"out_features": 24 }, { "type": "Tanh" }'));
    mkdirSync(join(folder, ".vscode"));
    writeFileSync(join(folder, ".vscode", "settings.json"), JSON.stringify({ "workbench.colorTheme": "Default Light Modern" }));
    await page.locator(`.monaco-workbench[class*="light_modern"]`).waitFor();
    await back();
    await builder.shows("Linear", "Tanh", "ReLU", "Linear");
    await builder.frame.getByTitle(/^done in/).waitFor({ state: "attached" });
    assert.equal((await builder.lossRows()).length > 100, true);
    await builder.button("Show the curve").click();
    await page.mouse.move(0, 0);
    await workbench.screenshot("e2e/hidden/01-back");
    const kept = await picture(builder);
    await workbench.runCommand("Developer: Reload Webviews");
    await eventually(async () => {
      builder = await openedBuilder(workbench);
      assert.equal(await builder.frame.evaluate(() => window.isKept), undefined);
      await builder.frame.getByTitle(/^done in/).waitFor({ state: "attached" });
    });
    await workbench.screenshot("e2e/hidden/02-anew");
    await eventually(async () => assert.equal(await picture(builder), kept));
  });
  assert.deepEqual(workbench.complaints, []);
});
