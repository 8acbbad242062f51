// A lesson's page over the real player and session: its text and formulas, answers, hints, what is done, the
// ways on, and that nothing in a text becomes more than text.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Page } from "playwright-core";
import type { LessonContent } from "../../src/protocol/lesson.ts";
import { assertAccessible } from "./axe.ts";
import { eventually, onLesson, screenshot, useGallery } from "./gallery.ts";

useGallery();

const next = (page: Page): Promise<void> => page.getByRole("button", { name: "Next", exact: true }).click();
const heading = (page: Page, name: string): Promise<void> => page.locator("lesson-page").getByRole("heading", { level: 2, name }).waitFor();

async function layersOf(page: Page): Promise<string[]> {
  const text = await page.evaluate(() => window.lesson.stage.document("and.perceptron").text.text());
  return (JSON.parse(text) as { layers: { type: string }[] }).layers.map(({ type }) => type);
}

/** Shows a text in the place of the first step's. */
async function showText(page: Page, markdown: string): Promise<void> {
  await page.evaluate((text) => {
    const { client } = window.lesson;
    const { content } = client;
    const [first, ...others] = content!.text.steps;
    const steps = [{ ...first!, parts: [{ kind: "markdown" as const, text }] }, ...others];
    client.content = { ...content!, text: { ...content!.text, steps } } satisfies LessonContent;
    client.changed();
  }, markdown);
}

/** The elements of the step's text, and what of them a stranger could use. */
async function drawn(page: Page): Promise<{ readonly tags: string[]; readonly links: string[]; readonly text: string }> {
  return page.locator("lesson-step > *").evaluateAll(() => {
    const page = document.querySelector("lesson-page")!;
    const text = page.shadowRoot!.querySelector("lesson-step")!.shadowRoot!.querySelector(".text")!;
    const all = [...text.querySelectorAll<HTMLElement>("*")];
    return {
      tags: [...new Set(all.map(({ localName }) => localName))],
      links: all.flatMap((element) =>
        [...element.attributes].filter(({ name }) => /^(href|src|on.*)$/.test(name)).map(({ value }) => value),
      ),
      text: text.textContent.replace(/\s+/g, " ").trim(),
    };
  });
}

test("the first step: goal, text, formulas as MathML, code, a table, and what to do", async () => {
  await onLesson("sample", { width: 520, height: 900 }, async (page) => {
    await page.getByRole("heading", { level: 1, name: "And, with one neuron" }).waitFor();
    await page.getByText("5 minutes · part 1 of 4 · 0 done").waitFor();
    await page.getByText("You will know what").waitFor();
    await heading(page, "One output, and Sigmoid");
    assert.equal(await page.locator("math").count(), 2);
    assert.equal(await page.locator("mfrac").count(), 1);
    // A reader hears the formula, and copies it as TeX.
    assert.equal(await page.locator("math annotation").first().textContent(), "z = w_1x_1 + w_2x_2 + b");
    assert.equal(await page.getByRole("table").getByRole("row").count(), 3);
    await page.getByText("torch.nn.Sequential(torch.nn.Linear(2, 1), torch.nn.Sigmoid())").waitFor();
    await page.getByText("<b>This is no bold text</b>").waitFor();
    await page.getByRole("region", { name: "To do" }).getByText("behind the layer that is there").waitFor();
    await screenshot(page, "lesson-first");
  });
});

test("nothing in a text becomes more than text", async () => {
  await onLesson("sample", {}, async (page) => {
    const lines = [
      "<script>window.hacked = 1</script>",
      '<img src=x onerror="window.hacked = 1">',
      "a [bad](javascript:window.hacked=1) b [worse](data:text/html,<script>1</script>) [command](command:workbench.action.quit)",
      "![a picture](https://example.org/pixel.png) [relative](./x.md) [![in a link](x.png)](vscode://file/etc/passwd)",
      "<javascript:window.hacked=1> and $\\href{javascript:window.hacked=1}{x}$ and $\\includegraphics{https://example.org/x.png}$",
      '<iframe src="https://example.org"></iframe> <a href="https://example.org" onclick="window.hacked=1">link</a>',
      "[real](https://example.org/a?b=1&c=2) AT&T &lt;i&gt; &amp;amp;",
    ];
    await showText(page, lines.join("\n\n"));
    await page.getByRole("link", { name: "real" }).waitFor();
    const { tags, links, text } = await drawn(page);
    assert.deepEqual(
      tags.filter((tag) => /^(script|img|iframe|object|embed|style|form|link|meta|svg)$/.test(tag)),
      [],
    );
    assert.deepEqual(links, ["https://example.org/a?b=1&c=2"]);
    for (const part of ["<script>window.hacked = 1</script>", "a bad b worse", "a picture", "AT&T <i> &amp;"])
      assert.ok(text.includes(part), `"${part}" is not in: ${text}`);
    assert.equal(await page.evaluate(() => "hacked" in window), false);
  });
});

