// Every lesson in a real VS Code: each step with wrong answers first, which get their hints, then done, up
// to the summary and the next lesson. What each hint is for is proved by test/unit/lessons/play.test.ts; here
// the page, the builder and the tree carry it. Each language is a test file, so that one need not wait for
// the other. One lesson alone: LESSON=xor.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { TestContext } from "node:test";
import type { Frame, Locator } from "playwright-core";
import { lessonIds } from "../../src/lessons/catalogue.ts";
import type { Action, Ask, Hint, Step } from "../../src/lessons/lesson.ts";
import { type StepText, textIn } from "../../src/lessons/lesson-text.ts";
import type { LoadedLesson } from "../../src/lessons/load.ts";
import { plain } from "../harness/lesson-words.ts";
import type { Workbench } from "../harness/workbench.ts";
import { lessonIn } from "../unit/lessons/lesson-folder.ts";

const only = process.env["LESSON"];
const played = lessonIds.filter((id) => only === undefined || id === only);
const korean = JSON.parse(readFileSync("l10n/bundle.l10n.ko.json", "utf8")) as Readonly<Record<string, string>>;

type Language = "en" | "ko";

/**
 * Plays them one after the other in a window of VS Code that speaks this language, each as a step of the
 * test. After one that failed the way to the next is not known, so it ends there.
 */
export async function playLessons(t: TestContext, language: Language, workbench: Workbench): Promise<void> {
  const say = speaker(language);
  await workbench.page.locator(".activitybar .action-label[aria-label='Perceptron']").click();
  let page: Frame | undefined;
  for (const id of played) {
    let isPlayed = false;
    await t.test(id, async () => {
      const lesson = await shipped(id);
      const { title } = textIn(lesson, language);
      if (page === undefined) await row(workbench, title).click();
      else await page.getByRole("button", { name: say("Next lesson"), exact: true }).click();
      page = await workbench.webview(`lesson-page h1[title=${JSON.stringify(title)}]`);
      await new Player(lesson, language, workbench, page).play();
      const isLast = id === lessonIds.at(-1);
      assert.equal(await page.getByRole("button", { name: say("Next lesson"), exact: true }).count(), isLast ? 0 : 1);
      // A lesson on the list knows how far one is.
      const { minutes, steps } = lesson.lesson;
      const told = say("{0}, {1} minutes, {2} of {3} steps done", title, minutes, steps.length, steps.length);
      await workbench.page.locator(`.pane-body .monaco-list-row[aria-label=${JSON.stringify(told)}]`).waitFor();
      assert.deepEqual(workbench.complaints, [], "complaints of this lesson and those before it");
      isPlayed = true;
    });
    if (!isPlayed) return;
  }
}

/** Plays one lesson on its page. */
class Player {
  readonly #lesson: LoadedLesson;
  readonly #language: Language;
  readonly #workbench: Workbench;
  readonly #page: Frame;

  constructor(lesson: LoadedLesson, language: Language, workbench: Workbench, page: Frame) {
    this.#lesson = lesson;
    this.#language = language;
    this.#workbench = workbench;
    this.#page = page;
  }

