// How it looks, at every width, in every theme and in both languages: nothing overflows, no finding of axe, a
// picture of each.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { assertAccessible, type Demands } from "./axe.ts";
import { card, cards, eventually, haveLayers, onPage, screenshot, useGallery } from "./gallery.ts";

useGallery();

/** A part of the builder, for what changes nothing else. */
function inside(part: string): Demands {
  return { within: { fromShadowDom: ["perceptron-builder", part] } };
}

async function assertFits(page: Page): Promise<void> {
  const overflow = await page.evaluate(() => {
    const found: string[] = [];
    const look = (root: Document | ShadowRoot): void => {
      for (const element of root.querySelectorAll<HTMLElement>("*")) {
        const { left, right, width } = element.getBoundingClientRect();
        const style = getComputedStyle(element);
        const isShown = width > 1 && style.visibility === "visible" && style.position !== "fixed";
        if (
          isShown &&
          (left < -1 || right > innerWidth + 1) &&
          element.closest(".table, .panel, [role=tablist], [role=tabpanel]") === null
        ) {
          found.push(`${element.tagName}.${element.className} ${left}–${right}`);
        }
        // Tabs that do not fit are scrolled to.
        const isScrolled = element.matches("data-view, loss-view") || element.closest("[role=tablist]") !== null;
        if (element.shadowRoot && !isScrolled) look(element.shadowRoot);
      }
    };
    look(document);
    return found;
  });
  assert.deepEqual(overflow, [], "something is wider than the window");
}

/** Every text and label of the page, through the shadow roots. */
async function textsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const texts: string[] = [];
    const read = (node: Node): void => {
      if (node instanceof Text) texts.push(node.data.trim());
      if (node instanceof Element) {
        for (const name of ["aria-label", "title", "placeholder", "label"]) texts.push(node.getAttribute(name) ?? "");
        if (node.shadowRoot) read(node.shadowRoot);
      }
      for (const child of node.childNodes) read(child);
    };
    read(document.querySelector("perceptron-builder")!);
    return texts.filter(Boolean);
  });
}

test("what breaks a rule is found, with its name, also below a shadow root", async () => {
  await onPage("iris", { forAxe: true }, async (page) => {
    await page.evaluate(() => document.querySelector("perceptron-builder")!.shadowRoot!.append(document.createElement("button")));
    await assert.rejects(assertAccessible(page, { within: "perceptron-builder" }), /button-name: <button><\/button> Fix any/);
    await assert.rejects(assertAccessible(page, { onlySerious: true }), /button-name/);
  });
});

for (const theme of ["dark", "light", "hc-black", "hc-light"]) {
  test(`the builder in ${theme}`, async () => {
    await onPage("iris", { theme, forAxe: true }, async (page) => {
      await card(page, 0).click();
      await assertAccessible(page);
      await screenshot(page, `theme-${theme}`);
    });
    await onPage("deep", { theme, forAxe: true }, async (page) => {
      await card(page, 0).click();
      await page.getByRole("button", { name: "Add Sigmoid", exact: true }).hover();
      await page.getByRole("tooltip").getByText("y′ = y (1 − y)").waitFor();
      await assertAccessible(page, inside("layer-palette"));
      await screenshot(page, `theme-${theme}-card`);
      await card(page, 1).click();
      await page.getByRole("application", { name: /^Curve of Tanh/ }).waitFor();
      await page.mouse.move(600, 20);
      await assertAccessible(page, inside("builder-inspector"));
      await screenshot(page, `theme-${theme}-curve`);
      await card(page, 3).click({ modifiers: ["Shift"] });
      await page.getByRole("button", { name: "Fold to one row" }).click();
      await page.getByRole("button", { name: "Unfold", exact: true }).waitFor();
      await assertAccessible(page, inside("layer-pipeline"));
      await assertAccessible(page, inside("builder-inspector"));
      await screenshot(page, `theme-${theme}-several`);
    });
    // The colours of the high contrast themes are few, and one page shows them all.
    const others = theme.startsWith("hc") ? ["mismatch"] : ["mismatch", "unknown", "no-file", "empty", "new", "warning"];
    for (const scenario of others) {
      await onPage(scenario, { theme, forAxe: true }, async (page) => {
        await page.getByRole("tab", { name: /Problems/ }).click();
        await assertAccessible(page);
        await screenshot(page, `theme-${theme}-${scenario}`);
      });
    }
  });
}

