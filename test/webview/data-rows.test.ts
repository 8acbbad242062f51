// The table by mouse and keyboard: of a million rows and ten thousand columns only what is seen is there,
// every cell can be reached, and what stands in a row is that row.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { activeCell, openData } from "./data.ts";
import { calls, eventually, onPage, pointOf, screenshot, useGallery } from "./gallery.ts";

useGallery();

/** The lines of the rows that are drawn, as they stand there. */
async function lines(page: Page): Promise<number[]> {
  const texts = await page.getByRole("rowheader").allInnerTexts();
  return texts.filter((text) => text !== "").map(Number);
}

async function elements(page: Page): Promise<number> {
  return page.evaluate(() => {
    const grid = document
      .querySelector("perceptron-builder")
      ?.shadowRoot?.querySelector("builder-dock")
      ?.shadowRoot?.querySelector("data-view");
    return grid?.shadowRoot?.querySelector("data-grid")?.shadowRoot?.querySelectorAll("*").length ?? 0;
  });
}

test("a million rows scroll by wheel, bar and keys, and only those that are seen are there", async () => {
  await onPage("million", {}, async (page) => {
    await openData(page);
    const grid = page.getByRole("grid");
    assert.equal(await grid.getAttribute("aria-rowcount"), "1000001");
    await eventually(async () => assert.equal((await lines(page))[0], 2, "the first row stands below the header in the file"));
    assert.ok((await elements(page)) < 1_500, `${await elements(page)} elements`);
    await page.mouse.move(...(Object.values(await pointOf(grid, 0.5, 0.8)) as [number, number]));
    await page.mouse.wheel(0, 2_000);
    await eventually(async () => assert.ok((await lines(page))[0]! > 50));
    await grid.focus();
    await page.keyboard.press("Control+End");
    await eventually(async () => assert.equal((await lines(page)).at(-1), 1_000_001));
    assert.equal(await activeCell(page), "cell-999999-19");
    await page.getByRole("gridcell", { name: /./ }).last().waitFor();
    await screenshot(page, "data-million-end");
    await page.keyboard.press("PageUp");
    await eventually(async () => assert.match(await activeCell(page), /^cell-9999[89]\d-19$/));
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowRight");
    assert.match(await activeCell(page), /^cell-9999[89]\d-1$/);
    await page.keyboard.press("Control+Home");
    assert.equal(await activeCell(page), "cell-0-0");
    await eventually(async () => assert.equal((await lines(page))[0], 2));
    await page.keyboard.press("ArrowUp");
    assert.equal(await activeCell(page), "head-0");
    await page.keyboard.press("PageDown");
    await page.keyboard.press("End");
    assert.match(await activeCell(page), /^cell-\d-19$/);
    assert.ok((await elements(page)) < 1_500, `${await elements(page)} elements`);
  });
});

test("what a cell says is what the host says of that row and column, wherever it is scrolled to", async () => {
  await onPage("million", {}, async (page) => {
    await openData(page);
    const grid = page.getByRole("grid");
    for (const top of [0, 3_456_789, 14_999_000, 120]) {
      await grid.evaluate((element, y) => (element.scrollTop = y), top);
      await eventually(async () => {
        const shown = await page.evaluate(async () => {
          const view = document.querySelector("perceptron-builder")!.shadowRoot!.querySelector("builder-dock")!.shadowRoot!;
          const root = view.querySelector("data-view")!.shadowRoot!.querySelector("data-grid")!.shadowRoot!;
          return [...root.querySelectorAll<HTMLElement>(".rows .row")].map((row) => ({
            index: Number(row.getAttribute("aria-rowindex")) - 2,
            line: row.querySelector(".line")!.textContent.trim(),
            texts: [...row.querySelectorAll(".cell")].map((cell) => cell.textContent.trim()),
          }));
        });
        assert.ok(shown.length > 3);
        for (const { index, line, texts } of shown) {
          assert.equal(line, String(index + 2));
          assert.ok(
            texts.slice(0, 3).every((text) => text !== ""),
            "a cell has not come yet",
          );
        }
      });
    }
  });
});

test("of ten thousand columns those that are seen are there, and the last can be reached", async () => {
  await onPage("wide", {}, async (page) => {
    await openData(page);
    const grid = page.getByRole("grid");
    assert.equal(await grid.getAttribute("aria-colcount"), "10001");
    await grid.focus();
    await page.keyboard.press("End");
    await page.getByRole("columnheader", { name: "g10000" }).waitFor();
    assert.equal(await page.getByRole("columnheader", { name: "g10000" }).getAttribute("aria-colindex"), "10001");
    assert.ok((await elements(page)) < 1_500, `${await elements(page)} elements`);
    await page.keyboard.press("Enter");
    await page.getByRole("region", { name: "Column g10000" }).waitFor();
    await page.getByLabel("Role").selectOption("ignored");
    await eventually(async () => assert.match(await page.getByRole("columnheader", { name: "g10000" }).innerText(), /ignored/));
    await page.getByRole("tab", { name: "What the network gets" }).click();
    const table = page.getByRole("table", { name: "Inputs of the network" });
    await table.evaluate((element) => (element.scrollTop = element.scrollHeight));
    await page.getByRole("row", { name: /^9998 g9999 / }).waitFor();
  });
});

