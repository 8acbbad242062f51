// Every wrong try that needs the builder, made in a real VS Code: documents that are edited, networks that
// are trained, tabs that are opened, code that is written. Each shows its hint and passes no step, on the
// lesson's page in English and in Korean: a try is made in one language, and the page is asked for in both.
// Answers alone are typed on the page by test/e2e/play-lessons.ts. One lesson alone: LESSON=xor.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as vscode from "vscode";
import type { OpenLesson } from "../../src/host/lessons/open-lesson.ts";
import { lessonIds } from "../../src/lessons/catalogue.ts";
import type { Action, Hint, Step } from "../../src/lessons/lesson.ts";
import { textIn } from "../../src/lessons/lesson-text.ts";
import { format } from "../../src/model/message.ts";
import { inPage } from "../harness/host/look.ts";
import { plain } from "../harness/lesson-words.ts";
import { patience } from "../harness/patience.ts";
import { api, ofExtension, replaceGetter, test } from "./workbench.ts";

const only = process.env["LESSON"];
const korean = JSON.parse(readFileSync(ofExtension("l10n", "bundle.l10n.ko.json"), "utf8")) as Record<string, string>;

/** What VS Code tells of its language. */
const spoken = { language: "en", bundle: undefined as Record<string, string> | undefined };

function speak(language: string): void {
  Object.assign(spoken, { language, bundle: language === "ko" ? korean : undefined });
}

for (const id of lessonIds.filter((one) => only === undefined || one === only)) {
  test(`wrong tries of the lesson ${id} get their hints, in both languages`, async () => {
    replaceGetter(vscode.env, "language", () => spoken.language);
    replaceGetter(vscode.l10n, "bundle", () => spoken.bundle);
    const { lessons } = await api();
    await lessons.show(id);
    const lesson = lessons.open.get(id)!;
    await lesson.player.startAgain();
    const { steps } = lesson.entry.loaded.lesson;
    // What comes after the last such hint is played by test/e2e/play-lessons.ts.
    const last = steps.findLastIndex((step) => step.hints.some(needsBuilder));
    for (const [index, step] of steps.slice(0, last + 1).entries()) {
      await lesson.player.goTo(index);
      for (const hint of step.hints.filter(needsBuilder)) await wrong(lesson, index, step, hint);
      if (index === last) break;
      await lesson.player.doIt();
      assert.ok(lesson.player.state.done.includes(step.id) || step.check === undefined, `${id}, ${step.id} is not done`);
    }
    await lesson.player.startAgain();
  });
}

async function wrong(lesson: OpenLesson, index: number, step: Step, hint: Hint): Promise<void> {
  const { player } = lesson;
  const { session } = await player.document();
  const { text } = session;
  const asked = step.ask.map(({ id }) => [id, player.state.answers[id]?.value] as const);
  await player.act(hint.try);
  if (player.state.hint !== hint.id) {
    // Runs and files of the tries before it count as well: it is tried from where the step begins.
    await player.startAgain();
    for (const at of player.loaded.lesson.steps.keys()) {
      await player.goTo(at);
      if (at === index) break;
      await player.doIt();
    }
    await player.act(hint.try);
  }
  const { note, done } = player.state;
  const where = `${player.loaded.id}, ${step.id}, ${hint.id}`;
  assert.deepEqual([note && format(note), player.state.hint, done.includes(step.id)], [undefined, hint.id, false], where);
  await isShown(lesson, index, hint, where);
  // The next try is made in the language that this one was looked at last.
  speak(spoken.language === "ko" ? "en" : "ko");
  await isShown(lesson, index, hint, where);
  await session.rewrite(text);
  for (const [ask, value] of asked) await player.answer(ask, value);
}

/** The page shows the hint in the language of the window. */
async function isShown({ player }: OpenLesson, index: number, hint: Hint, where: string): Promise<void> {
  const words = textIn(player.loaded, spoken.language).steps[index]!.hints.find(({ id }) => id === hint.id)!;
  const shown = await inPage("lesson-page", shownHint, { wanted: plain(words.text), patience });
  assert.ok(shown.includes(plain(words.text)), `${where} in ${spoken.language}: the page shows “${shown}”`);
}

/**
 * In the page, which asks for everything anew, as after another tab was in front of it: what it shows as the
 * hint.
 */
async function shownHint(given: { readonly wanted: string; readonly patience: number }): Promise<string> {
  document.dispatchEvent(new Event("visibilitychange"));
  const page = document.querySelector("lesson-page");
  for (const end = Date.now() + given.patience; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const step = page?.shadowRoot?.querySelector("lesson-step");
    const hint = step?.shadowRoot?.querySelector<HTMLElement>(".note.hint")?.innerText ?? "";
    if (hint.includes(given.wanted) || Date.now() > end) return hint;
  }
}

function needsBuilder(hint: Hint): boolean {
  return hint.try.some((action: Action) => !("answer" in action));
}
