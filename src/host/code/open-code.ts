// "Open in Perceptron": a document of a network in Python, beside the file. What could not be taken is in
// Problems at its line; a network that is no chain of layers is refused there, and no document is written.

import * as vscode from "vscode";
import { importedDocument, type FoundTable } from "../../code/importing/document.ts";
import { networksIn } from "../../code/importing/found-networks.ts";
import { type ImportedCode, importCode } from "../../code/importing/import.ts";
import type { NetworkPlace } from "../../code/importing/network-places.ts";
import { tableFacts } from "../../code/importing/table-facts.ts";
import { message } from "../../model/message.ts";
import { type Problem, ProblemError } from "../../model/problem.ts";
import type { Tables } from "../../protocol/worker.ts";
import { openBuilder } from "../builder/builder-editor.ts";
import { encodingHint } from "../data/encoding-hint.ts";
import { isInside } from "../data/data-access.ts";
import { reference, relativeName } from "../data/sources.ts";
import { activeResource } from "../document/choose-document.ts";
import { SOURCE } from "../document/problem-list.ts";
import { exists, folderOf, nameOf, stemOf, writeNewFile } from "../files.ts";
import { inert, say } from "../text.ts";
import { type CodeSource, codeSource } from "./code-source.ts";

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

export class OpenCode implements vscode.Disposable {
  readonly #worker: Tables;
  readonly #problems = vscode.languages.createDiagnosticCollection("perceptron-import");
  readonly #listening: vscode.Disposable;

  /** @param worker the one that reads tables */
  constructor(worker: Tables) {
    this.#worker = worker;
    // What was told of a text that has changed since would stand at the wrong line.
    this.#listening = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) this.#problems.delete(document.uri);
    });
  }

  /**
   * Makes a document of a network and opens it; gives it if there is one.
   * @param called a Python file, a notebook or a cell; the editor in front if nothing is said
   * @param line where the network begins, from 0; of several the person chooses one if nothing is said
   */
  async open(called: vscode.Uri | undefined, line?: number): Promise<vscode.Uri | undefined> {
    const uri = called ?? vscode.window.activeTextEditor?.document.uri ?? activeResource();
    if (uri === undefined) return undefined;
    const source = await codeSource(uri);
    const chosen = line === undefined ? await choose(source) : source.lineOf({ uri, line });
    if (chosen === "none") return undefined;
    const code = importCode(source.text, chosen);
    if (!code.isWhole) {
      this.#tell(source, code.problems);
      await refuse(source, code.problems);
      return undefined;
    }
    const folder = source.uri.scheme === "untitled" ? vscode.workspace.workspaceFolders?.[0]?.uri : folderOf(source.uri);
    if (folder === undefined) {
      void vscode.window.showInformationMessage(say(message("Open a folder first, so that the document has a place.")));
      return undefined;
    }
    const { text, problems } = importedDocument(code, await this.#findTable(folder, code));
    const document = await writeNewFile(folder, stemOf(source.uri), ".perceptron", new TextEncoder().encode(text));
    this.#tell(source, problems);
    await openBuilder(document);
    void offer(source, document, problems);
    return document;
  }

  dispose(): void {
    this.#listening.dispose();
    this.#problems.dispose();
  }

  #tell(source: CodeSource, problems: readonly Problem[]): void {
    const byFile = new Map<string, [vscode.Uri, vscode.Diagnostic[]]>([[source.uri.toString(), [source.uri, []]]]);
    for (const problem of problems) {
      const { uri, line } = source.place(problem.line ?? 1);
      const range = new vscode.Range(line, 0, line, Number.MAX_SAFE_INTEGER);
      const told = new vscode.Diagnostic(range, withoutLine(problem), severities[problem.severity]);
      told.source = SOURCE;
      told.code = problem.code;
      const entry = byFile.get(uri.toString()) ?? [uri, []];
      entry[1].push(told);
      byFile.set(uri.toString(), entry);
    }
    this.#problems.set([...byFile.values()]);
  }

  /**
   * The CSVs where the code says they are, or else beside it; undefined if one is not there, or may not be
   * read.
   */
  async #findTable(folder: vscode.Uri, { csv }: ImportedCode): Promise<FoundTable | undefined> {
    const found = await Promise.all(csv.map((path) => findFile(folder, path)));
    if (found.length === 0 || !found.every((uri) => uri !== undefined)) return undefined;
    const files = found.map((uri) => relativeName(folder, uri));
    try {
      const references = await Promise.all(found.map((uri, index) => reference({ name: files[index]!, uri })));
      const { columns, rows, reading } = await this.#worker.inspect(references, encodingHint(folder));
      return { files, facts: tableFacts(columns, rows), reading };
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return undefined;
    }
  }
}

/**
 * A file where code says it is, or else beside the code; undefined if it is not there, or may not be read.
 */
async function findFile(folder: vscode.Uri, written: string): Promise<vscode.Uri | undefined> {
  if (/:\/\/|^(?:[a-z]:|[\\/])/i.test(written)) return undefined;
  const path = written.replaceAll("\\", "/");
  for (const uri of [vscode.Uri.joinPath(folder, path), vscode.Uri.joinPath(folder, path.slice(path.lastIndexOf("/") + 1))])
    if ((await isInside(uri, folder)) && (await exists(uri))) return uri;
  return undefined;
}

/** The line of one of several networks, from 1; undefined if there is nothing to choose. */
async function choose(source: CodeSource): Promise<number | undefined | "none"> {
  const networks = networksIn(source.text);
  if (networks.length < 2) return networks[0]?.line;
  const items = networks.map(({ kind, name, line }: NetworkPlace) => ({
    label: inert(name ?? (kind === "class" ? "class" : "Sequential")),
    description: say(message("line {0}", source.place(line).line + 1)),
    line,
  }));
  const placeHolder = say(message("Which network?"));
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.line ?? "none";
}

async function refuse(source: CodeSource, problems: readonly Problem[]): Promise<void> {
  const problem = problems.find(({ severity }) => severity === "error") ?? problems[0];
  if (problem === undefined) return;
  const { uri, line } = source.place(problem.line ?? 1);
  const show = say(message("Go to Line"));
  const choice = await vscode.window.showErrorMessage(say(problem.message), show);
  if (choice === show) await vscode.window.showTextDocument(uri, { selection: new vscode.Range(line, 0, line, 0) });
}

/** Says how much could not be taken, and where that is listed. */
async function offer(source: CodeSource, document: vscode.Uri, problems: readonly Problem[]): Promise<void> {
  const count = problems.filter(({ severity }) => severity !== "information").length;
  if (count === 0) return;
  const show = say(message("Show Problems"));
  const sentence = message(
    "{0} was made of {1}. {2} things could not be taken; they are in Problems.",
    nameOf(document),
    nameOf(source.uri),
    count,
  );
  if ((await vscode.window.showInformationMessage(say(sentence), show)) === show)
    await vscode.commands.executeCommand("workbench.actions.view.problems");
}

/** The line is where the sentence stands. */
function withoutLine({ message: sentence }: Problem): string {
  return say(sentence).replace(/^(?:Line \d+|\d+번째 줄): /, "");
}
