// The tree of lessons and the commands about them.

import * as vscode from "vscode";
import { textIn } from "../../lessons/lesson-text.ts";
import { message } from "../../model/message.ts";
import { tellFailure } from "../tell-failure.ts";
import { inert, say } from "../text.ts";
import type { LessonLibrary } from "./lesson-library.ts";
import type { LessonMemories } from "./lesson-memory.ts";
import type { Lessons } from "./lessons.ts";
import { LESSONS_VIEW, LessonsTree } from "./lessons-tree.ts";

/** Shows the tree and registers its commands. */
export function registerLessons(lessons: Lessons, library: LessonLibrary, memories: LessonMemories): vscode.Disposable {
  const tree = new LessonsTree(library, memories);
  const view = vscode.window.createTreeView(LESSONS_VIEW, { treeDataProvider: tree, showCollapseAll: true });
  const commands: Record<string, (first?: unknown, second?: unknown) => Promise<unknown>> = {
    "perceptron.openLesson": async (named, step) => {
      const key = keyOf(named) ?? (await choose(library));
      if (key !== undefined) await lessons.show(key, typeof step === "number" ? step : undefined);
    },
    "perceptron.restartLesson": async (named) => {
      const key = keyOf(named) ?? (await choose(library));
      if (key !== undefined) await lessons.startAgain(key);
    },
    "perceptron.resetLessons": () => lessons.forgetProgress(),
  };
  const registered = Object.entries(commands).map(([name, act]) =>
    vscode.commands.registerCommand(name, (...args: unknown[]) => tellFailure(() => act(...args))),
  );
  const shown = view.onDidChangeVisibility(({ visible }) => {
    if (visible) library.refresh();
  });
  return vscode.Disposable.from(view, tree, shown, ...registered);
}

/** What a link, a row of the tree or a keyboard shortcut names. */
function keyOf(named: unknown): string | undefined {
  if (typeof named === "string") return named;
  const { entry } = (named ?? {}) as { readonly entry?: { readonly key?: unknown } };
  return typeof entry?.key === "string" ? entry.key : undefined;
}

async function choose(library: LessonLibrary): Promise<string | undefined> {
  const entries = (await library.all()).flatMap(({ key, loaded }) => (loaded ? [{ key, loaded }] : []));
  const items = entries.map(({ key, loaded }) => {
    const { title, goal } = textIn(loaded, vscode.env.language);
    return { label: inert(title), description: say(message("{0} min", loaded.lesson.minutes)), detail: inert(goal), key };
  });
  return (await vscode.window.showQuickPick(items, { placeHolder: say(message("Which lesson?")), matchOnDetail: true }))?.key;
}