test("Korean words that follow bold ones, ranges and prices stay what they are", async () => {
  await onLesson("sample", {}, async (page) => {
    await showText(page, "**(확률)**은 0~1 사이, **`Sigmoid(z)`**는 1~2 사이입니다. It costs $5 or $6, \\$y, and $x$ costs 7$.");
    await page.locator("strong").nth(1).waitFor();
    const { text, tags } = await drawn(page);
    assert.ok(text.startsWith("(확률)은 0~1 사이, Sigmoid(z)는 1~2 사이입니다. It costs $5 or $6, $y, and "), text);
    assert.equal(tags.includes("del"), false);
    assert.equal(await page.locator("lesson-step math").count(), 1);
  });
});

test("a formula that cannot be read is shown as it is written", async () => {
  await onLesson("sample", {}, async (page) => {
    await showText(page, "$\\frac{1}{$ and $\\nonsense x$");
    await page.locator("lesson-step").getByText("\\nonsense", { exact: true }).waitFor();
  });
});

test("a wrong try gets its hint, and the right one is done, with Next to press", async () => {
  await onLesson("sample", { isBeside: true, width: 1300 }, async (page) => {
    await page.getByRole("button", { name: "Add Tanh", exact: true }).click();
    const said = page.locator("lesson-step").getByRole("status");
    await said.getByText("no probability is").waitFor();
    await screenshot(page, "lesson-hint");
    assert.equal(await page.getByRole("button", { name: "Next", exact: true }).getAttribute("secondary"), "");
    await page.keyboard.press("Control+z");
    await page.evaluate(() => window.lesson.stage.document("and.perceptron").text.undo());
    await page.getByRole("button", { name: "Add Sigmoid", exact: true }).click();
    await said.getByText("answers with a probability now").waitFor();
    assert.equal(await page.getByRole("button", { name: "Next", exact: true }).getAttribute("secondary"), null);
    await page.getByText("1 done").waitFor();
    await page.getByRole("button", { name: "One output, and Sigmoid, done" }).waitFor();
    await screenshot(page, "lesson-done");
  });
});

test("“Do it for me” does it in the real builder, and trains there", async () => {
  await onLesson("sample", { isBeside: true, width: 1300 }, async (page) => {
    await page.getByRole("button", { name: "Do it for me" }).click();
    await eventually(async () => assert.deepEqual(await layersOf(page), ["Linear", "Sigmoid"]));
    await next(page);
    await heading(page, "Training");
    await page.getByRole("button", { name: "Do it for me" }).click();
    await page.getByText("The loss has fallen.").waitFor();
    await page.getByText("2 done").waitFor();
    await screenshot(page, "lesson-trained");
  });
});

test("“Show me where” and links of the text lead into the builder", async () => {
  await onLesson("sample", { isBeside: true, width: 1300 }, async (page) => {
    await page.getByRole("button", { name: "Show me where" }).click();
    await page.locator(".pointed").waitFor();
    await page.getByRole("status").filter({ hasText: "Outlined: Add Sigmoid" }).waitFor();
    await screenshot(page, "lesson-where");
    await page.locator("lesson-step").getByRole("button", { name: "Sigmoid" }).first().click();
    await page.getByRole("tooltip").getByText("y′ = y (1 − y)").waitFor();
    await page.getByRole("link", { name: "pytorch.org" }).click();
    await eventually(async () => assert.deepEqual(await page.evaluate(() => window.lesson.opened), ["https://pytorch.org"]));
  });
});

test("a typed number is taken as people write it, and judged at once", async () => {
  await onLesson("sample", {}, async (page) => {
    await page.getByRole("button", { name: "Counting" }).click();
    const field = page.getByRole("textbox", { name: "Which share of the four rows has y = 1?" });
    await field.fill("a quarter");
    await field.press("Enter");
    await page.getByText("“a quarter” is not a number.").waitFor();
    await field.fill("1/2");
    await field.press("Enter");
    await page.getByText("Not yet").waitFor();
    await page.getByText("Only one of the four rows").waitFor();
    for (const text of ["0,25", "1/4", "2.5e-1", " .25"]) {
      await field.fill("7");
      await field.press("Enter");
      await page.getByText("Not yet").waitFor();
      await field.fill(text);
      await field.press("Enter");
      await page.getByText("Right", { exact: true }).waitFor();
    }
    await page.getByText("One row of four").waitFor();
  });
});

