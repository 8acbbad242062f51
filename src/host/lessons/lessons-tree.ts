// The lessons in the side bar: how long each takes and how far the person is, and below it its steps.

import * as vscode from "vscode";
import { textIn } from "../../lessons/lesson-text.ts";
import { message } from "../../model/message.ts";
import { progressFrom } from "../../session/lessons/progress.ts";
import { inert, say } from "../text.ts";
import type { LessonEntry, LessonLibrary } from "./lesson-library.ts";
import type { LessonMemories } from "./lesson-memory.ts";
import type { UsableLesson } from "./open-lesson.ts";

export const LESSONS_VIEW = "perceptron.lessons";

/** A row of the tree. */
export type LessonsNode =
  | { readonly kind: "lesson"; readonly entry: LessonEntry }
  | { readonly kind: "step"; readonly entry: UsableLesson; readonly step: number }
  /** The heading above the workspace's own lessons. */
  | { readonly kind: "workspace" };

export class LessonsTree implements vscode.TreeDataProvider<LessonsNode>, vscode.Disposable {
  readonly #library: LessonLibrary;
  readonly #memories: LessonMemories;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #listening: vscode.Disposable;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(library: LessonLibrary, memories: LessonMemories) {
    this.#library = library;
    this.#memories = memories;
    const tell = (): void => this.#changed.fire(undefined);
    this.#listening = vscode.Disposable.from(library.onDidChange(tell), memories.onDidChange(tell));
  }

  async getChildren(node?: LessonsNode): Promise<LessonsNode[]> {
    if (node === undefined) {
      const own = await this.#library.ofWorkspace();
      return [...(await this.#library.shipped()).map(asNode), ...(own.length > 0 ? [{ kind: "workspace" } as const] : [])];
    }
    if (node.kind === "workspace") return (await this.#library.ofWorkspace()).map(asNode);
    if (node.kind === "step") return [];
    const { entry } = node;
    const { loaded } = entry;
    return loaded ? loaded.lesson.steps.map((_, step): LessonsNode => ({ kind: "step", entry: { ...entry, loaded }, step })) : [];
  }

  getTreeItem(node: LessonsNode): vscode.TreeItem {
    switch (node.kind) {
      case "workspace": {
        const item = new vscode.TreeItem(say(message("From this workspace")), vscode.TreeItemCollapsibleState.Expanded);
        item.id = "workspace";
        return item;
      }
      case "step":
        return this.#step(node.entry, node.step);
      case "lesson":
        return node.entry.loaded ? this.#lesson({ ...node.entry, loaded: node.entry.loaded }) : brokenItem(node.entry);
    }
  }

  dispose(): void {
    this.#listening.dispose();
    this.#changed.dispose();
  }

  #done(entry: UsableLesson): readonly string[] {
    return progressFrom(this.#memories.of(entry).load(), entry.loaded.lesson, "").done;
  }

  #lesson(entry: UsableLesson): vscode.TreeItem {
    const { lesson } = entry.loaded;
    const { title, goal } = textIn(entry.loaded, vscode.env.language);
    const [done, all] = [this.#done(entry).length, lesson.steps.length];
    const item = new vscode.TreeItem(inert(title), vscode.TreeItemCollapsibleState.Collapsed);
    item.id = entry.key;
    const minutes = say(message("{0} min", lesson.minutes));
    item.description = done === 0 ? minutes : `${minutes} · ${done}/${all}`;
    item.iconPath =
      done === all
        ? new vscode.ThemeIcon("pass-filled", new vscode.ThemeColor("testing.iconPassed"))
        : new vscode.ThemeIcon(done > 0 ? "color-mode" : "circle-large-outline");
    item.tooltip = inert(goal);
    item.contextValue = "lesson";
    item.command = { title: "", command: "perceptron.openLesson", arguments: [entry.key] };
    item.accessibilityInformation = {
      label: say(message("{0}, {1} minutes, {2} of {3} steps done", title, lesson.minutes, done, all)),
    };
    return item;
  }

  #step(entry: UsableLesson, index: number): vscode.TreeItem {
    const { id } = entry.loaded.lesson.steps[index]!;
    const { title } = textIn(entry.loaded, vscode.env.language).steps[index]!;
    const isDone = this.#done(entry).includes(id);
    const item = new vscode.TreeItem(inert(title));
    item.id = `${entry.key}#${id}`;
    item.iconPath = isDone
      ? new vscode.ThemeIcon("pass-filled", new vscode.ThemeColor("testing.iconPassed"))
      : new vscode.ThemeIcon("circle-outline");
    item.command = { title: "", command: "perceptron.openLesson", arguments: [entry.key, index] };
    item.accessibilityInformation = { label: isDone ? say(message("{0}, done", title)) : inert(title) };
    return item;
  }
}

function asNode(entry: LessonEntry): LessonsNode {
  return { kind: "lesson", entry };
}

/** A lesson of the workspace that does not work; a click opens what is wrong. */
function brokenItem({ key, id, folder, problems }: LessonEntry): vscode.TreeItem {
  const item = new vscode.TreeItem(inert(id));
  item.id = key;
  item.iconPath = new vscode.ThemeIcon("warning", new vscode.ThemeColor("list.warningForeground"));
  const [first] = problems;
  item.description = first ? say(first.message) : "";
  item.tooltip = problems.map((problem) => say(problem.message)).join("\n");
  item.accessibilityInformation = { label: [inert(id), ...problems.map((problem) => say(problem.message))].join(", ") };
  const file = vscode.Uri.joinPath(folder, first?.file ?? "lesson.json");
  item.command = { title: "", command: "vscode.open", arguments: [file, ...(first?.line === undefined ? [] : [selection(first.line)])] };
  return item;
}

/** @param line counted from 1 */
function selection(line: number): vscode.TextDocumentShowOptions {
  return { selection: new vscode.Range(line - 1, 0, line - 1, 0) };
}
