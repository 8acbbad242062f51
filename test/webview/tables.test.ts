// Every table of the builder: numbers stand under each other at the right, below their head, and what scrolls
// is never seen above or through a head.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { onPage, screenshot, useGallery } from "./gallery.ts";

useGallery();

interface Found {
  readonly tables: number;
  readonly numberColumns: number;
  readonly faults: readonly string[];
}

/** Measures all tables that are seen, each in a scroller made so low and narrow that it scrolls. */
async function measure(page: Page): Promise<Found> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const all: HTMLElement[] = [];
    const collect = (root: Document | ShadowRoot): void => {
      for (const element of root.querySelectorAll<HTMLElement>("*")) {
        all.push(element);
        if (element.shadowRoot) collect(element.shadowRoot);
      }
    };
    collect(document);
    const seen = all.filter((element) => element.checkVisibility() && element.getBoundingClientRect().width > 1);
    const none = undefined;
    const scrollerOf = (element: Element): HTMLElement | undefined => {
      for (let at: Element | null | undefined = element; at;) {
        const root = at.getRootNode();
        at = at.parentElement ?? (root instanceof ShadowRoot ? root.host : none);
        if (at instanceof HTMLElement && /auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
      }
      return none;
    };
    const unmeasured = ".unseen, .mark, vscode-icon";
    const rightOf = (cell: Element): number => {
      // Of a head that sorts, the name: beside it is the room for an arrow.
      const parts = [...(cell.querySelector("button") ?? cell).childNodes].filter(
        (node) => (node instanceof Text && node.data.trim() !== "") || (node instanceof Element && !node.matches(unmeasured)),
      );
      return Math.max(
        ...parts.map((node) => {
          if (node instanceof Element) return node.getBoundingClientRect().right;
          const range = document.createRange();
          range.selectNodeContents(node);
          return range.getBoundingClientRect().right;
        }),
      );
    };
    const number = /^[−+-]?(\d[\d,]*\.?\d*|\.\d+)(e[−+-]?\d+)?( (%|s|ms|µs)| \/ [\d,]+)?$|^\d+(:\d\d)+$/;
    const tables = seen.filter((element) => element instanceof HTMLTableElement);
    let numberColumns = 0;
    for (const table of tables) {
      if (table.querySelector("td button[aria-pressed][id^=c]")) continue; // The confusion matrix: a picture of which each field is centred.
      const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
      const rows = [...table.rows].filter((row) => row.closest("tbody") !== null);
      for (const [index, head] of heads.entries()) {
        const cells = rows.flatMap((row) => row.cells[index] ?? []);
        const said = cells.filter((cell) => !["", "–"].includes(cell.innerText.trim()));
        const isNumbers = said.length > 0 && said.every((cell) => number.test(cell.innerText.trim()));
        if (!isNumbers) continue;
        numberColumns++;
        const title = `${table.getRootNode() instanceof ShadowRoot ? (table.getRootNode() as ShadowRoot).host.localName : "page"}: ${head.innerText.trim()}`;
        const rights = [head, ...said].map(rightOf);
        if (Math.max(...rights) - Math.min(...rights) > 2)
          faults.push(`${title}: right edges ${Math.min(...rights)}–${Math.max(...rights)}`);
        for (const cell of said) {
          if (!getComputedStyle(cell).fontVariantNumeric.includes("tabular-nums")) faults.push(`${title}: figures of different widths`);
          // What stands in a CSV is shown as it stands there.
          if (!cell.matches(".raw") && /(?<![\d.,])\d{4,}/.test(cell.innerText)) faults.push(`${title}: ${cell.innerText} without marks`);
        }
      }
    }
    for (const element of seen) {
      const { position, top, backgroundColor } = getComputedStyle(element);
      if (position !== "sticky" || top === "auto") continue;
      const scroller = scrollerOf(element);
      // Beyond 22 pixels it stands in the middle of a page; a canvas that holds what is drawn is no head.
      if (scroller === undefined || element.matches(".canvas, .seen")) continue;
      const { maxHeight, flex } = scroller.style;
      scroller.style.maxHeight = "90px";
      scroller.style.flex = "none";
      const before = scroller.scrollTop;
      // To where the element sticks, and some content is behind it.
      scroller.scrollTop += Math.max(0, element.getBoundingClientRect().top - scroller.getBoundingClientRect().top) + 30;
      const [own, frame] = [element.getBoundingClientRect(), scroller.getBoundingClientRect()];
      const name = `${(element.getRootNode() as ShadowRoot).host?.localName ?? "page"} ${element.localName}.${element.className} “${element.innerText.trim().slice(0, 20)}”`;
      const isEnd = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 1;
      if (!isEnd && scroller.scrollTop > before + 20 && own.bottom > frame.top && own.top < frame.bottom) {
        if (own.top > frame.top + 1.5) faults.push(`${name}: ${own.top - frame.top} pixels of content above it`);
        if (!backgroundColor.startsWith("rgb(")) faults.push(`${name}: content is seen through ${backgroundColor}`);
        const root = element.getRootNode() as ShadowRoot;
        const group = element.closest("thead") ?? element;
        const line = element.closest("tr") ?? element;
        const wide = line.getBoundingClientRect();
        // Also beside it, where another field of the same head begins.
        for (let x = Math.max(own.left, frame.left) - 1; x < Math.min(own.right, frame.right) + 3; x += 2) {
          if (x <= Math.max(wide.left, frame.left) || x >= Math.min(wide.right, frame.right) - 2) continue;
          for (const y of [own.top + 1, own.top + own.height / 2, own.bottom - 2]) {
            const hit = root.elementFromPoint(x, y);
            if (hit !== null && !group.contains(hit) && hit.closest("tbody")) {
              faults.push(`${name}: ${hit.localName} “${(hit as HTMLElement).innerText.slice(0, 10)}” is above it`);
            }
          }
        }
      }
      scroller.scrollTop = before;
      Object.assign(scroller.style, { maxHeight, flex });
    }
    return { tables: tables.length, numberColumns, faults: [...new Set(faults)] };
  });
}