test("a choice is made with the keyboard alone, and the step is left and come back to", async () => {
  await onLesson("sample", {}, async (page) => {
    await page.getByRole("button", { name: "Why a Sigmoid" }).focus();
    await page.keyboard.press("Enter");
    // The title has the focus, so that reading goes on there.
    await eventually(async () => assert.equal(await focused(page), "h2 Why a Sigmoid"));
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    await page.getByText("does not count as depth").waitFor();
    await page.keyboard.press("ArrowDown");
    await page.getByText("Right", { exact: true }).waitFor();
    assert.equal(await page.getByRole("radio", { name: /probability does/ }).isChecked(), true);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await eventually(async () => assert.equal(await focused(page), "h2 Summary"));
    await page.getByRole("button", { name: "Back" }).click();
    assert.equal(await page.getByRole("radio", { name: /probability does/ }).isChecked(), true);
  });
});

/** The element that has the focus, through the shadow roots. */
async function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return `${active?.localName ?? ""} ${(active?.textContent ?? "").trim()}`;
  });
}

test("the summary names what is left, leads there and to the next lesson", async () => {
  await onLesson("sample", { width: 520, height: 800 }, async (page) => {
    await page.getByRole("button", { name: "Summary" }).first().click();
    await heading(page, "Summary");
    await page.getByText("Not done yet:").waitFor();
    await screenshot(page, "lesson-summary");
    await page.getByRole("button", { name: "Counting" }).last().click();
    await heading(page, "Counting");
    await page.getByRole("button", { name: "Summary" }).first().click();
    await page.getByText("Next lesson: XOR").waitFor();
    await page.getByRole("button", { name: "Next lesson" }).click();
    await eventually(async () => assert.deepEqual(await page.evaluate(() => window.lesson.opened), ["lesson:xor"]));
  });
});

test("the menu opens with a key, walks with arrows, closes with Escape and starts again", async () => {
  await onLesson("sample", { isBeside: true, width: 1300 }, async (page) => {
    await page.getByRole("button", { name: "Do it for me" }).click();
    await page.getByText("1 done").waitFor();
    const more = page.getByRole("button", { name: "More actions…" });
    await more.focus();
    await page.keyboard.press("Enter");
    await eventually(async () => assert.equal(await focused(page), "button Open the builder"));
    await page.keyboard.press("Escape");
    assert.equal(await page.getByRole("menu").count(), 0);
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowDown");
    await eventually(async () => assert.equal(await focused(page), "button Start again"));
    await page.keyboard.press("Enter");
    await page.getByText("0 done").waitFor();
    await eventually(async () => assert.deepEqual(await layersOf(page), ["Linear"]));
  });
});

test("progress outlives the page", async () => {
  await onLesson("sample", { isBeside: true, width: 1300 }, async (page) => {
    await page.getByRole("button", { name: "Do it for me" }).click();
    await page.getByText("1 done").waitFor();
    await next(page);
    await heading(page, "Training");
    await page.reload();
    await heading(page, "Training");
    await page.getByText("part 2 of 4 · 1 done").waitFor();
  });
});

for (const theme of ["dark", "light", "hc-black", "hc-light"]) {
  test(`a lesson in ${theme}`, async () => {
    await onLesson("sample", { theme, width: 400, height: 760, forAxe: true }, async (page) => {
      await assertAccessible(page, { within: "lesson-page" });
      await screenshot(page, `lesson-${theme}-text`);
      await page.getByRole("button", { name: "More actions…" }).click();
      await assertAccessible(page, { within: { fromShadowDom: ["lesson-page", "lesson-menu"] } });
      await screenshot(page, `lesson-${theme}-menu`);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Why a Sigmoid" }).click();
      await page.getByRole("radio").first().check();
      await page.getByText("does not count as depth").waitFor();
      await assertAccessible(page, { within: "lesson-page" });
      await screenshot(page, `lesson-${theme}-hint`);
      await page.getByRole("radio").nth(1).check();
      await page.getByText("So the loss can take it").waitFor();
      await assertAccessible(page, { within: "lesson-page" });
      await screenshot(page, `lesson-${theme}-done`);
    });
  });
}