  async play(): Promise<void> {
    const { lesson, id } = this.#lesson;
    const text = textIn(this.#lesson, this.#language);
    for (const [index, step] of lesson.steps.entries()) {
      try {
        await this.#step(step, text.steps[index]!, index);
      } catch (error) {
        throw new Error(`Lesson ${id}, step ${step.id} (${index + 1}), in ${this.#language}: ${String(error)}`, { cause: error });
      }
    }
    await this.#heading(text.summary.title).waitFor();
    await this.#page.getByText(this.#say("All steps of this lesson are done.")).waitFor();
    await this.#workbench.screenshot(`e2e/lessons/${this.#language}/${id}-end`);
  }

  async #step(step: Step, words: StepText, index: number): Promise<void> {
    const { steps } = this.#lesson.lesson;
    await this.#heading(words.title).waitFor();
    const say = this.#say;
    await this.#page.getByText(`${say("part {0} of {1}", index + 1, steps.length)} · ${say("{0} done", index)}`).waitFor();
    assert.equal(await this.#page.locator(".note").count(), 0, "it begins with a hint, or done");
    for (const part of words.parts) if (part.kind === "figure") await this.#draws(part.figure.id);
    for (const hint of answersOnly(step)) await this.#wrong(step, hint, words);
    await this.#workbench.screenshot(`e2e/lessons/${this.#language}/${this.#lesson.id}-${index + 1}`);
    const next = index + 1 < steps.length ? say("Next") : say("Summary");
    if (step.check !== undefined) {
      await this.#button(say("Do it for me")).click();
      const over = this.#page.locator(".note.done, .trouble");
      await over.first().waitFor();
      assert.deepEqual(await this.#page.locator(".trouble").allInnerTexts(), []);
      if (words.done !== undefined)
        await this.#page
          .locator(".note.done")
          .filter({ hasText: plain(words.done) })
          .waitFor();
      // An action that goes on after the check holds would reach into the next step.
      await this.#button(say("Do it for me")).waitFor();
      await this.#workbench.screenshot(`e2e/lessons/${this.#language}/${this.#lesson.id}-${index + 1}-done`);
    }
    await this.#button(next).click();
  }

  /** Waits until a live figure shows what the engine answered. */
  async #draws(id: string): Promise<void> {
    const figure = this.#page.locator(`lesson-figure [id=${JSON.stringify(id)}]`);
    await figure.locator(".figure, .failure").first().waitFor();
    assert.deepEqual(await figure.locator(".failure").allInnerTexts(), []);
  }

  /** Gives a wrong answer as a person does, and sees its hint. */
  async #wrong(step: Step, hint: Hint, words: StepText): Promise<void> {
    for (const action of hint.try) {
      if (!("answer" in action)) continue;
      for (const [id, value] of Object.entries(action.answer))
        await this.#answer(
          step.ask.findIndex((ask) => ask.id === id),
          step.ask,
          Number(value),
        );
    }
    const { text } = words.hints.find(({ id }) => id === hint.id)!;
    await this.#page
      .locator(".note.hint")
      .filter({ hasText: plain(text) })
      .waitFor();
  }

  async #answer(index: number, asks: readonly Ask[], value: number): Promise<void> {
    const ask = this.#page.locator("lesson-ask").nth(index);
    if (asks[index]!.kind === "choice") {
      await ask
        .getByRole("radio")
        .nth(value - 1)
        .check();
      return;
    }
    const field = ask.getByRole("textbox");
    await field.fill(String(value));
    await field.press("Enter");
  }

  #heading(name: string): Locator {
    return this.#page.getByRole("heading", { level: 2 }).filter({ hasText: plain(name) });
  }

  #button(name: string): Locator {
    return this.#page.getByRole("button", { name, exact: true });
  }

  get #say(): ReturnType<typeof speaker> {
    return speaker(this.#language);
  }
}

function row(workbench: Workbench, title: string): Locator {
  return workbench.page.locator(`.pane-body .monaco-list-row[aria-label^=${JSON.stringify(`${title},`)}]`);
}

async function shipped(id: string): Promise<LoadedLesson> {
  const { loaded } = await lessonIn(id);
  assert.ok(loaded, `the lesson ${id} cannot be read`);
  return loaded;
}

/**
 * Hints for wrong answers alone. The last comes first, because of two that fit the first one is shown, and an
 * answer to one question stays while another is answered.
 */
function answersOnly({ hints }: Step): readonly Hint[] {
  return hints.filter((hint) => hint.try.every(isAnswer)).toReversed();
}

function isAnswer(action: Action): boolean {
  return "answer" in action && Object.values(action.answer).every((value) => typeof value === "number");
}

function speaker(language: Language): (text: string, ...values: readonly (string | number)[]) => string {
  return (text, ...values) => {
    const words = language === "ko" ? korean[text] : text;
    assert.ok(words, `there is no Korean for “${text}”`);
    return words.replaceAll(/\{(\d+)\}/g, (_, at: string) => String(values[Number(at)]));
  };
}