const tab = (page: Page, name: string): Promise<void> => page.getByRole("tab", { name, exact: true }).click();

async function repeat(page: Page, what: "Several seeds" | "Sweep settings"): Promise<void> {
  await tab(page, "Repeat");
  await page.getByRole("combobox", { name: "What is repeated" }).selectOption(what);
  await page.getByRole("button", { name: "Start" }).click();
  await page
    .locator("sweep-view .bar")
    .getByText(/(\d+) of \1 in/)
    .waitFor();
}

const appearances: readonly (readonly [what: string, scenario: string, show: (page: Page) => Promise<void>, numbers: number])[] = [
  [
    "the loss by epoch",
    "binary",
    async (page) => {
      await page.getByRole("button", { name: "Train", exact: true }).click();
      await page.getByRole("button", { name: "Stop" }).waitFor();
      await page.evaluate(() => window.stage.advance(3000));
      await page.getByRole("button", { name: "Stop" }).click();
      await page.getByRole("button", { name: "Show the numbers" }).click();
      await page.locator("loss-view table").waitFor();
    },
    4,
  ],
  [
    "the runs and what differs between them",
    "runs",
    async (page) => {
      await tab(page, "Runs");
      for (const name of ["Compare slower", "Compare wider, overfits"]) await page.getByRole("checkbox", { name }).check();
      await page.locator(".differences").waitFor();
    },
    5,
  ],
  [
    "the evaluation of classes, with a threshold",
    "binary-trained",
    async (page) => {
      await page.locator("#tab-evaluate").click();
      await page.locator("class-scores table").waitFor();
      await page.locator("confusion-matrix td button").nth(1).click();
      await page.locator("evaluated-rows table").waitFor();
    },
    6,
  ],
  [
    "the evaluation of three classes",
    "iris",
    async (page) => {
      await page.locator("#tab-evaluate").click();
      await page.locator("class-scores table").waitFor();
      await page.locator("confusion-matrix td button").first().waitFor();
    },
    4,
  ],
  [
    "the evaluation of numbers",
    "rides",
    async (page) => {
      await page.locator("#tab-evaluate").click();
      await page.locator("evaluated-rows table").first().waitFor();
      for (const toggle of await page.locator("xy-chart vscode-toolbar-button").all()) await toggle.click();
      await page.locator("xy-chart table").first().waitFor();
    },
    6,
  ],
  [
    "the band and the trials of several seeds",
    "iris",
    async (page) => {
      await repeat(page, "Several seeds");
      await page.getByRole("button", { name: "Show the numbers" }).click();
      await page.locator("seeds-result table").first().waitFor();
    },
    10,
  ],
  ["the trials of a sweep", "iris", (page) => repeat(page, "Sweep settings"), 5],
  [
    "the weights of the network",
    "binary-trained",
    async (page) => {
      await page.locator("#tab-network").click();
      await page.getByRole("button", { name: "Show the numbers" }).click();
      await page.locator("network-view table").first().waitFor();
    },
    2,
  ],
];

for (const [what, scenario, show, numbers] of appearances) {
  test(`${what}: numbers stand at the right under their head, which nothing shows above or through`, async () => {
    await onPage(scenario, { height: 900 }, async (page) => {
      await show(page);
      await screenshot(page, `tables-${what}`);
      const { tables, numberColumns, faults } = await measure(page);
      assert.ok(tables > 0, "no table is seen");
      assert.deepEqual(faults, []);
      assert.ok(numberColumns >= numbers, `only ${numberColumns} columns of numbers were found`);
    });
  });
}