for (const width of [400, 700]) {
  test(`at ${width} pixels nothing of a lesson is wider than its column`, async () => {
    await onLesson("sample", { width, height: 700 }, async (page) => {
      for (const step of ["One output, and Sigmoid", "Training", "Counting", "Why a Sigmoid", "Summary"]) {
        await page.getByRole("button", { name: step }).first().click();
        await heading(page, step);
        assert.deepEqual(await wide(page), [], step);
        await screenshot(page, `lesson-${width}-${step.split(/\W/)[0]!.toLowerCase()}`);
      }
    });
  });
}

/** What reaches beyond the window and cannot be scrolled by itself. */
async function wide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const look = (root: ParentNode): void => {
      for (const element of root.querySelectorAll<HTMLElement>("*")) {
        const { right, width } = element.getBoundingClientRect();
        const isScrolled = element.closest("pre, .formula-line, .table, .unseen") !== null;
        if (width > 1 && right > innerWidth + 1 && !isScrolled) found.push(`${element.localName}.${element.className}`);
        if (element.shadowRoot) look(element.shadowRoot);
      }
    };
    look(document.querySelector("lesson-page")!.shadowRoot!);
    return found;
  });
}

test("a lesson in Korean has no English of ours", async () => {
  await onLesson("sample", { language: "ko", width: 400, height: 760 }, async (page) => {
    const bundle = JSON.parse(readFileSync("l10n/bundle.l10n.ko.json", "utf8")) as Record<string, string>;
    for (const step of ["출력 하나와 Sigmoid", "학습", "세어 보기", "Sigmoid를 쓰는 까닭", "정리"]) {
      await page.getByRole("button", { name: step }).first().click();
      await heading(page, step);
      const texts = await textsOf(page);
      assert.deepEqual(
        texts.filter((text) => Object.hasOwn(bundle, text) && bundle[text] !== text),
        [],
      );
      assert.deepEqual(await wide(page), []);
      await screenshot(page, `lesson-korean-${step.split(" ")[0]!}`);
    }
  });
});

test("what is written without a space behind a formula or a button stays in its line", async () => {
  await onLesson("activations", { language: "ko", width: 400, height: 760 }, async (page) => {
    await page.getByRole("button", { name: "시그모이드" }).first().click();
    await heading(page, "시그모이드");
    // Where each formula ends, and where the full stop behind it begins, from above.
    const places = await page.locator("lesson-step .text math").evaluateAll((all) =>
      all.slice(0, 2).map((formula) => {
        const after = document.createRange();
        const walker = document.createTreeWalker(formula.closest("p")!, NodeFilter.SHOW_TEXT);
        walker.currentNode = formula.lastElementChild ?? formula;
        while (walker.nextNode()) if (!formula.contains(walker.currentNode) && walker.currentNode.textContent?.startsWith(".")) break;
        after.setStart(walker.currentNode, 0);
        after.setEnd(walker.currentNode, 1);
        return { stop: after.toString(), isBelow: after.getBoundingClientRect().top > formula.getBoundingClientRect().bottom };
      }),
    );
    assert.deepEqual(places, [
      { stop: ".", isBelow: false },
      { stop: ".", isBelow: false },
    ]);
    assert.deepEqual(await wide(page), []);
    // The same within plain text: an equation, a point, and what follows a bracket, wherever the line ends.
    await page.getByRole("button", { name: "활성화 함수가 없으면" }).first().click();
    await heading(page, "활성화 함수가 없으면");
    await showText(page, "p = 0.01이라고 (1, 0)과 σ(z)이므로 −ln 0.5를 ".repeat(12));
    const held = page.locator("lesson-step .text").first().locator(".held");
    await eventually(async () => assert.equal(await held.count(), 48));
    assert.deepEqual(await held.evaluateAll((all) => all.filter((part) => part.getClientRects().length > 1)), []);
  });
});

async function textsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const texts: string[] = [];
    const read = (node: Node): void => {
      if (node instanceof Text) texts.push(node.data.trim());
      if (node instanceof Element) {
        for (const name of ["aria-label", "title", "label"]) texts.push(node.getAttribute(name) ?? "");
        if (node.shadowRoot) read(node.shadowRoot);
      }
      for (const child of node.childNodes) read(child);
    };
    read(document.querySelector("lesson-page")!);
    return texts.filter(Boolean);
  });
}
