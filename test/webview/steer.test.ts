// The person's hand on a run: Train becomes Pause and Resume in its place, one batch, one epoch, another
// learning rate, more epochs, all by keyboard too.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { assertAccessible } from "./axe.ts";
import { calls, documentText, edits, eventually, onPage, type PageOptions, screenshot, useGallery } from "./gallery.ts";

useGallery();

async function steered(page: Page): Promise<readonly string[]> {
  return (await calls(page)).filter((name) => name !== "snapshot");
}

async function paused(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Train", exact: true }).click();
  await page.getByText(/^epoch [\d,]+ \/ 10,000 · \d+:\d\d left$/).waitFor();
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByText(/^paused at epoch [\d,]+ \/ 10,000$/).waitFor();
}

test("a run is paused, goes one batch and one epoch, is resumed and stopped", async () => {
  await onPage("binary", {}, async (page) => {
    await paused(page);
    await page.getByRole("button", { name: "One batch" }).click();
    await page.getByText(/paused at epoch [\d,]+ \/ 10,000 · batch 1 \/ 200/).waitFor();
    await page.getByRole("button", { name: "One epoch" }).click();
    await page.getByText(/paused at epoch [\d,]+ \/ 10,000$/).waitFor();
    await screenshot(page, "paused");
    await page.getByRole("button", { name: "Resume" }).click();
    await page.getByRole("button", { name: "Pause" }).waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText(/stopped after/).waitFor();
    assert.deepEqual(await steered(page), ["train", "pause", "advance batch", "advance epoch", "resume", "stop"]);
  });
});

for (const options of [{ forAxe: true }, { forAxe: true, language: "ko", width: 400, theme: "light" }] satisfies PageOptions[]) {
  const isKorean = "language" in options;
  test(`after a stop the best weights can be kept instead of the last, and the last again${isKorean ? ", in Korean" : ""}`, async () => {
    await onPage("binary", options, async (page) => {
      const button = (english: RegExp, korean: RegExp) => page.getByRole("button", { name: isKorean ? korean : english });
      await button(/^Train$/, /^학습$/).click();
      // A run of one epoch has no better one.
      await page.evaluate(() => window.stage.advance(3));
      await button(/^Stop$/, /^중지$/).click();
      const best = button(/^Use weights of epoch [\d,]+ \(best\)$/, /^에폭 [\d,]+의 가중치 쓰기\(최선\)$/);
      await best.waitFor();
      await screenshot(page, `choice${isKorean ? "-ko-400" : ""}`);
      await best.focus();
      await page.keyboard.press("Enter");
      const last = button(/^Use weights of epoch [\d,]+ \(last\)$/, /^에폭 [\d,]+의 가중치 쓰기\(마지막\)$/);
      await last.click();
      await best.waitFor();
      assert.deepEqual((await steered(page)).slice(-2), ["keepWeights best", "keepWeights last"]);
      await assertAccessible(page);
    });
  });
}

