// What is wrong stands where it belongs: on the layer, in the banner, in the list; and nothing that is wrong
// hides the network.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { BoundCode } from "../../src/model/bound-code.ts";
import { calls, card, cards, eventually, onPage, rewrite, screenshot, useGallery } from "./gallery.ts";

useGallery();

test("a layer's mistake stands under its card and in the list, which leads back to it", async () => {
  await onPage("mismatch", {}, async (page) => {
    const sentence = "Linear 3 expects 8 inputs, but the layer before gives 16. Set in_features to 16.";
    await page.getByRole("region", { name: "Pipeline" }).getByText(sentence).waitFor();
    assert.equal(await card(page, 2).getAttribute("aria-describedby"), "problems-2");
    await page.getByRole("tab", { name: /Problems 1/ }).click();
    await page.getByRole("tabpanel").getByRole("button", { name: sentence }).click();
    await eventually(async () => assert.equal(await card(page, 2).getAttribute("aria-current"), "true"));
    await screenshot(page, "problem-on-card");
  });
});

test("the file that the document is bound to stands in the toolbar, with a warning if the two differ, and a click opens it", async () => {
  await onPage("binary", { width: 400 }, async (page) => {
    const show = (code: BoundCode | undefined): Promise<void> => page.evaluate((shown) => window.stage.session.showBoundCode(shown), code);
    const button = page.locator("builder-toolbar .bound");
    assert.equal(await button.count(), 0);
    await show({ file: "model.py", state: "agreed" });
    await page.getByRole("button", { name: "model.py and the builder say the same." }).click();
    await eventually(async () => assert.deepEqual((await calls(page)).slice(-1), ["openBoundCode"]));
    assert.equal(await button.innerText(), "model.py");
    await show({ file: "a_network_with_a_long_name.py", state: "conflict" });
    await page.getByRole("button", { name: /^a_network_with_a_long_name\.py and the builder cannot be merged/ }).waitFor();
    assert.equal(await button.locator(".warning").count(), 1);
    const edge = await button.evaluate((element) => element.getBoundingClientRect().right);
    assert.ok(edge <= 400, `it ends at ${edge}`);
    await show(undefined);
    await button.waitFor({ state: "detached" });
  });
});

test("Train with a mistake shows the mistake and starts nothing", async () => {
  await onPage("mismatch", {}, async (page) => {
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await eventually(async () => assert.equal(await card(page, 2).getAttribute("aria-current"), "true"));
    assert.equal(await page.getByRole("tab", { name: /Problems/ }).getAttribute("aria-selected"), "true");
    assert.equal((await calls(page)).includes("train"), false);
  });
});

test("a layer of an unknown type is a card with its own name", async () => {
  await onPage("unknown", {}, async (page) => {
    assert.match((await card(page, 1).getAttribute("aria-label")) ?? "", /Layer 2 of 4, RelU/);
    await page
      .getByRole("region", { name: "Pipeline" })
      .getByText(/Layer 2 has the unknown type "RelU". The nearest known one is ReLU/)
      .waitFor();
    await card(page, 1).click();
    await page.getByRole("region", { name: "Inspector" }).getByRole("button", { name: "Open as text" }).click();
    await eventually(async () => assert.deepEqual((await calls(page)).slice(-1), ["openAsText"]));
  });
});

test("text that is no JSON: the place, a way to the text, and the last good network dimmed and out of reach", async () => {
  await onPage("binary", {}, async (page) => {
    await rewrite(page, '"type": "ReLU"', '"type" "ReLU"');
    await page.getByText(/Line \d+ is not valid JSON: a colon is missing at column \d+/).waitFor();
    assert.equal(await page.locator("main[inert]").count(), 1);
    assert.equal(await page.locator(".card").count(), 4);
    assert.equal(await page.getByRole("button", { name: "Train", exact: true }).getAttribute("disabled"), "");
    await screenshot(page, "not-json");
    await page.locator("builder-banner").getByRole("button", { name: "Open as text" }).click();
    await eventually(async () => assert.deepEqual((await calls(page)).slice(-1), ["openAsText"]));
    await page.keyboard.press("Control+z");
    await eventually(async () => assert.equal(await cards(page).count(), 4));
  });
});

test("while somebody types in the text the banner waits for a pause, covers nothing that moves, and goes at once", async () => {
  await onPage("binary", {}, async (page) => {
    const banner = page.locator("builder-banner .banner");
    const place = await card(page, 1).boundingBox();
    const text = await page.evaluate(() => window.stage.text);
    const write = (written: string): Promise<void> => page.evaluate((value) => window.stage.write(value), written);
    for (const typed of ['"ReLU', '"ReL', '"Re', '"R', '"']) {
      await write(text.replace('"ReLU"', typed));
      await page.locator("main[inert]").waitFor();
      assert.equal(await banner.count(), 0, "nobody has paused yet");
      assert.equal(await page.locator("main.dimmed").count(), 0);
    }
    await banner.waitFor();
    await page.locator("main.dimmed").waitFor();
    assert.deepEqual(await card(page, 1).boundingBox(), place, "nothing is pushed down");
    await write(text.replace('"ReLU"', '"T'));
    await page.waitForTimeout(100);
    assert.equal(await banner.count(), 1, "it stays while the text is still wrong");
    await write(text.replace('"ReLU"', '"Tanh"'));
    await banner.waitFor({ state: "detached" });
    await page.locator("main:not([inert])").waitFor();
  });
});

