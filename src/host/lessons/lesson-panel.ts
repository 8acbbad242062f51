// The panel of a lesson beside the builder: made for a lesson that is opened, or handed over when a window is
// loaded again.

import * as vscode from "vscode";
import { textIn } from "../../lessons/lesson-text.ts";
import { showPage } from "../page.ts";
import { inert } from "../text.ts";
import type { UsableLesson } from "./open-lesson.ts";

export const LESSON_PANEL = "perceptron.lesson";

/** Shares of the window's width. */
const BUILDER = 0.6;
const LESSON = 0.4;

/** Makes room beside the builder where there is only one column, and opens an empty panel there. */
export async function makePanel(entry: UsableLesson): Promise<vscode.WebviewPanel> {
  if (vscode.window.tabGroups.all.length === 1)
    await vscode.commands.executeCommand("vscode.setEditorLayout", { orientation: 0, groups: [{ size: BUILDER }, { size: LESSON }] });
  const title = inert(textIn(entry.loaded, vscode.env.language).title);
  return vscode.window.createWebviewPanel(LESSON_PANEL, title, { viewColumn: vscode.ViewColumn.Two }, { enableFindWidget: true });
}

/** Puts the page of a lesson into its panel. */
export async function fillPanel(panel: vscode.WebviewPanel, extension: vscode.Uri, { key }: UsableLesson): Promise<void> {
  panel.iconPath = vscode.Uri.joinPath(extension, "media", "icon.svg");
  await showPage(panel, extension, { script: "lesson", element: "lesson-page", data: { lesson: key } });
}

/** The lesson that a panel showed in the window before; undefined if it says none. */
export function lessonOfState(state: unknown): string | undefined {
  const { lesson } = (state ?? {}) as { readonly lesson?: unknown };
  return typeof lesson === "string" ? lesson : undefined;
}
