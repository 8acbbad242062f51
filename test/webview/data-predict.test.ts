// Predictions: the form of the trained network answers as one types, says what it cannot take, and leads to
// Train if nothing is trained.

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAccessible, inDock } from "./axe.ts";
import { calls, edits, eventually, onPage, rewrite, screenshot, useGallery } from "./gallery.ts";

useGallery();

test("the form starts with typical values and answers while one types", async () => {
  await onPage("iris", {}, async (page) => {
    await page.getByRole("tab", { name: "Predict" }).click();
    const field = page.getByRole("textbox", { name: "sepal_length" });
    await field.waitFor();
    assert.equal(await field.inputValue(), "5.843", "the mean");
    const answer = page.locator("predict-view .prediction");
    await eventually(async () => assert.equal(await answer.innerText(), "versicolor"));
    const petal = page.getByRole("textbox", { name: "petal_length" });
    await petal.fill("6.9");
    await eventually(async () => assert.equal(await answer.innerText(), "virginica"));
    const shares = (await page.locator("predict-view .answer").innerText()).match(/[\d.]+(?= %)/g) ?? [];
    assert.ok(shares.length === 3 && Math.abs(shares.reduce((sum, share) => sum + Number(share), 0) - 100) < 0.2, shares.join());
    await screenshot(page, "data-predict");
    await field.fill("long");
    await page.getByText('"long" is not of the kind that "sepal_length" had in training. Correct it, or leave it empty.').waitFor();
    await field.fill("5");
    await petal.fill("1");
    await page.getByRole("textbox", { name: "petal_width" }).fill("0.2");
    await eventually(async () => assert.equal(await answer.innerText(), "setosa"));
    assert.deepEqual(await edits(page), [], "nothing of it is in the document");
    await page.getByRole("button", { name: "Predict a CSV…" }).click();
    assert.equal((await calls(page)).at(-1), "predictFile");
  });
});

test("a row of the CSV is loaded by its number, step by step, and from the table", async () => {
  await onPage("iris", {}, async (page) => {
    await page.getByRole("tab", { name: "Predict" }).click();
    const field = page.getByRole("textbox", { name: "sepal_length" });
    const row = page.getByRole("textbox", { name: "Row of the CSV" });
    await field.waitFor();
    assert.equal(await row.inputValue(), "");
    await page.getByRole("button", { name: "Row after" }).click();
    await eventually(async () => assert.equal(await row.inputValue(), "1"));
    await page.getByText(/^In the CSV: /).waitFor();
    await screenshot(page, "data-predict-row");
    const first = await field.inputValue();
    await field.fill("7.77");
    await page.getByText(/^In the CSV: /).waitFor({ state: "detached" });
    await page.getByRole("tab", { name: "Data", exact: true }).click();
    await page.getByRole("tab", { name: "Predict" }).click();
    await eventually(async () => assert.equal(await field.inputValue(), "7.77"));
    await row.fill("1");
    await page.getByRole("button", { name: "Row after" }).click();
    await page.getByRole("button", { name: "Row before" }).click();
    await eventually(async () => assert.equal(await field.inputValue(), first));
    await row.fill("151");
    await row.press("Enter");
    await page.getByText("Row of the CSV must be at most 150.").waitFor();
    await page.getByRole("tab", { name: "Data", exact: true }).click();
    const grid = page.getByRole("grid");
    await grid.focus();
    for (let step = 0; step < 3; step++) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Shift+Enter");
    await eventually(async () => assert.equal(await row.inputValue(), "3"));
    await page.getByRole("tab", { name: "Data", exact: true }).click();
    await page.getByRole("row").nth(5).hover();
    await page.getByTitle("Predict this row (Shift+Enter)").nth(4).click();
    await eventually(async () => assert.equal(await row.inputValue(), "5"));
  });
});

