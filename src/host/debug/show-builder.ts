// VS Code opens a document that a debugger stops in with its default editor, the builder, in the group in
// front. If the builder is on the screen in another group already, as beside its text, that one is wanted.

import * as vscode from "vscode";
import { openBuilder } from "../builder/builder-editor.ts";

/** Brings the group to the front in which a builder of the document is seen; otherwise does nothing. */
export async function showBuilder(document: vscode.TextDocument): Promise<void> {
  const { all, activeTabGroup } = vscode.window.tabGroups;
  const isShownIn = ({ activeTab }: vscode.TabGroup): boolean =>
    activeTab?.input instanceof vscode.TabInputCustom && activeTab.input.uri.toString() === document.uri.toString();
  const group = isShownIn(activeTabGroup) ? undefined : all.find(isShownIn);
  if (group) await openBuilder(document.uri, { viewColumn: group.viewColumn });
}
