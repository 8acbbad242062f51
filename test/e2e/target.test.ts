// A table with gaps and a target that is not the guessed one, in clicks: three to a network that trains on
// nine tenths of the rows, two to another target.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Locator } from "playwright-core";
import { FILMS, filmsCsv } from "../fixtures/films.ts";
import { type Builder, eventually, openedBuilder } from "./builder.ts";
import { startSession } from "./session.ts";

interface Document {
  readonly data: { readonly target: string; readonly missing?: string };
  readonly layers: readonly { readonly type: string; readonly out_features?: number }[];
  readonly training: { readonly loss: { readonly type: string } };
}

/** A network that leaves out every row with a gap. */
const dropping = {
  format: 1,
  data: { file: "films.csv", target: "genre", features: ["us_gross", "dvd_sales", "minutes", "critics", "score"], normalize: "standard" },
  layers: [{ type: "Linear", out_features: 16 }, { type: "ReLU" }, { type: "Linear", out_features: 8 }],
  training: { epochs: 3, loss: { type: "CrossEntropyLoss" }, optimizer: { type: "Adam", lr: 0.01 } },
};

function fact(builder: Builder): Locator {
  return builder.frame.getByRole("button", { name: /films\.csv/ });
}

/** Used rows as the toolbar says. */
async function used(builder: Builder): Promise<number> {
  const [, count = ""] = /· ([\d,]+) of 3,201 rows/.exec(await fact(builder).innerText()) ?? [];
  return Number(count.replace(",", ""));
}

test("films with gaps: the rows that are used, and another target", async () => {
  const session = await startSession();
  const files = { "films.csv": filmsCsv(), "gaps.perceptron": JSON.stringify(dropping, undefined, 2) };
  const workbench = await session.open([], files, { width: 1440, height: 900 });
  const { page, folder } = workbench;
  let clicks = 0;
  const click = async (what: Locator, button: "left" | "right" = "left"): Promise<void> => {
    clicks++;
    await what.click({ button });
  };
  const saved = (name: string): Document => JSON.parse(readFileSync(join(folder, name), "utf8")) as Document;

  // The table: a right click, the menu, Train.
  clicks++;
  await click(await workbench.openMenu(workbench.file("films.csv"), "Train a Network on This CSV"));
  await workbench.tab("films.perceptron").waitFor();
  const films = await openedBuilder(workbench);
  await eventually(async () => assert.ok((await used(films)) > 0.9 * FILMS));
  await workbench.screenshot("e2e/target/01-films");
  await click(films.button("Train"));
  await eventually(() => assert.ok(existsSync(join(folder, "films.safetensors")), "it was trained"));
  assert.equal(clicks, 3);

  // Another target: the last stop, a column.
  clicks = 0;
  const before = saved("films.perceptron");
  await click(films.frame.getByRole("button", { name: /^What is predicted/ }));
  const option = films.frame.getByRole("option", { name: /^rating/ });
  await option.hover();
  await films.frame.getByText(/Loss: MSELoss → CrossEntropyLoss/).waitFor();
  await workbench.screenshot("e2e/target/02-choice");
  await click(option);
  await films.frame.getByRole("button", { name: /^What is predicted: rating: G, PG, PG-13, R/ }).waitFor();
  assert.equal(clicks, 2);
  await page.keyboard.press("Control+S");
  await eventually(() => assert.equal(saved("films.perceptron").data.target, "rating"));
  const after = saved("films.perceptron");
  assert.equal(after.training.loss.type, "CrossEntropyLoss");
  assert.equal(after.layers.at(-1)?.out_features, 4);
  await films.frame.getByRole("region", { name: "Column rating" }).waitFor();
  await page.keyboard.press("Control+Z");
  await films.frame.getByRole("button", { name: /^What is predicted: score/ }).waitFor();
  await page.keyboard.press("Control+S");
  await eventually(() => assert.deepEqual(saved("films.perceptron"), before));

  // A document that leaves rows with gaps out: the data tab, the button.
  await workbench.openFile("gaps.perceptron");
  const gaps = await openedBuilder(workbench);
  await eventually(async () => {
    const rows = await used(gaps);
    assert.ok(rows > 0 && rows < 0.2 * FILMS, String(rows));
  });
  clicks = 0;
  await click(gaps.frame.getByRole("tab", { name: "Data", exact: true }));
  await workbench.screenshot("e2e/target/03-gaps");
  await click(gaps.frame.getByRole("button", { name: "Fill the gaps of all columns" }).first());
  await eventually(async () => assert.ok((await used(gaps)) > 0.9 * FILMS));
  assert.equal(clicks, 2);
  await workbench.screenshot("e2e/target/04-filled");
  await page.keyboard.press("Control+S");
  await eventually(() => assert.equal(saved("gaps.perceptron").data.missing, "median"));
  assert.equal(saved("gaps.perceptron").layers.at(-1)?.out_features, 9, "the ninth genre has its output");
  assert.deepEqual(workbench.complaints, []);
});
