// The encoding that VS Code opens text in, under the name that documents have for it: the tie-break if a
// CSV's bytes allow several.

import * as vscode from "vscode";

/** By VS Code's names; one that is not here says nothing. */
const encodings: Readonly<Record<string, string>> = {
  utf16le: "utf-16le",
  utf16be: "utf-16be",
  euckr: "euc-kr",
  shiftjis: "shift_jis",
  eucjp: "euc-jp",
  gb18030: "gb18030",
  gbk: "gbk",
  gb2312: "gbk",
  cp950: "big5",
  big5hkscs: "big5",
  windows1250: "windows-1250",
  windows1251: "windows-1251",
  windows1252: "windows-1252",
  iso88591: "windows-1252",
  iso88592: "iso-8859-2",
};

/** What `files.encoding` is set to at a place. */
export function encodingHint(place: vscode.Uri): string | undefined {
  return encodings[vscode.workspace.getConfiguration("files", place).get<string>("encoding") ?? ""];
}
