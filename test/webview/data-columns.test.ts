// A column by mouse and keyboard: each choice of its page is one edit of the document and one step of undo,
// and what equals the default goes.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { activeCell, openData } from "./data.ts";
import { documentText, edits, eventually, onPage, useGallery } from "./gallery.ts";

useGallery();

interface Data {
  readonly target: string | string[];
  readonly features?: string[];
  readonly columns?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

async function documentData(page: Page): Promise<Data> {
  return (JSON.parse(await documentText(page)) as { data: Data }).data;
}

/** Opens a column's page with the mouse. */
async function openColumn(page: Page, name: string): Promise<void> {
  await page.getByRole("columnheader", { name }).first().click();
  await page.getByRole("region", { name: `Column ${name}` }).waitFor();
}

async function becomes(page: Page, expected: Partial<Data>): Promise<void> {
  await eventually(async () => {
    const data = await documentData(page);
    for (const [field, value] of Object.entries(expected)) assert.deepEqual(data[field], value, field);
  });
}

test("another role is one edit, the head shows it, and one undo takes it back", async () => {
  await onPage("titanic", {}, async (page) => {
    await openData(page);
    const before = await documentText(page);
    await openColumn(page, "Pclass");
    await page.getByLabel("Role").selectOption("ignored");
    await becomes(page, { features: ["Sex", "Age", "SibSp", "Parch", "Fare", "Embarked"] });
    await eventually(async () => assert.match(await page.getByRole("columnheader", { name: "Pclass" }).innerText(), /ignored/));
    assert.equal((await edits(page)).length, 1);
    await page.keyboard.press("Control+Z");
    await eventually(async () => assert.equal(await documentText(page), before));
    await eventually(async () => assert.equal(await page.getByLabel("Role").inputValue(), "feature"));
  });
});

test("another target takes the place of the first, which the page says cannot simply go", async () => {
  await onPage("binary", {}, async (page) => {
    await openData(page);
    await openColumn(page, "pass");
    assert.equal(await page.getByRole("option", { name: "ignored" }).isDisabled(), true);
    await page.getByText("To change it, make another column the target.").waitFor();
    await openColumn(page, "z");
    await page.getByLabel("Role").selectOption("target");
    await becomes(page, { target: "z" });
    assert.equal((await edits(page)).length, 1, "all changes are one step");
    assert.equal(
      "features" in (await documentData(page)),
      false,
      "the former target is a feature again, and all other columns are the default",
    );
  });
});

test("kind, missing rule, constant, scaling and encoding are written, and removed where they say nothing", async () => {
  await onPage("titanic", {}, async (page) => {
    await openData(page);
    await openColumn(page, "Age");
    await page.getByLabel("If a value is missing").selectOption("constant");
    await becomes(page, { columns: { Age: { missing: { constant: 0 } } } });
    const value = page.getByRole("textbox", { name: "Value" });
    await value.fill("29.5");
    await value.press("Enter");
    await becomes(page, { columns: { Age: { missing: { constant: 29.5 } } } });
    await page.getByLabel("Scaling").selectOption("standard");
    await becomes(page, { columns: { Age: { missing: { constant: 29.5 }, normalize: "standard" } } });
    await page.getByLabel("If a value is missing").selectOption("drop");
    await becomes(page, { columns: { Age: { normalize: "standard" } } });
    await page.getByLabel("Scaling").selectOption("none");
    assert.equal("columns" in (await documentData(page)), false);
    await page.getByLabel("Kind").selectOption("category");
    await becomes(page, { columns: { Age: { kind: "category" } } });
    await page.getByLabel("Encoding").selectOption("ordinal");
    await becomes(page, { columns: { Age: { kind: "category", encode: "ordinal" } } });
    await page.getByLabel("Kind").selectOption({ index: 0 });
    await becomes(page, { columns: { Age: { encode: "ordinal" } } });
    assert.equal((await edits(page)).length, 8);
  });
});

test("how numbers and dates are written is chosen where there may be some, and removed where it says nothing", async () => {
  await onPage("titanic", {}, async (page) => {
    await openData(page);
    await openColumn(page, "Ticket");
    const strip = page.getByRole("textbox", { name: "Taken off numbers" });
    await strip.fill('"PC ", "$"');
    await strip.press("Enter");
    await becomes(page, { columns: { Ticket: { strip: ["PC ", "$"] } } });
    await page.getByLabel("Between thousands").selectOption(",");
    await page.getByLabel("Numbers in parentheses").selectOption("true");
    await becomes(page, { columns: { Ticket: { strip: ["PC ", "$"], thousands: ",", parentheses: true } } });
    await strip.fill('"PC');
    await strip.press("Enter");
    await page.getByText("Write the texts in quotes with commas between them").waitFor();
    await strip.fill("");
    await strip.press("Enter");
    await page.getByLabel("Between thousands").selectOption("");
    await page.getByLabel("Numbers in parentheses").selectOption("");
    await eventually(async () => assert.equal("columns" in (await documentData(page)), false));
    await openColumn(page, "Sex");
    assert.equal(await page.getByRole("textbox", { name: "Taken off numbers" }).count(), 0, "female and male are no numbers");
    assert.equal(await page.getByLabel("Order of the date").count(), 0);
    await page.getByLabel("Encoding").selectOption("date");
    await page.getByLabel("Order of the date").selectOption("day-first");
    await becomes(page, { columns: { Sex: { encode: "date", date: "day-first" } } });
  });
});

test("the page of a column says what its values are", async () => {
  await onPage("titanic", { width: 2000 }, async (page) => {
    await openData(page);
    await openColumn(page, "Age");
    const panel = page.getByRole("region", { name: "Column Age" });
    for (const text of ["Minimum", "0.4200", "Maximum", "Mean", "Deviation", "177 (19.9 %)"])
      await panel.getByText(text, { exact: true }).waitFor();
    await openColumn(page, "Embarked");
    await page.getByRole("region", { name: "Column Embarked" }).getByRole("heading", { name: "Most frequent" }).waitFor();
  });
});

test("by keyboard: to a column, into its page, another role, and back to the same head", async () => {
  await onPage("titanic", {}, async (page) => {
    await openData(page);
    await page.getByRole("grid").focus();
    for (let step = 0; step < 4; step++) await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await page.getByRole("region", { name: "Column Age" }).waitFor();
    await eventually(async () => assert.equal(await page.getByLabel("Role").evaluate((element) => element.matches(":focus")), true));
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await eventually(async () => assert.match(await page.getByRole("columnheader", { name: "Age" }).innerText(), /ignored|target/));
    await page.keyboard.press("Escape");
    await page.getByRole("region", { name: "Column Age" }).waitFor({ state: "detached" });
    await eventually(async () => assert.equal(await page.getByRole("grid").evaluate((element) => element.matches(":focus")), true));
    assert.equal(await activeCell(page), "head-4");
  });
});

test("how the CSV is read is shown, and what the person chooses is written", async () => {
  await onPage("million", {}, async (page) => {
    await openData(page);
    const button = page.getByRole("button", { name: "euc-kr, semicolon, decimal comma, header" });
    await button.click();
    const panel = page.getByRole("region", { name: "How the CSV is read" });
    await panel.getByLabel("Encoding").selectOption("shift_jis");
    await becomes(page, { encoding: "shift_jis" });
    await panel.getByLabel("Delimiter").selectOption("\t");
    await becomes(page, { delimiter: "\t" });
    await panel.getByLabel("Decimal mark").selectOption(".");
    await becomes(page, { decimal: "." });
    await panel.getByLabel("First row").selectOption("false");
    await becomes(page, { header: false });
    const skip = panel.getByRole("textbox", { name: "Lines to skip" });
    await skip.fill("1-3, x");
    await skip.press("Enter");
    await panel.getByText('"x" is not a line number. Write line numbers such as 1-3, 34.').waitFor();
    await skip.fill("34, 1-3");
    await skip.press("Enter");
    await becomes(page, { skip: [1, 2, 3, 34] });
    await eventually(async () => assert.equal(await skip.inputValue(), "1-3, 34"));
    await panel.getByRole("textbox", { name: "Comments begin with" }).fill("#");
    await panel.getByRole("textbox", { name: "Comments begin with" }).press("Enter");
    await becomes(page, { comment: "#" });
    await panel.getByLabel("Encoding").selectOption("");
    await eventually(async () => assert.equal("encoding" in (await documentData(page)), false));
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "detached" });
  });
});

test("what is suspicious is a warning with a button that mends it, here and in Problems", async () => {
  await onPage("suspicious", {}, async (page) => {
    await openData(page);
    await page.getByRole("button", { name: "1 more" }).click();
    await page.getByRole("button", { name: /In column "Fare" each of the 2 classes of "Survived" has a range of its own/ }).click();
    await page.getByRole("region", { name: "Column Fare" }).waitFor();
    await page.getByRole("button", { name: 'Leave "Fare" out of the features' }).first().click();
    await becomes(page, { features: ["Pclass", "Sex", "Age", "SibSp", "Parch", "Embarked", "Steps"] });
    await page.getByRole("tab", { name: /^Problems/ }).click();
    await page.getByRole("button", { name: "Scale every number feature to mean 0 and deviation 1" }).focus();
    await page.keyboard.press("Enter");
    await becomes(page, { normalize: "standard" });
    assert.equal((await edits(page)).length, 2);
  });
});
