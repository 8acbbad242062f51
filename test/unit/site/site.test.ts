// The documentation site as `npm run site` writes it: every record of the registries has its page in both
// languages, every link leads somewhere, and no page asks for anything from elsewhere.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { before, test } from "node:test";
import { layers } from "../../../src/model/layers.ts";
import { losses } from "../../../src/model/losses.ts";
import { optimizers } from "../../../src/model/optimizers.ts";
import { schedulers } from "../../../src/model/schedulers.ts";
import { texOf } from "../../../site/formula.ts";

const site = join(".out", "site");
/** The text of each page, by its folder. */
const pages = new Map<string, string>();

before(() => {
  execFileSync(process.execPath, ["esbuild.mjs", "site"]);
  execFileSync(process.execPath, [join(".out", "site.mjs")]);
  for (const file of readdirSync(site, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith("index.html")))
    pages.set(file.replaceAll("\\", "/").replace(/\/?index\.html$/, ""), readFileSync(join(site, file), "utf8"));
});

test("every layer, loss, optimizer and scheduler has a page in both languages, with formula, curve and pitfalls", () => {
  // What a row or a batch goes through as a whole is no curve, and Rosenblatt's rule follows no gradient.
  const withoutCurve = ["Linear", "GLU", "BatchNorm1d", "LayerNorm", "Dropout", "AlphaDropout", "optimizers/Perceptron"];
  const withoutPitfall = new Set<string>(Object.values(layers).flatMap((record) => ("pitfall" in record ? [] : [record.type])));
  for (const [folder, records] of Object.entries({ layers, losses, optimizers, schedulers })) {
    for (const type of Object.keys(records)) {
      for (const [root, pitfalls] of [
        ["reference", "Pitfalls"],
        ["ko/reference", "주의할 점"],
      ] as const) {
        const place = `${root}/${folder}/${type}`;
        const text = pages.get(place);
        assert.ok(text, `there is no page ${place}`);
        assert.ok(text.includes("<math"), `${place} has no formula`);
        assert.equal(text.includes("<svg"), !withoutCurve.some((name) => place.endsWith(`/${name}`)), `${place}: its curve`);
        assert.equal(text.includes(`<h2>${pitfalls}</h2>`), folder !== "layers" || !withoutPitfall.has(type), `${place}: its pitfalls`);
        assert.doesNotMatch(text, /NaN|undefined/, place);
      }
    }
  }
});

test("every link leads to a page or a heading of the site, or says that it leads elsewhere", () => {
  const wrong: string[] = [];
  let seen = 0;
  for (const [place, text] of pages) {
    for (const [, attributes = ""] of text.matchAll(/<a ([^>]+)>/g)) {
      const href = /href="([^"]*)"/.exec(attributes)?.[1] ?? "";
      if (attributes.includes('rel="external"')) {
        if (!href.startsWith("https://")) wrong.push(`${place}: ${href}`);
        continue;
      }
      seen++;
      const [path = "", anchor] = href.split("#");
      const target =
        path === ""
          ? place
          : posix
              .join(`${place}/`, path)
              .replace(/^\.?\/?/, "")
              .replace(/\/$/, "");
      const found = pages.get(target);
      if (found === undefined || (anchor !== undefined && !found.includes(`id="${anchor}"`))) wrong.push(`${place}: ${href}`);
    }
  }
  assert.ok(seen > 1000, "no links found: the check would prove nothing");
  assert.deepEqual(wrong, []);
});

test("no page loads anything from elsewhere, and what it loads is there", () => {
  for (const [place, text] of pages) {
    for (const [, address = ""] of text.matchAll(/<(?:link|script|img)\b[^>]*? (?:href|src)="([^"]*)"/g)) {
      assert.doesNotMatch(address, /^(\w+:|\/\/)/, place);
      assert.ok(existsSync(join(site, place, address)), `${place} asks for ${address}`);
    }
    assert.match(text, /content="default-src 'none'; script-src 'self'; /, place);
  }
});

function tex(formula: string): string {
  return texOf(formula, { else: "else" });
}

test("a formula of the registries becomes TeX", () => {
  assert.equal(tex("y = 1 / (1 + e⁻ˣ)"), "y= \\frac{1}{1+ e^{-x}}");
  assert.equal(
    tex("y = x (x > 0), α (eˣ − 1) (x ≤ 0)"),
    "y= \\begin{cases} x & x> 0 \\\\ \\alpha \\left(e^{x}-1\\right) & x\\le 0 \\end{cases}",
  );
  assert.equal(tex("y = 1 (0 < x < 6), else 0"), "y= \\begin{cases} 1 & 0< x< 6 \\\\ 0 & \\text{else} \\end{cases}");
  assert.equal(tex("yᵢ = eˣⁱ / Σⱼ eˣʲ"), "y_{i}= \\frac{e^{x_{i}}}{\\sum_{j} e^{x_{j}}}");
  assert.equal(
    tex("w ← w − lr · m̂ / (√v̂ + ε)"),
    "w\\leftarrow w-\\operatorname{lr}\\cdot \\frac{\\hat{m}}{\\sqrt{\\hat{v}}+ \\varepsilon }",
  );
  assert.equal(
    tex("d² / 2β (d < β), d = |y − t|"),
    "\\begin{cases} \\frac{d^{2}}{2\\beta } & d< \\beta  \\end{cases} \\qquad d= \\left|y-t\\right|",
  );
  assert.throws(() => tex("y = (x"), /not closed/);
  assert.throws(() => tex("y = x ♥"), /cannot stand in a formula/);
});