// 320 are 1280 pixels at 400 % (WCAG 2.2, 1.4.10).
for (const width of [1200, 800, 500, 320]) {
  test(`the builder at ${width} pixels`, async () => {
    for (const scenario of ["iris", "mismatch", "titanic", "no-file", "new"]) {
      await onPage(scenario, { width, height: 720 }, async (page) => {
        await assertFits(page);
        await screenshot(page, `width-${width}-${scenario}`);
      });
    }
    await onPage("iris", { width, height: 720, forAxe: true }, async (page) => {
      await card(page, 0).click();
      await page.getByRole("textbox", { name: "out_features" }).fill("24");
      await page.getByRole("textbox", { name: "out_features" }).press("Enter");
      await eventually(async () => assert.match((await card(page, 0).getAttribute("aria-label")) ?? "", /4 to 24/));
      await assertFits(page);
      await assertAccessible(page);
      await screenshot(page, `width-${width}-inspector`);
    });
  });
}

test("at 200 % the palette, the curve and several selected layers fit", async () => {
  await onPage("binary", { width: 600, height: 380 }, async (page) => {
    await card(page, 1).click();
    await page.getByRole("application", { name: /^Curve of ReLU/ }).waitFor();
    await assertFits(page);
    await screenshot(page, "zoom-curve");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Add Linear", exact: true }).hover();
    await page.getByRole("tooltip").waitFor();
    await assertFits(page);
    await screenshot(page, "zoom-card");
  });
});

test("at 400 pixels the “+” inserts, a card opens the drawer and the drawer closes", async () => {
  await onPage("binary", { width: 400, height: 720 }, async (page) => {
    assert.equal(await page.getByRole("region", { name: "Palette" }).isVisible(), false);
    await page.getByRole("button", { name: "Insert a layer after layer 1" }).click();
    await page.getByRole("option", { name: /^Tanh y/ }).click();
    await haveLayers(page, "Linear", "Tanh", "ReLU", "Linear", "Sigmoid");
    const drawer = page.getByRole("region", { name: "Inspector" });
    assert.equal(await drawer.isVisible(), false);
    await card(page, 0).click();
    await drawer.getByRole("heading", { name: "Linear" }).waitFor();
    await drawer.getByRole("button", { name: "Close" }).click();
    await eventually(async () => assert.equal(await drawer.isVisible(), false));
    assert.equal(await cards(page).count(), 5);
  });
});

test("the builder in Korean", async () => {
  for (const [scenario, width] of [
    ["iris", 1200],
    ["mismatch", 800],
    ["titanic", 400],
  ] as const) {
    await onPage(scenario, { language: "ko", width }, async (page) => {
      await page.getByRole("button", { name: "학습", exact: true }).waitFor();
      const bundle = JSON.parse(readFileSync("l10n/bundle.l10n.ko.json", "utf8")) as Record<string, string>;
      // The fields of the split keep the document's names.
      const names = new Set(["train", "validation", "test"]);
      assert.deepEqual(
        (await textsOf(page)).filter((text) => Object.hasOwn(bundle, text) && bundle[text] !== text && !names.has(text)),
        [],
        "texts are still English",
      );
      await assertFits(page);
      await screenshot(page, `korean-${scenario}`);
    });
  }
  await onPage("deep", { language: "ko" }, async (page) => {
    await page.locator(".card").nth(1).click();
    await page
      .locator(".card")
      .nth(4)
      .click({ modifiers: ["Shift"] });
    await page.getByRole("button", { name: "한 줄로 접기" }).click();
    await page.getByRole("button", { name: /^접힌 층 2~5/ }).waitFor();
    await screenshot(page, "korean-several");
  });
});
