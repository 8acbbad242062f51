// Predictions: the form of the trained network answers as one types, says what it cannot take, and leads to Train where nothing is trained.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, inDock } from "./axe.ts";
import { openData } from "./data.ts";
import { calls, edits, eventually, onPage, screenshot, useGallery } from "./gallery.ts";

useGallery();

test("the form starts with typical values and answers while one types", async () => {
  await onPage("iris", {}, async (page) => {
    await openData(page);
    await page.getByRole("tab", { name: "Rows" }).focus();
    await page.keyboard.press("ArrowLeft");
    const field = page.getByRole("textbox", { name: "sepal_length" });
    await field.waitFor();
    assert.equal(await field.inputValue(), "4.55");
    const answer = page.locator("predict-view .prediction");
    await eventually(async () => assert.equal(await answer.innerText(), "versicolor"));
    await field.fill("8");
    await eventually(async () => assert.equal(await answer.innerText(), "virginica"));
    await page.getByText("66.5 %").waitFor();
    await screenshot(page, "data-predict");
    await field.fill("long");
    await page.getByText('"long" is not what "sepal_length" was in training. Correct it, or leave it empty.').waitFor();
    await field.fill("0");
    await eventually(async () => assert.equal(await answer.innerText(), "setosa"));
    assert.deepEqual(await edits(page), [], "nothing of it is in the document");
    await page.getByRole("button", { name: "Predict a CSV…" }).click();
    assert.equal((await calls(page)).at(-1), "predictFile");
  });
});

test("after a change of the network it says that the predictions are of the one before", async () => {
  await onPage("iris", {}, async (page) => {
    await openData(page);
    await page.getByRole("tab", { name: "Predict" }).click();
    await page.locator("predict-view .prediction").waitFor();
    const sentence = page.getByText("These predictions are of the network as it was trained; train again to use your changes.");
    const write = (from: string, to: string): Promise<void> =>
      page.evaluate(([a, b]) => window.fakeHost.write(window.fakeHost.text.replace(a!, b!)), [from, to]);
    await write('"epochs": ', '"epochs": 1');
    assert.equal(await sentence.count(), 0, "how long it is trained is no change of the network");
    await write('"ReLU"', '"Tanh"');
    await sentence.waitFor();
    await screenshot(page, "data-predict-outdated");
    await write('"Tanh"', '"ReLU"');
    await sentence.waitFor({ state: "detached" });
    await write('"species"', '"sepal_width"');
    await sentence.waitFor();
    await page.getByRole("region", { name: "Panel" }).getByRole("button", { name: "Train" }).click();
    await sentence.waitFor({ state: "detached" });
  });
});

test("categories are chosen from a list", async () => {
  await onPage("titanic-trained", {}, async (page) => {
    await openData(page);
    await page.getByRole("tab", { name: "Predict" }).click();
    const sex = page.getByRole("combobox", { name: "Sex" });
    await sex.waitFor();
    assert.equal(await sex.inputValue(), "female");
    await sex.selectOption("male");
    assert.equal(await sex.inputValue(), "male");
  });
});

test("without weights it says so and offers to train", async () => {
  await onPage("binary", {}, async (page) => {
    await openData(page);
    await page.getByRole("tab", { name: "Predict" }).click();
    await page.getByText("The network is not trained yet. Train it, then predict.").waitFor();
    await page.getByRole("region", { name: "Panel" }).getByRole("button", { name: "Train" }).click();
    await eventually(async () => assert.ok((await calls(page)).includes("train")));
  });
});

for (const [theme, width, language] of [
  ["dark", 1200, "en"],
  ["light", 400, "en"],
  ["hc-black", 1200, "ko"],
  ["hc-light", 400, "ko"],
] as const) {
  test(`the form in ${theme} at ${width} pixels in ${language}`, async () => {
    await onPage("iris", { theme, width, language, forAxe: true, height: 900 }, async (page) => {
      await page.getByRole("tab", { name: language === "ko" ? "데이터" : "Data", exact: true }).click();
      await page.locator("#part-predict").click();
      await page.locator("predict-view .prediction").waitFor();
      await screenshot(page, `data-predict-${theme}-${language}-${width}`);
      await assertAccessible(page, inDock);
    });
  });
}
