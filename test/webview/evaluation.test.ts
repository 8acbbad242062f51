// The evaluation of a trained network, with real numbers of a small one: a threshold dragged with everything
// following, cells and their rows, test rows only on request, residuals, importance and the reasons for one
// row; by mouse and by keyboard.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Locator, Page } from "playwright-core";
import { asked, calls, documentText, drag, edits, eventually, onPage, pointOf, rewrite, screenshot, useGallery } from "./gallery.ts";

useGallery();

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

async function openEvaluation(page: Page): Promise<Locator> {
  await page.getByRole("tab", { name: "Evaluate" }).click();
  const view = page.locator("evaluation-view");
  await view.getByRole("tablist").waitFor();
  return view;
}

/** The four counts of yes and no. */
async function counts(page: Page): Promise<number[]> {
  return (await page.locator("confusion-matrix .count").allInnerTexts()).map(Number);
}

async function marks(page: Page): Promise<string[]> {
  return page.locator("xy-chart .mark").evaluateAll((all) => all.map((mark) => `${mark.getAttribute("cx")} ${mark.getAttribute("cy")}`));
}

async function evaluated(page: Page): Promise<readonly string[]> {
  return (await asked(page, "evaluate")).map(([kind]) => String(kind));
}

test("without weights it says so and trains", async () => {
  await onPage("binary", {}, async (page) => {
    await page.getByRole("tab", { name: "Evaluate" }).click();
    await page.getByText("Train the network first, then evaluate it here.").waitFor();
    await screenshot(page, "evaluation-empty");
    await page.getByRole("region", { name: "Panel" }).getByRole("button", { name: "Train" }).click();
    await eventually(async () => assert.ok((await calls(page)).includes("train")));
  });
});

