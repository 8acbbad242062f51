// The first minute: from a window in which nothing is open to a falling curve in at most five clicks, and
// what the side bar says meanwhile.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Locator } from "playwright-core";
import { eventually, openedBuilder } from "./builder.ts";
import type { Workbench } from "../harness/workbench.ts";
import { startOwnSession, startSession } from "./session.ts";

/** A person who is counted. */
class Newcomer {
  readonly #workbench: Workbench;
  clicks = 0;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  async click(what: Locator): Promise<void> {
    this.clicks++;
    await what.click();
  }

  /** The symbol in the activity bar. */
  get symbol(): Locator {
    return this.#workbench.page.locator(".activitybar .action-label[aria-label='Perceptron']");
  }

  /** Some row of a view reads so to a screen reader. */
  async hears(view: string, label: RegExp): Promise<void> {
    await eventually(async () => {
      const labels = await this.rows(view).evaluateAll((rows) => rows.map((row) => row.getAttribute("aria-label") ?? ""));
      assert.ok(
        // Of the row in the focus VS Code says besides that it has buttons.
        labels.some((one) => label.test(one.replace(/, has actions$/, ""))),
        `${view}: ${labels.join(" | ")}`,
      );
    });
  }

  /** The rows of a view. */
  rows(view: string): Locator {
    const { page } = this.#workbench;
    return page.locator(".pane", { has: page.locator(".pane-header", { hasText: view }) }).locator(".monaco-list-row");
  }
}

/** The training losses of the only run that is kept of a document. */
function keptLosses(folder: string, document: string): number[] {
  const runs = join(folder, `${document}.runs`);
  const run = readdirSync(runs).find((name) => !name.startsWith(".")) ?? "";
  const [head = "", ...lines] = readFileSync(join(runs, run, "curve.csv"), "utf8")
    .trim()
    .split("\n");
  const column = head.split(",").indexOf("train_loss");
  return lines.map((line) => Number(line.split(",")[column]));
}

test("from a window in which nothing is open to a falling curve in at most five clicks", async () => {
  const session = await startSession();
  const workbench = await session.open(["iris.csv", "binary.csv"], {}, { width: 1440 });
  const { page, folder } = workbench;
  const person = new Newcomer(workbench);

  await person.click(person.symbol);
  await page.getByText("No network here yet.").waitFor();
  await workbench.screenshot("e2e/first-minute/01-welcome");
  await person.click(person.rows("Data").filter({ hasText: "iris.csv" }));
  const builder = await openedBuilder(workbench);
  await person.click(builder.button("Train"));
  await builder.frame.getByText(/done in/).waitFor();
  await builder.frame.getByRole("application", { name: /^Loss curve of 100 epochs/ }).waitFor();
  const losses = await eventually(() => keptLosses(folder, "iris"));
  assert.equal(losses.length, 100);
  assert.ok(losses.at(-1)! < losses[0]! / 2, `the loss went from ${losses[0]} to ${losses.at(-1)}`);
  assert.ok(person.clicks <= 5, `${person.clicks} clicks`);
  await workbench.screenshot("e2e/first-minute/02-curve");

  const network = person.rows("Networks").filter({ hasText: "iris" });
  await eventually(async () =>
    assert.match((await network.getAttribute("aria-label")) ?? "", /^iris, completed 100 epochs, loss [\d.]+, accuracy [\d.]+ %/),
  );
  await person.hears("Runs", /, completed 100 epochs, loss [\d.]+, accuracy [\d.]+ %$/);
  await person.hears("Data", /^iris\.csv: opens its network, or makes one$/);
  await person.hears("Lessons", /^.+, \d+ minutes, 0 of \d+ steps done$/);
  await page.locator(".statusbar-item", { hasText: "iris: trained, 100 epochs" }).waitFor();
  // A second click on the CSV leads to the same network, and not to another one.
  await person.rows("Data").filter({ hasText: "iris.csv" }).click();
  await person.rows("Data").filter({ hasText: "binary.csv" }).click();
  await workbench.tab("binary.perceptron").waitFor();
  assert.ok(!existsSync(join(folder, "iris-2.perceptron")));
  await page.locator(".statusbar-item", { hasText: "binary: not trained yet" }).click();
  await eventually(async () => assert.equal(await person.rows("Networks").count(), 2));
  // A list that is drawn anew under the pointer forgets it until it moves.
  await eventually(async () => {
    await person.rows("Data").first().hover();
    await network.hover();
    assert.ok(await network.getByRole("button", { name: "Train" }).isVisible());
  });
  await workbench.screenshot("e2e/first-minute/03-networks");
});