test("after a change of the network it says that the predictions are of the one before", async () => {
  await onPage("iris", {}, async (page) => {
    await page.getByRole("tab", { name: "Predict" }).click();
    await page.locator("predict-view .prediction").waitFor();
    const sentence = page.getByText("These predictions are from before your changes. Train again to use them.");
    const write = (from: string, to: string): Promise<void> => rewrite(page, from, to);
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

test("the moment that the Boundary tab looks at answers the form, until it is left again", async () => {
  await onPage("iris", { height: 900 }, async (page) => {
    await page.locator("#tab-predict").click();
    const answer = page.locator("predict-view .answer [role=status]");
    await page.locator("predict-view .prediction").waitFor();
    await page.getByRole("textbox", { name: "petal_length" }).fill("6.9");
    await eventually(async () => assert.match(await answer.innerText(), /virginica/));
    const trained = await answer.innerText();
    await page.locator("#tab-boundary").click();
    await page.getByRole("slider", { name: "Moment of the run" }).focus();
    await page.keyboard.press("Home");
    await page.locator("#tab-predict").click();
    await page.getByText("Predicted with the weights of epoch 0, chosen in the tab Boundary").waitFor();
    assert.equal(await page.getByRole("textbox", { name: "petal_length" }).inputValue(), "6.9", "the row stays");
    await eventually(async () => assert.notEqual(await answer.innerText(), trained));
    await screenshot(page, "data-predict-moment");
    await page.locator("#tab-boundary").click();
    await page.getByRole("slider", { name: "Moment of the run" }).focus();
    await page.keyboard.press("ArrowRight");
    await page.locator("#tab-predict").click();
    await page.getByText("Predicted with the weights of epoch 1, chosen in the tab Boundary").waitFor();
    await page.getByRole("button", { name: "Back to now" }).click();
    await page.getByText(/^Predicted with the weights/).waitFor({ state: "detached" });
    await eventually(async () => assert.equal(await answer.innerText(), trained));
    await page.locator("#tab-boundary").click();
    await eventually(async () =>
      assert.equal(await page.getByRole("slider", { name: "Moment of the run" }).getAttribute("aria-valuetext"), "Epoch 40"),
    );
  });
});

test("while the first run goes on its live weights answer, and moments before the file is there", async () => {
  await onPage("binary", { height: 900 }, async (page) => {
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await page.locator("#tab-predict").click();
    await page.getByText(/^Predicted with the live weights, epoch [\d,]+$/).waitFor();
    await page.locator("predict-view .prediction").waitFor();
    assert.equal(await page.getByRole("button", { name: "Predict a CSV…" }).count(), 0, "there is no file of weights yet");
    await page.locator("#tab-boundary").click();
    await page.getByRole("slider", { name: "Moment of the run" }).focus();
    await page.keyboard.press("Home");
    await page.locator("#tab-predict").click();
    await page.getByText("Predicted with the weights of epoch 0, chosen in the tab Boundary").waitFor();
    await page.locator("#tab-loss").click();
    await eventually(async () => assert.ok((await calls(page)).at(-1)?.startsWith("closeSpace")));
  });
});

test("categories are chosen from a list", async () => {
  await onPage("titanic-trained", {}, async (page) => {
    await page.getByRole("tab", { name: "Predict" }).click();
    const sex = page.getByRole("combobox", { name: "Sex" });
    await sex.waitFor();
    assert.equal(await sex.inputValue(), "male", "the most frequent");
    await sex.selectOption("female");
    assert.equal(await sex.inputValue(), "female");
  });
});

test("without weights it says so and offers to train", async () => {
  await onPage("binary", {}, async (page) => {
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
      await page.getByRole("tab", { name: language === "ko" ? "예측" : "Predict", exact: true }).click();
      await page.locator("predict-view .prediction").waitFor();
      await screenshot(page, `data-predict-${theme}-${language}-${width}`);
      await assertAccessible(page, inDock);
    });
  });
}