test("while the first run goes on its live weights are evaluated; paused, those it waits with; then the file", async () => {
  await onPage("runs", { height: 1000 }, async (page) => {
    await rewrite(page, '"epochs": 100', '"epochs": 1000000');
    await page.getByRole("button", { name: "Train", exact: true }).click();
    const view = await openEvaluation(page);
    await view.getByText(/^Evaluated with the live weights, epoch [\d,]+$/).waitFor();
    assert.equal(await view.getByRole("button", { name: /^Add to the document's tests/ }).count(), 0, "a test asks the weight file");
    await view.getByRole("tab", { name: "Explain a row" }).click();
    await view.getByRole("button", { name: "Take the newest weights" }).click();
    await view.getByRole("tab", { name: "Scores" }).click();
    await page.getByRole("button", { name: "Pause", exact: true }).click();
    await page.getByRole("button", { name: "One epoch" }).click();
    const loss = view.locator("dl div", { hasText: "CrossEntropyLoss" }).locator("dd");
    await eventually(async () => {
      const { status, curve } = await page.evaluate(() => {
        const { run } = window.stage.session;
        return { status: run.status, curve: run.curve };
      });
      assert.ok(status.state === "paused" && status.batch === 0);
      const sentence = `Evaluated with the live weights, epoch ${status.epoch.toLocaleString("en")}`;
      assert.equal(await view.getByText(/^Evaluated with the live weights/).innerText(), sentence);
      const own = curve.points.at(-1)!.validationLoss!;
      assert.ok(Math.abs(Number(await loss.innerText()) - own) <= own / 100, `${await loss.innerText()}, and the run says ${own}`);
    });
    await page.getByRole("button", { name: "One batch" }).click();
    await view.getByText(/^Evaluated with the live weights, epoch [\d,]+ and batch 1 after it$/).waitFor();
    await screenshot(page, "evaluation-live");
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    await view.getByText(/^Evaluated with the live weights/).waitFor({ state: "detached" });
    await view
      .getByRole("button", { name: /^Add to the document's tests/ })
      .first()
      .waitFor();
  });
});

test("the moment that the Boundary tab looks at is evaluated, until it is left again", async () => {
  await onPage("binary-trained", { height: 1000 }, async (page) => {
    const view = await openEvaluation(page);
    const slider = page.getByRole("slider", { name: "Moment of the run" });
    const keeps = view.getByRole("button", { name: /^Add to the document's tests/ });
    await keeps.waitFor();
    const trained = await counts(page);
    await page.locator("#tab-boundary").click();
    await slider.focus();
    await page.keyboard.press("Home");
    await openEvaluation(page);
    await view.getByText("Evaluated with the weights of epoch 0, chosen in the tab Boundary").waitFor();
    const first = await counts(page);
    assert.notDeepEqual(first, trained);
    assert.equal(total(first), total(trained), "the same rows");
    assert.equal(await keeps.count(), 0, "a test asks the weight file");
    await screenshot(page, "evaluation-moment");
    await view.getByRole("tab", { name: "Feature importance" }).click();
    await view.getByText("Permutation importance").first().waitFor();
    assert.deepEqual(
      (await asked(page, "evaluateMoment")).map(([epoch]) => epoch).filter((epoch) => epoch !== 0),
      [],
    );
    assert.ok(
      (await asked(page, "evaluateMoment")).some(([, kind]) => kind === "importance"),
      "the parts ask the moment too",
    );
    await view.getByRole("tab", { name: "Scores" }).click();
    await view.getByRole("button", { name: "Back to now" }).click();
    await view.getByText(/^Evaluated with the weights/).waitFor({ state: "detached" });
    await eventually(async () => assert.deepEqual(await counts(page), trained));
    await page.locator("#tab-loss").click();
    await eventually(async () => assert.ok((await calls(page)).includes("closeSpace")));
  });
});

test("a threshold is dragged: matrix, scores and points follow without a question, and the document takes it", async () => {
  await onPage("binary-trained", { height: 1000 }, async (page) => {
    const view = await openEvaluation(page);
    const slider = view.getByRole("slider", { name: "Decision threshold" });
    await page.locator("xy-chart .mark").nth(1).waitFor();
    const before = { counts: await counts(page), marks: await marks(page), asked: (await evaluated(page)).length };
    assert.equal(
      before.counts.reduce((sum, count) => sum + count, 0),
      100,
    );
    await drag(page, await pointOf(slider, 0.5), await pointOf(slider, 0.9), async () => {
      const [rejected = 0, alarms = 0, missed = 0, hits = 0] = await counts(page);
      assert.ok(alarms <= before.counts[1]! && hits < before.counts[3]!, "fewer rows are answered yes");
      assert.equal(rejected + alarms, before.counts[0]! + before.counts[1]!);
      const recall = hits / (hits + missed);
      const table = view.getByRole("region", { name: "Scores by class" });
      assert.equal(await table.getByRole("row").nth(2).getByRole("cell").nth(1).innerText(), String(Number(recall.toPrecision(3))));
      const moved = await marks(page);
      assert.ok(moved.every((mark, index) => mark !== before.marks[index]));
    });
    const value = Number(await slider.inputValue());
    assert.ok(value > 0.8 && value < 0.95, `${value}`);
    assert.equal((await evaluated(page)).length, before.asked, "nobody was asked");
    await screenshot(page, "evaluation-threshold");
    await view.getByRole("button", { name: "Use this threshold" }).click();
    await eventually(async () => assert.deepEqual(await edits(page), [{ op: "set", path: ["training", "threshold"], value }]));
    await view.getByText(`The document has ${value}.`).waitFor();
    await page.evaluate(() => window.stage.undo());
    await view.getByText("The document has 0.5.").waitFor();
    assert.equal(await slider.inputValue(), "0.5");
  });
});

test("the threshold by keys goes by hundredths, with Shift by thousandths", async () => {
  await onPage("binary-trained", { height: 1000 }, async (page) => {
    const view = await openEvaluation(page);
    const slider = view.getByRole("slider", { name: "Decision threshold" });
    await slider.focus();
    for (const key of ["ArrowRight", "ArrowRight", "Shift+ArrowLeft"]) await page.keyboard.press(key);
    await eventually(async () => assert.equal(await view.locator("output").innerText(), "0.519"));
    await page.keyboard.press("Home");
    await eventually(async () =>
      assert.deepEqual(
        (await counts(page)).filter((_, index) => index % 2 === 0),
        [0, 0],
      ),
    );
    await page.keyboard.press("End");
    await view.getByRole("button", { name: "Use this threshold" }).focus();
    await page.keyboard.press("Enter");
    await eventually(async () => assert.match(await documentText(page), /"threshold": 1\b/));
  });
});

test("the threshold with the best F1 is found, but never on test rows", async () => {
  await onPage("binary-trained", { height: 1000 }, async (page) => {
    const view = await openEvaluation(page);
    const table = view.getByRole("region", { name: "Scores by class" });
    const f1 = async (): Promise<number> => Number(await table.getByRole("row").nth(2).getByRole("cell").nth(2).innerText());
    const slider = view.getByRole("slider", { name: "Decision threshold" });
    await view.getByRole("button", { name: "Best F1" }).click();
    const best = await f1();
    await slider.focus();
    await page.keyboard.press("Home");
    for (let step = 0; step < 20; step++) {
      assert.ok((await f1()) <= best, `${await f1()} at ${await slider.inputValue()}, best is ${best}`);
      for (let count = 0; count < 5; count++) await page.keyboard.press("ArrowRight");
    }
    await view.getByRole("button", { name: "Show test" }).click();
    await view.getByRole("button", { name: "Best F1" }).waitFor({ state: "detached" });
  });
});

test("shares are of the right class, of the answer or of all rows", async () => {
  await onPage("iris", { height: 1000 }, async (page) => {
    const view = await openEvaluation(page);
    await view.getByRole("combobox", { name: "Rows to evaluate" }).selectOption("train");
    await view.getByText("Training rows (120)").waitFor({ state: "attached" });
    const classes = ["setosa", "versicolor", "virginica"];
    /** Counts and shares by true class and answer, as the cells say them. */
    const cells = async (): Promise<{ counts: number[][]; shares: number[][] }> => {
      const said = await view
        .locator("confusion-matrix td button")
        .evaluateAll((all) => all.map((cell) => cell.getAttribute("aria-label") ?? ""));
      const numbers = said.map((text) => /: (\d+) rows?, ([\d.]+) %$/.exec(text)?.slice(1).map(Number) ?? []);
      const table = (at: number): number[][] => classes.map((_, row) => numbers.slice(3 * row, 3 * row + 3).map((pair) => pair[at]!));
      return { counts: table(0), shares: table(1) };
    };
    await eventually(async () =>
      assert.equal(
        (await cells()).counts.flat().reduce((sum, count) => sum + count, 0),
        120,
      ),
    );
    const { counts } = await cells();
    const wholes = {
      "the right class": (row: number) => total(counts[row]!),
      "the answer": (_: number, column: number) => total(counts.map((line) => line[column]!)),
      "all rows": () => 120,
    };
    for (const [name, whole] of Object.entries(wholes)) {
      await view.getByRole("combobox", { name: "Shares of" }).selectOption({ label: name });
      await eventually(async () => {
        const { shares } = await cells();
        for (const [row, line] of shares.entries()) {
          for (const [column, share] of line.entries()) {
            const wanted = whole(row, column) === 0 ? 0 : (100 * counts[row]![column]!) / whole(row, column);
            assert.ok(Math.abs(share - wanted) <= 0.051, `${name}: ${share} of ${wanted}`);
          }
        }
      });
    }
  });
});

test("scores are sorted by a column, the averages stay below", async () => {
  await onPage("iris", { height: 1000 }, async (page) => {
    const view = await openEvaluation(page);
    const table = view.getByRole("region", { name: "Scores by class" });
    const column = async (at: number): Promise<number[]> =>
      (await table.locator(`tbody td:nth-of-type(${at})`).allInnerTexts()).map(Number);
    const f1 = await column(3);
    await table.getByRole("button", { name: "F1" }).click();
    await eventually(async () =>
      assert.deepEqual(
        await column(3),
        f1.toSorted((one, other) => one - other),
      ),
    );
    await page.keyboard.press("Enter");
    await eventually(async () =>
      assert.deepEqual(
        await column(3),
        f1.toSorted((one, other) => other - one),
      ),
    );
    assert.equal(await table.getByRole("columnheader", { name: "F1" }).getAttribute("aria-sort"), "descending");
    assert.match(await table.getByRole("row").nth(4).innerText(), /^average of the classes \(macro\)/);
  });
});

test("curves of the class that is chosen, on every page and after a return", async () => {
  await onPage("iris", { height: 1200 }, async (page) => {
    const view = await openEvaluation(page);
    await view.getByRole("combobox", { name: "Curves of the class" }).selectOption("virginica");
    await view.getByText(/^area [01]/).waitFor();
    await view.getByText(/^average [01]/).waitFor();
    const table = view.getByRole("region", { name: "Scores by class" });
    const area = await table.getByRole("row").nth(3).getByRole("cell").nth(3).innerText();
    assert.equal(await view.getByText(/^area [01]/).innerText(), `area ${area}`);
    await view.getByRole("button", { name: "Calibration curve: Show the numbers" }).click();
    const bins = view.getByRole("region", { name: "Calibration curve" }).getByRole("row");
    const rows = (await bins.allInnerTexts()).slice(1).map((text) => Number(text.split("\t")[3] ?? ""));
    assert.equal(
      rows.reduce((sum, count) => sum + count, 0),
      15,
    );
    await page.reload();
    await view.getByRole("tab", { name: "Feature importance" }).click();
    await view.getByText("probability of virginica").waitFor();
  });
});

test("a cell opens its rows; they lead to the CSV and to the reasons", async () => {
  await onPage("iris", { height: 1000 }, async (page) => {
    const view = await openEvaluation(page);
    const cell = view.getByRole("button", { name: /^setosa answered setosa: / });
    const [, count] = /: (\d+) rows/.exec((await cell.getAttribute("aria-label")) ?? "") ?? [];
    await cell.click();
    const rows = view.getByRole("region", { name: "setosa, answered right" });
    await rows.waitFor();
    assert.equal(await rows.getByRole("row").count(), Number(count) + 1);
    await screenshot(page, "evaluation-rows");
    await rows
      .getByRole("button", { name: /^Line \d+ of iris.csv$/ })
      .first()
      .click();
    assert.match((await calls(page)).at(-1) ?? "", /^openCsv iris\.csv:\d+$/);
    // By keys: to the right, and the rows of that cell.
    await cell.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await view.getByText("setosa, answered versicolor").waitFor();
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Enter");
    await rows
      .getByRole("button", { name: /^Explain row \d+$/ })
      .first()
      .click();
    await view.getByRole("heading", { name: "What each feature contributed" }).waitFor();
    await view.getByText("Smallest changes").waitFor();
    await screenshot(page, "evaluation-row");
    await view.getByText(/^probability of setosa: /).waitFor();
    await view.getByRole("combobox", { name: "Probability of the class" }).selectOption("virginica");
    await view.getByText(/^probability of virginica: /).waitFor();
    const field = view.getByRole("textbox", { name: "Row of the CSV" });
    await field.fill("0");
    await field.press("Enter");
    await view.getByText("row must be a whole number from 1.").waitFor();
    await field.fill("9999");
    await field.press("Enter");
    await view.getByText("Row 9,999 is not among the rows that were used. Choose another row.").waitFor();
  });
});

test("what is looked at is still there when the builder comes back", async () => {
  await onPage("binary-trained", { height: 1000 }, async (page) => {
    const view = await openEvaluation(page);
    await view.getByRole("combobox", { name: "Rows to evaluate" }).selectOption("train");
    await view.getByRole("slider", { name: "Decision threshold" }).focus();
    for (let count = 0; count < 7; count++) await page.keyboard.press("ArrowRight");
    await view.getByRole("button", { name: /^False answered True: / }).click();
    await view.getByText("False, answered True").waitFor();
    await page.reload();
    await view.getByText("False, answered True").waitFor();
    assert.equal(await view.locator("output").innerText(), "0.570");
    assert.equal(await view.getByRole("combobox", { name: "Rows to evaluate" }).inputValue(), "train");
    await view.getByRole("button", { name: "Close" }).click();
    await view.getByText("False, answered True").waitFor({ state: "detached" });
    const focused = view.locator("confusion-matrix button:focus");
    assert.match((await focused.getAttribute("aria-label")) ?? "", /^False answered True/);
  });
});

test("test rows are looked at only when they are asked for", async () => {
  await onPage("iris", { height: 1000 }, async (page) => {
    const view = await openEvaluation(page);
    const rows = view.getByRole("combobox", { name: "Rows to evaluate" });
    assert.deepEqual(await rows.getByRole("option").allInnerTexts(), ["Training rows (120)", "Validation rows (15)"]);
    await view.getByText("Look at the test rows last: once you choose by them, they no longer measure fairly.").waitFor();
    await view.getByRole("button", { name: "Show test" }).click();
    await eventually(async () => assert.equal(await rows.inputValue(), "test"));
    assert.equal(await view.getByRole("button", { name: "Show test" }).count(), 0);
    await rows.selectOption("train");
    await view.getByRole("button", { name: "Show test" }).waitFor();
  });
});

test("numbers: points with their values by keys and as a table, residuals over the chosen feature", async () => {
  await onPage("rides", { height: 1000 }, async (page) => {
    const view = await openEvaluation(page);
    const scatter = view.getByRole("application", { name: /^Predicted against actual/ });
    await scatter.waitFor();
    await view.getByRole("application", { name: /^Residuals by city/ }).waitFor();
    await screenshot(page, "evaluation-numbers");
    await scatter.focus();
    await page.keyboard.press("ArrowRight");
    await view
      .locator("xy-chart .reading")
      .first()
      .getByText(/^rows: actual fare .+ · predicted fare /)
      .waitFor();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await view.getByRole("heading", { name: "What each feature contributed" }).waitFor();
    const byKey = await view.getByRole("textbox", { name: "Row of the CSV" }).inputValue();
    await view.getByRole("tab", { name: "Scores" }).click();
    // The first point is that of the row, and it is where the picture says.
    const [left, top] = await scatter.locator("path.points").evaluate((path) => {
      const [x = 0, y = 0] = (path.getAttribute("d") ?? "").match(/[\d.]+/g)?.map(Number) ?? [];
      const box = path.closest("svg")!.getBoundingClientRect();
      return [box.x + (x / 320) * box.width, box.y + (y / 220) * box.height] as const;
    });
    await page.mouse.click(left, top);
    await view.getByRole("heading", { name: "What each feature contributed" }).waitFor();
    const byMouse = await view.getByRole("textbox", { name: "Row of the CSV" }).inputValue();
    assert.ok(Number(byMouse) > 0 && byMouse !== byKey, `${byMouse}, ${byKey}`);
    await view.getByRole("tab", { name: "Scores" }).click();
    await view.getByRole("combobox", { name: "Feature" }).selectOption("sensor_2");
    await view.getByRole("application", { name: /^Residuals by sensor_2/ }).waitFor();
    await view.getByRole("button", { name: "Predicted against actual: Show the numbers" }).click();
    const table = view.getByRole("region", { name: "Predicted against actual" });
    assert.deepEqual(await table.getByRole("columnheader").allInnerTexts(), ["curve", "actual fare", "predicted fare"]);
    assert.ok((await table.getByRole("row").count()) > 50);
    await view.getByRole("heading", { name: "Rows that are farthest off" }).waitFor();
  });
});

test("importance: the list, and the curve of the feature that is chosen", async () => {
  await onPage("iris", { height: 1000 }, async (page) => {
    const view = await openEvaluation(page);
    await view.getByRole("tab", { name: "Scores" }).focus();
    await page.keyboard.press("ArrowRight");
    const features = page.locator("importance-view li button");
    await features.first().waitFor();
    const means = (await page.locator("importance-view .number").allInnerTexts()).map((text) => Number.parseFloat(text.replace("−", "-")));
    assert.deepEqual(
      means,
      means.toSorted((one, other) => other - one),
    );
    await view.getByText("Lost accuracy when a feature is shuffled: mean and deviation of 5 times, on 15 rows.").waitFor();
    await features.filter({ hasText: "sepal_width" }).focus();
    await page.keyboard.press("Enter");
    await view.getByRole("application", { name: /^Partial dependence on sepal_width/ }).waitFor();
    await view.getByRole("combobox", { name: "Class" }).selectOption("virginica");
    await view.getByText("probability of virginica").waitFor();
    await screenshot(page, "evaluation-importance");
  });
});

test("importance of a large network comes feature by feature, and can be stopped", async () => {
  await onPage("iris", { height: 1000 }, async (page) => {
    const view = await openEvaluation(page);
    await page.evaluate(() => (window.stage.isSlow = true));
    await view.getByRole("tab", { name: "Feature importance" }).click();
    await view.getByRole("button", { name: "Stop" }).click();
    // What was asked for already still comes.
    await view.getByText("2 of 4 features").waitFor();
    await screenshot(page, "evaluation-progress");
    assert.equal(await page.locator("importance-view li").count(), 2);
    // The second answer may have changed which feature is the first, and so whose curve is asked for.
    const first = await page.locator("importance-view li .truncated").first().innerText();
    await view.getByRole("application", { name: `Partial dependence on ${first}` }).waitFor();
    const asked = (await evaluated(page)).length;
    await page.waitForTimeout(1_000);
    assert.equal((await evaluated(page)).length, asked);
    await view.getByRole("button", { name: "Continue" }).click();
    await view.getByText(/of 4 features/).waitFor({ state: "detached" });
    assert.equal(await page.locator("importance-view li").count(), 4);
    // Whoever leaves the page stops it, too.
    await view.getByRole("combobox", { name: "Rows to evaluate" }).selectOption("train");
    await eventually(async () => assert.equal((await evaluated(page)).filter((kind) => kind === "importance").length, 5));
    await view.getByRole("tab", { name: "Scores" }).click();
    await page.waitForTimeout(2_000);
    assert.ok((await evaluated(page)).filter((kind) => kind === "importance").length <= 6);
  });
});

test("a long evaluation says how far it is, and ends when another split or another tab is looked at", async () => {
  await onPage("iris", { height: 1000 }, async (page) => {
    const view = await openEvaluation(page);
    const cancelled = async () => (await calls(page)).filter((name) => name === "cancelled").length;
    await page.evaluate(() => {
      Object.assign(window.stage.worker, {
        // Goes on until nobody waits.
        evaluate: (...args: Parameters<typeof window.stage.worker.evaluate>) =>
          new Promise((_, refuse) =>
            (args.at(-1) as AbortSignal).addEventListener("abort", () => {
              window.stage.calls.push({ name: "cancelled", args: [] });
              refuse(new Error("cancelled"));
            }),
          ),
        evaluationProgress: async () => ({ rows: 12_000, total: 16_000 }),
      });
    });
    await view.getByRole("combobox", { name: "Rows to evaluate" }).selectOption("train");
    await view.getByText("12,000 of 16,000 rows").waitFor();
    await screenshot(page, "evaluation-long");
    await view.getByRole("combobox", { name: "Rows to evaluate" }).selectOption("validation");
    await eventually(async () => assert.equal(await cancelled(), 1));
    await page.locator("#tab-loss").click();
    await eventually(async () => assert.equal(await cancelled(), 2));
    await page.evaluate(() => Reflect.deleteProperty(window.stage.worker, "evaluate"));
    await openEvaluation(page);
    await view.getByText("Evaluating the network…").waitFor({ state: "detached" });
  });
});

test("after a change of the network it says that it evaluates the one before", async () => {
  await onPage("iris", { height: 1000 }, async (page) => {
    const view = await openEvaluation(page);
    await rewrite(page, '"ReLU"', '"Tanh"');
    await view.getByText("This is the network before your changes. Train again to evaluate them.").waitFor();
  });
});
