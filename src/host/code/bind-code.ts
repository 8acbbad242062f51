// Binding a document to a Python file, and ending that: the file is a new one, as it is exported, or one that
// is there, whose network the document then takes.

import * as vscode from "vscode";
import type { Edit } from "../../model/edit.ts";
import { message } from "../../model/message.ts";
import { parseDocument } from "../../model/document.ts";
import type { ExperimentInput } from "../../model/schema.ts";
import { DocumentExport } from "../../session/code/document-export.ts";
import { baseFolder, relativeName } from "../data/sources.ts";
import { isInside } from "../data/data-access.ts";
import { showUnready } from "../document/show-unready.ts";
import type { DocumentSession } from "../document/session.ts";
import { nameOf } from "../files.ts";
import { networkPorts } from "../network/network-ports.ts";
import { inert, say } from "../text.ts";
import { type ExportTools, writeCode } from "./export-code.ts";
import { languageHere } from "./export-preview.ts";

/** Asks for the file and binds the document to it; gives it if that worked. */
export async function bindCode(session: DocumentSession, tools: ExportTools, called?: vscode.Uri): Promise<vscode.Uri | undefined> {
  const { document } = session;
  const folder = baseFolder(document.uri);
  if (folder === undefined || !vscode.workspace.isTrusted) {
    void vscode.window.showWarningMessage(say(message("Save the document in a trusted workspace first, then bind it to a file.")));
    return undefined;
  }
  const chosen = called ?? (await chooseFile());
  if (chosen === undefined) return undefined;
  return chosen === "new" ? bindNew(session, folder, tools) : bindTo(session, folder, chosen);
}

/** Both go their own ways from now on; neither text changes but for the document's `code`. */
export async function unbindCode(session: DocumentSession): Promise<void> {
  await session.edit(session.state.version, { op: "set", path: ["code"] });
}

async function chooseFile(): Promise<vscode.Uri | "new" | undefined> {
  const files = await vscode.workspace.findFiles("**/*.py", "{**/node_modules/**,**/.venv/**,**/venv/**,**/site-packages/**}", 500);
  const fresh = {
    label: `$(new-file) ${say(message("New Python file"))}`,
    detail: say(message("The PyTorch script of the document, beside it.")),
    file: "new" as const,
  };
  const others = files
    .map((file) => ({ label: `$(file-code) ${inert(vscode.workspace.asRelativePath(file))}`, file }))
    .toSorted((one, other) => one.label.localeCompare(other.label, "en", { numeric: true }));
  const placeHolder = say(message("Python file that shows the network of the builder"));
  return (await vscode.window.showQuickPick([fresh, ...others], { placeHolder, ignoreFocusOut: true }))?.file;
}

async function bindNew(session: DocumentSession, folder: vscode.Uri, { worker }: ExportTools): Promise<vscode.Uri | undefined> {
  const exported = new DocumentExport(session, networkPorts(worker, session.document.uri), languageHere());
  const written = await writeCode(session, exported, { format: "pytorch" });
  if (written.kind === "unready") {
    await showUnready(session, written.errors);
    return undefined;
  }
  const [file] = written.files;
  return (await bind(session, folder, file, [])) ? show(file) : undefined;
}

/** The network of the file becomes the document's, in the same step of undo. */
async function bindTo(session: DocumentSession, folder: vscode.Uri, file: vscode.Uri): Promise<vscode.Uri | undefined> {
  if (!(await isInside(file, folder))) {
    const sentence = message("{0} lies outside of this workspace. Move it into the workspace, then bind it.", nameOf(file));
    void vscode.window.showWarningMessage(say(sentence));
    return undefined;
  }
  await session.data.settled();
  const code = await vscode.workspace.openTextDocument(file);
  const { json } = parseDocument(session.text);
  const inputs = session.data.facts?.inputs.length;
  const { mergeFromCode } = await import("../../code/two-ways/from-code.ts");
  const merged = mergeFromCode(json as ExperimentInput, code.getText(), undefined, inputs);
  if (merged.kind === "edits") return (await bind(session, folder, file, merged.edits)) ? show(file) : undefined;
  const [problem] = merged.problems;
  const line = Math.max(0, (problem?.line ?? 1) - 1);
  await vscode.window.showTextDocument(code, { selection: new vscode.Range(line, 0, line, 0) });
  void vscode.window.showErrorMessage(say(problem?.message ?? message("The network in the code cannot be read.")));
  return undefined;
}

async function bind(session: DocumentSession, folder: vscode.Uri, file: vscode.Uri, edits: readonly Edit[]): Promise<boolean> {
  const code: Edit = { op: "set", path: ["code"], value: relativeName(folder, file) };
  return session.edit(session.state.version, { op: "all", edits: [...edits, code] });
}

async function show(file: vscode.Uri): Promise<vscode.Uri> {
  await vscode.window.showTextDocument(file, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: false });
  return file;
}