test("the same key trains, pauses and resumes, because the focus stays on the button", async () => {
  await onPage("binary", {}, async (page) => {
    await page.getByRole("button", { name: "Train", exact: true }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Pause" }).waitFor();
    await eventually(async () => assert.equal(await page.getByRole("button", { name: "Pause" }).isEnabled(), true));
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Resume" }).waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await eventually(async () => assert.deepEqual((await steered(page)).slice(-1), ["advance epoch"]));
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Pause" }).waitFor();
  });
});

test("another learning rate holds for the run only, until Keep writes it into the document", async () => {
  await onPage("binary", {}, async (page) => {
    await paused(page);
    const field = page.getByRole("textbox", { name: "Learning rate of this run" });
    assert.equal(await field.inputValue(), "0.0001");
    const height = async (): Promise<number | undefined> => (await page.locator("builder-toolbar").boundingBox())?.height;
    const before = await height();
    await field.fill("fast");
    await field.press("Enter");
    await page.getByText('"fast" is not a number. Write lr as in 0.01 or 1e-3.').waitFor();
    await screenshot(page, "rate-refused");
    assert.equal(await height(), before, "nothing moves for the sentence");
    await field.fill("0.003");
    await field.press("Enter");
    await page.getByText("this run only").waitFor();
    assert.deepEqual((await steered(page)).slice(-1), ["setLearningRate 0.003"]);
    assert.deepEqual(await edits(page), []);
    await screenshot(page, "own-rate");
    await page.getByRole("button", { name: "Keep learning rate 0.003" }).click();
    await eventually(async () => assert.match(await documentText(page), /"lr": 0\.003/));
    await eventually(async () => assert.equal(await page.getByRole("button", { name: /^Keep/ }).count(), 0));
  });
});

test("a refused learning rate says so within a window of 400 pixels", async () => {
  await onPage("binary", { width: 400 }, async (page) => {
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await page.getByRole("button", { name: "Pause" }).click();
    const field = page.locator("run-rate input");
    await field.fill("fast");
    await field.press("Enter");
    const box = await page.locator("run-rate [role=alert]").boundingBox();
    assert.ok(box && box.x >= 0 && box.x + box.width <= 400, JSON.stringify(box));
    await screenshot(page, "rate-refused-400");
  });
});

test("what is being typed as learning rate is not taken away by epochs that come", async () => {
  await onPage("binary", {}, async (page) => {
    await page.getByRole("button", { name: "Train", exact: true }).click();
    const field = page.getByRole("textbox", { name: "Learning rate of this run" });
    await field.fill("0.02");
    await page.evaluate(() => window.stage.advance(500));
    await page.getByRole("button", { name: "Pause" }).waitFor();
    assert.equal(await field.inputValue(), "0.02");
    await field.press("Enter");
    await eventually(async () => assert.deepEqual((await steered(page)).slice(-1), ["setLearningRate 0.02"]));
  });
});

test("after the end it goes on for a hundred epochs more, on the same curve", async () => {
  await onPage("iris", {}, async (page) => {
    await screenshot(page, "ended");
    await page.getByRole("button", { name: "Train 100 more epochs" }).click();
    await page.getByRole("application", { name: /^Loss curve of 140 epochs/ }).waitFor();
    await page.getByText(/^epoch 140$/).waitFor();
    assert.deepEqual(await steered(page), ["trainMore 100"]);
  });
});

test("a run that was cut off is offered: it goes on, or is discarded", async () => {
  await onPage("cut-off", {}, async (page) => {
    await page.getByText("The last run was interrupted. Its checkpoint is from epoch 4,120 of 10,000.").waitFor();
    await screenshot(page, "cut-off");
    await page.getByRole("button", { name: "Continue from epoch 4,120" }).click();
    await eventually(async () => assert.equal(await page.getByText(/was interrupted/).count(), 0));
    await page.getByText(/^epoch 4,[1-9]\d\d \/ 10,000 /).waitFor();
    await page.getByRole("application", { name: /^Loss curve of 4,[1-9]\d\d epochs/ }).waitFor();
    assert.deepEqual(await steered(page), ["continueRun"]);
  });
  await onPage("cut-off", {}, async (page) => {
    await page.getByRole("button", { name: "Discard" }).click();
    await eventually(async () => assert.equal(await page.getByText(/was interrupted/).count(), 0));
    await page.getByRole("button", { name: "Train", exact: true }).waitFor();
    assert.deepEqual(await steered(page), ["discardUnfinished"]);
  });
});

const appearances: readonly PageOptions[] = [
  { theme: "dark" },
  { theme: "light" },
  { theme: "hc-black" },
  { theme: "dark", width: 800 },
  { theme: "light", width: 400, height: 720 },
  { theme: "dark", language: "ko" },
  { theme: "light", language: "ko", width: 400, height: 720 },
];

for (const options of appearances) {
  const name = `steer-${options.theme}-${options.language ?? "en"}-${options.width ?? 1200}`;
  test(`a paused run, ${name}`, async () => {
    await onPage("binary", { ...options, forAxe: true }, async (page) => {
      await page.getByRole("button", { name: options.language === "ko" ? "학습" : "Train", exact: true }).click();
      await page.getByRole("button", { name: options.language === "ko" ? "일시 정지" : "Pause" }).click();
      const field = page.locator("run-rate input");
      await field.fill("0.003");
      await field.press("Enter");
      await page.locator("run-rate vscode-button").waitFor();
      await page.evaluate(() => window.stage.advance(3000));
      await assertAccessible(page, { onlySerious: true });
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "it is wider than the window");
      await screenshot(page, name);
    });
  });
}
