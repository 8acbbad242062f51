// Python as it stands in VS Code, saved or not: a file, a new one without a name, or a notebook, whose cells
// are one text; and back from a line of that text to where it stands.

import * as vscode from "vscode";
import { MOST_CODE } from "../../code/importing/first-look.ts";
import { isPythonCell } from "../../code/importing/notebook.ts";
import { readAtMost } from "../files.ts";

/** A place in an editor. */
export interface CodeLine {
  readonly uri: vscode.Uri;
  /** From 0. */
  readonly line: number;
}

export interface CodeSource {
  /** The file, or the notebook. */
  readonly uri: vscode.Uri;
  readonly text: string;
  /** Where a line of the text stands, counted from 1. */
  place(line: number): CodeLine;
  /** The text's line of a place, from 1. */
  lineOf(place: CodeLine): number;
}

/** @throws Error if the file cannot be read, or is too large */
export async function codeSource(uri: vscode.Uri): Promise<CodeSource> {
  const notebook = vscode.workspace.notebookDocuments.find(
    (open) => open.uri.toString() === uri.toString() || open.getCells().some(({ document }) => document.uri.toString() === uri.toString()),
  );
  if (notebook !== undefined) return notebookSource(notebook);
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString() && !document.isClosed);
  const text = open?.getText() ?? new TextDecoder().decode(await readAtMost(uri, MOST_CODE));
  return { uri, text, place: (line) => ({ uri, line: line - 1 }), lineOf: ({ line }) => line + 1 };
}

/** All cells of Python, one below the other, as they are run from top to bottom. */
function notebookSource(notebook: vscode.NotebookDocument): CodeSource {
  const cells = notebook
    .getCells()
    .filter(
      ({ kind, document }) => kind === vscode.NotebookCellKind.Code && document.languageId === "python" && isPythonCell(document.getText()),
    )
    .map(({ document }) => document);
  const starts: number[] = [];
  let lines = 0;
  for (const { lineCount } of cells) {
    starts.push(lines);
    lines += lineCount;
  }
  const text = cells.map((cell) => cell.getText().replace(/\r\n?/g, "\n")).join("\n");
  return {
    uri: notebook.uri,
    text,
    place: (line) => {
      const index = Math.max(
        0,
        starts.findLastIndex((start) => start < line),
      );
      return { uri: cells[index]?.uri ?? notebook.uri, line: line - 1 - (starts[index] ?? 0) };
    },
    lineOf: ({ uri, line }) => {
      const index = cells.findIndex((cell) => cell.uri.toString() === uri.toString());
      return (starts[index] ?? 0) + line + 1;
    },
  };
}