test("a line leads to its place in the CSV; of several files each row names its own", async () => {
  await onPage("million", {}, async (page) => {
    await openData(page);
    await page.getByRole("rowheader", { name: "4", exact: true }).click();
    assert.equal((await calls(page)).at(-1), "openCsv rides.csv:4");
  });
  await onPage("several", {}, async (page) => {
    await openData(page);
    await page.getByRole("rowheader", { name: "part1.csv:2", exact: true }).waitFor();
    const grid = page.getByRole("grid");
    await grid.focus();
    await page.keyboard.press("Control+End");
    await page.getByRole("rowheader", { name: "2024-part-2.csv:501", exact: true }).waitFor();
    await screenshot(page, "data-several");
    await page.keyboard.press("Control+Enter");
    assert.equal((await calls(page)).at(-1), "openCsv quarters/2024-part-2.csv:501");
  });
});

test("while it is read there is a bar with a number, and Cancel leaves what to do", async () => {
  await onPage("reading", {}, async (page) => {
    await openData(page);
    const bar = page.getByRole("progressbar");
    assert.equal(await bar.evaluate((element: HTMLProgressElement) => element.value.toFixed(2)), "0.46");
    await page.getByText("46 %").waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByText("The CSV was not read: reading was cancelled.").waitFor();
    await page.getByRole("button", { name: "Read again" }).focus();
    await page.keyboard.press("Enter");
    assert.deepEqual((await calls(page)).slice(-2), ["cancelReading", "readDataAgain"]);
  });
  await onPage("reading-first", {}, async (page) => {
    await openData(page);
    await page.getByRole("progressbar").waitFor();
    const grid = page.getByRole("grid");
    assert.equal(await grid.getAttribute("aria-rowcount"), "101", "the first rows are there before the rest is read");
    assert.match(await page.getByRole("columnheader", { name: "city" }).innerText(), /^city\s+category$/);
    await eventually(async () => assert.equal((await lines(page))[0], 2));
    await grid.focus();
    await page.keyboard.press("Control+End");
    await eventually(async () => assert.equal((await lines(page)).at(-1), 101));
    assert.equal(await page.getByText(/sensor_16/).count(), 1, "a column beyond the screen is there when it is scrolled to");
    await page.keyboard.press("Control+Home");
    await eventually(async () => assert.equal((await lines(page))[0], 2));
    await screenshot(page, "data-reading-first");
    await page.keyboard.press("Control+End");
    await eventually(async () => assert.equal((await lines(page)).at(-1), 101));
    await page.evaluate(() => window.stage.reader.release());
    await eventually(async () => assert.equal(await grid.getAttribute("aria-rowcount"), "1000001"));
    await eventually(async () => assert.ok((await lines(page)).includes(101), "the whole table begins where the first rows were left"));
    assert.equal(await page.getByRole("columnheader", { name: "sensor_16" }).count(), 1, "it shows the same columns");
    assert.equal(await grid.evaluate((element) => element.matches(":focus")), true, "it has the focus");
  });
  await onPage("reading-again", {}, async (page) => {
    await openData(page);
    await page.getByRole("progressbar").waitFor();
    await page.getByRole("grid").waitFor();
  });
});

test("a CSV that is another now is offered to be read again", async () => {
  await onPage("changed", {}, async (page) => {
    await openData(page);
    await page.getByText("binary.csv changed on disk.").waitFor();
    await page.getByRole("status").getByRole("button", { name: "Read again" }).click();
    assert.equal((await calls(page)).at(-1), "readDataAgain");
  });
  await onPage("unsaved", {}, async (page) => {
    await openData(page);
    await page.getByText("binary.csv has unsaved changes in an editor.").waitFor();
    await page.getByRole("button", { name: "Save and read again" }).click();
    assert.equal((await calls(page)).at(-1), "saveCsvs");
  });
});

test("without data there is one thing to do", async () => {
  await onPage("new", {}, async (page) => {
    await openData(page);
    const panel = page.getByRole("region", { name: "Panel" });
    await panel.getByText("Choose the CSV that the network is to learn from").waitFor();
    await panel.getByRole("button", { name: "Choose CSV…" }).click();
    assert.equal((await calls(page)).at(-1), "chooseCsv");
  });
});