test("File → New File… offers a network, and the walkthrough shows what to do", async () => {
  const session = await startSession();
  const workbench = await session.open(["iris.csv"], {}, { width: 1440 });
  const { page } = workbench;
  const offered = page.locator(".quick-input-list .monaco-list-row");
  // Whatever takes the focus in a window that has just opened closes the list.
  const network = offered.filter({ hasText: "Neural Network" });
  await eventually(async () => {
    if ((await network.count()) === 0) await workbench.runCommand("Create: New File...");
    await network.click({ timeout: 5_000 });
  });
  await offered.filter({ hasText: "iris.csv" }).click();
  await workbench.tab("iris.perceptron").waitFor();

  await workbench.runCommand("Welcome: Open Walkthrough...");
  await offered.filter({ hasText: "Get Started with Perceptron" }).click();
  for (const step of ["Choose your data", "Train it and watch it learn", "Take a lesson", "Leave with code that is yours"]) {
    await page.locator(".getting-started-step", { hasText: step }).click();
    const picture = page.locator(".getting-started-media img");
    await eventually(async () => assert.ok(await picture.evaluate((image) => (image as HTMLImageElement).naturalWidth > 0), step));
    await workbench.screenshot(`e2e/first-minute/06-${step.split(" ")[0]?.toLowerCase()}`);
  }
});

test("a document with a mistake says so in the list, and a report is shown before anything leaves", async () => {
  const session = await startOwnSession({ settings: { "workbench.colorTheme": "Default Light Modern" } });
  const broken = {
    format: 1,
    data: { file: "binary.csv", target: "pass" },
    layers: [{ type: "Lineal" }],
    training: { loss: { type: "BCELoss" } },
  };
  const workbench = await session.open(["binary.csv"], { "broken.perceptron": JSON.stringify(broken) }, { width: 1440 });
  const { page } = workbench;
  const person = new Newcomer(workbench);
  await person.symbol.click();
  await person.rows("Networks").filter({ hasText: "broken" }).click();
  await openedBuilder(workbench);
  await eventually(async () => assert.match((await person.rows("Networks").first().getAttribute("aria-label")) ?? "", /^broken, .*Lineal/));
  await workbench.runCommand("Perceptron: Report a Problem");
  const text = page.locator(".monaco-editor .view-lines").last();
  await eventually(async () => assert.match((await text.innerText()).replaceAll("\u00a0", " "), /Perceptron 0\.\d+\.\d+\n- VS Code 1\./));
  await page.locator(".notification-list-item-message", { hasText: "Nothing was sent." }).waitFor();
  await workbench.screenshot("e2e/first-minute/04-report");
});

test("the side bar in Korean", async () => {
  const session = await startOwnSession({ language: "ko" });
  const workbench = await session.open(["iris.csv"], {}, { width: 1440 });
  const person = new Newcomer(workbench);
  await person.symbol.click();
  await workbench.page.getByText("아직 신경망이 없습니다.").waitFor();
  await person.rows("데이터").first().waitFor();
  await workbench.screenshot("e2e/first-minute/05-korean");
  await person.hears("데이터", /^iris\.csv: 신경망을 열거나 새로 만듭니다$/);
  await person.hears("레슨", /, \d+분, 단계 \d+개 중 0개 완료$/);
  await person.rows("데이터").first().click();
  const builder = await workbench.webview("perceptron-builder");
  await person.hears("신경망", /^iris, 아직 학습하지 않음$/);
  await builder.getByRole("button", { name: "학습", exact: true }).click();
  await person.hears("신경망", /^iris, 에폭 100개 완료, 손실 [\d.]+, 정확도 [\d.]+ %$/);
  await person.hears("실행 기록", /, 에폭 100개 완료, 손실 [\d.]+, 정확도 [\d.]+ %$/);
});
