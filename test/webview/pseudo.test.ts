// The builder in a language that nobody speaks: every text in brackets, accented and a third longer. What
// stands outside of the brackets was never translated, what has several of them was put together from
// pieces, and what is cut or sticks out has no room for a language longer than English.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { PSEUDO } from "../../webview/dev/pseudo.ts";
import { documentText, eventually, onLesson, onPage, screenshot, useGallery } from "./gallery.ts";
import { mistakeIn, readPage, wordsIn } from "./pseudo.ts";

useGallery();

const sizes = [
  { width: 1440, height: 900 },
  { width: 400, height: 720 },
] as const;

/** Words of the scenarios' files and tables, Python's, units, and what dates have in English. */
const data = [
  ...wordsIn(readFileSync("samples/iris.csv", "utf8")),
  ...wordsIn("iris binary perceptron csv CSV safetensors True False female male ms AM PM SVG PNG GIF utf F1 Wᵀ Alt Ctrl Delete"),
];

/** Scenarios, each with the words that a person of it wrote. */
const others = {
  mismatch: "",
  suspicious: "",
  sick: "",
  runs: "slower; wider, overfits; early stopping; Validation rises from epoch 60 on: add Dropout.",
  "cut-off": "",
  new: "",
} as const;

async function assertReady(page: Page, root: string, words: readonly string[], picture: string): Promise<void> {
  await screenshot(page, `pseudo-${picture}`);
  const { texts, cut } = await readPage(page, root);
  assert.ok(texts.length > 5, "the page was read");
  const known = new Set([...data, ...words]);
  const mistakes = texts.flatMap((text) => mistakeIn(text, known) ?? []);
  assert.deepEqual({ mistakes: [...new Set(mistakes)], cut }, { mistakes: [], cut: [] }, picture);
}

const tabs = ["loss", "network", "inside", "boundary", "data", "evaluate", "predict", "runs", "sweep", "problems"];

for (const { width, height } of sizes) {
  test(`at ${width} pixels: the builder, its settings and every tab of the dock`, async () => {
    await onPage("iris", { width, height, language: PSEUDO }, async (page) => {
      const words = wordsIn(await documentText(page));
      for (const tab of tabs) {
        await page.locator(`#tab-${tab}`).click();
        await eventually(async () => assert.equal(await page.locator(`#tab-${tab}`).getAttribute("aria-selected"), "true"));
        await page.locator("builder-dock [role=tabpanel] > *").first().waitFor();
        await assertReady(page, "perceptron-builder", words, `${width}-${tab}`);
      }
      await page.locator("layer-pipeline .card").first().click();
      await assertReady(page, "perceptron-builder", words, `${width}-layer`);
    });
  });

  for (const [scenario, written] of Object.entries(others)) {
    test(`at ${width} pixels: ${scenario}`, async () => {
      await onPage(scenario, { width, height, language: PSEUDO, forAxe: true }, async (page) => {
        const words = wordsIn(`${await documentText(page)} ${written}`);
        await page.locator(scenario === "runs" ? "#tab-runs" : "#tab-problems").click();
        await assertReady(page, "perceptron-builder", words, `${width}-${scenario}`);
      });
    });
  }

  test(`at ${width} pixels: a lesson's page around its text`, async () => {
    await onLesson("xor", { width, height, language: PSEUDO }, async (page) => {
      const files = readdirSync("lessons/xor").map((name) => readFileSync(join("lessons/xor", name), "utf8"));
      await assertReady(page, "lesson-page", files.flatMap(wordsIn), `${width}-lesson`);
    });
  });
}

test("each mistake is found: a text that is not translated, one in pieces, one that is cut, one without room", async () => {
  await onPage("new", { language: PSEUDO }, async (page) => {
    await page.evaluate(() => {
      // oxlint-disable-next-line unicorn/consistent-function-scoping -- crosses to the page as text
      const add = (name: string, text: string, style: string): void => {
        const element = Object.assign(document.createElement("p"), { className: name, textContent: text });
        element.style.cssText = style;
        document.body.append(element);
      };
      add("forgotten", "Not translated 5", "");
      add("pieces", "⟦Lövéd ~~⟧ 5 ⟦tîméš ~~⟧", "");
      add("whole", "⟦Á ⟦šmåll⟧ šéñtéñçé. ~~⟧ ⟦Åñöthér. ~~⟧", "");
      add("clipped", "⟦Åñ éñdléšš wörd ~~~~⟧", "width: 3ch; overflow: hidden; white-space: nowrap");
      add("wide", "⟦Åñ éñdléšš wörd ~~~~⟧", "width: 3ch; white-space: nowrap");
    });
    const { texts, cut } = await readPage(page, "body > p");
    const found = [...texts.flatMap((text) => mistakeIn(text, new Set()) ?? []), ...cut];
    assert.deepEqual(
      found.map((sentence) => sentence.split(":")[0]),
      [
        " p.forgotten has words that are not translated (Not, translated)",
        " p.pieces is put together from pieces",
        " p.clipped is cut without a sign",
        " p.wide is wider than its box",
      ],
    );
  });
});