test("a merge conflict: its line and what to do, the last good network out of reach, and all is back when it is resolved", async () => {
  await onPage("binary", {}, async (page) => {
    await card(page, 1).click();
    const text = await page.evaluate(() => window.stage.text);
    const conflict = text.replace(/^(.*"ReLU".*)$/m, '<<<<<<< HEAD\n$1\n=======\n    { "type": "Tanh" },\n>>>>>>> theirs');
    const line = conflict.split("\n").indexOf("<<<<<<< HEAD") + 1;
    await page.evaluate((written) => window.stage.write(written), conflict);
    await page.getByText(`There is a merge conflict at line ${line}. In the text editor keep one of its two sides`).waitFor();
    assert.equal(await page.locator("main[inert]").count(), 1);
    assert.equal(await page.locator(".card").count(), 4);
    await screenshot(page, "merge-conflict");
    await page.keyboard.press("Delete");
    await page.evaluate((written) => window.stage.write(written), text.replace("ReLU", "Tanh"));
    await page.locator("main:not([inert])").waitFor();
    await eventually(async () => assert.match((await card(page, 1).getAttribute("aria-label")) ?? "", /Layer 2 of 4, Tanh/));
    assert.equal(await page.locator("builder-banner .banner").count(), 0);
  });
});

test("a document that was broken when it was opened asks for no layers", async () => {
  await onPage("broken", {}, async (page) => {
    await page.getByText(/Line 1 is not valid JSON/).waitFor();
    assert.equal(await page.getByText("Drag a layer here, or press A.").count(), 0);
    assert.equal(await page.locator("main[inert]").count(), 1);
    await screenshot(page, "broken");
  });
});

test("a file that is not there: the sentence, and the ways out", async () => {
  await onPage("no-file", {}, async (page) => {
    const banner = page.locator("builder-banner");
    await banner.getByText("There is no file data/binary.csv.").waitFor();
    await banner.getByRole("button", { name: "Choose CSV…" }).click();
    await banner.getByRole("button", { name: "Read again" }).click();
    await eventually(async () => assert.deepEqual((await calls(page)).slice(-2), ["chooseCsv", "readDataAgain"]));
    assert.equal(await cards(page).count(), 4);
  });
});

test("a line of the CSV that is wrong: the CSV can be opened", async () => {
  await onPage("ragged", {}, async (page) => {
    await page.locator("builder-banner").getByRole("button", { name: "Open CSV" }).click();
    await eventually(async () => assert.deepEqual((await calls(page)).slice(-1), ["openCsv binary.csv:17"]));
  });
});

test("a mistake in the training settings leads to the settings", async () => {
  await onPage("training", {}, async (page) => {
    await card(page, 0).click();
    await page.locator("builder-banner").getByRole("button", { name: "Show" }).click();
    await page
      .getByRole("region", { name: "Inspector" })
      .getByText(/batch_size is 0, but must be at least 1/)
      .waitFor();
  });
});

test("a document of a newer format cannot be edited here", async () => {
  await onPage("newer", {}, async (page) => {
    await page.getByText("This document has format 2, but this version reads formats up to 1.").waitFor();
    assert.equal(await page.locator("main[inert]").count(), 1);
  });
});

test("empty states say what to do and do it", async () => {
  await onPage("new", {}, async (page) => {
    await page.getByRole("region", { name: "Pipeline" }).getByRole("button", { name: "Choose CSV…" }).click();
    await eventually(async () => assert.deepEqual((await calls(page)).slice(-1), ["chooseCsv"]));
    await page.getByText("Press Train to see the loss of each epoch here.").waitFor();
    await screenshot(page, "no-data");
  });
  await onPage("empty", {}, async (page) => {
    await page.getByRole("button", { name: "Add layer", exact: true }).click();
    await page.keyboard.press("Enter");
    await eventually(async () => assert.equal(await cards(page).count(), 1));
  });
});

test("the data tab says what was understood and why a column is left out", async () => {
  await onPage("titanic", {}, async (page) => {
    await page.getByText("10 inputs, 2 left out").waitFor();
    await page.getByRole("button", { name: "titanic.csv" }).click();
    await page.getByText("Name, Ticket are left out: text columns with more than 20 different values say too little about each.").waitFor();
    await page.getByRole("columnheader", { name: "Ticket" }).getByText("681 distinct").waitFor();
    await page.getByText("177 of 891 rows are left out because some column has no value there.").waitFor();
    await screenshot(page, "data");
  });
});

test("a layer that the host reveals is selected and has the focus", async () => {
  await onPage("deep", {}, async (page) => {
    await page.evaluate(() => window.stage.session.reveal(17));
    await eventually(async () => assert.equal(await card(page, 17).getAttribute("aria-current"), "true"));
    await eventually(async () => assert.ok(await card(page, 17).evaluate((element) => element.matches(":focus"))));
  });
});

test("an edit that the host refuses is said, and the next one works", async () => {
  await onPage("binary", {}, async (page) => {
    await page.evaluate(() => {
      window.stage.isDeaf = true;
      window.stage.write(window.stage.text.replace('"epochs": 10000', '"epochs": 500'));
      window.stage.isDeaf = false;
    });
    await card(page, 1).focus();
    await page.keyboard.press("Delete");
    await page.getByText("“Remove layer 2” was not done, because the document changed at the same moment.").waitFor();
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await page.keyboard.press("Delete");
    await eventually(async () => assert.equal(await cards(page).count(), 3));
    await page.getByText("“Remove layer 2” was not done, because the document changed at the same moment.").waitFor({ state: "detached" });
  });
});
