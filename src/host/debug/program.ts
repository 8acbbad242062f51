// How a launch configuration and the protocol name a document: a path on disk, or its address.

import * as vscode from "vscode";

export function programOf(uri: vscode.Uri): string {
  return uri.scheme === "file" ? uri.fsPath : uri.toString();
}

export function uriOf(program: string): vscode.Uri {
  // One letter before a colon is a drive.
  return /^[a-z][a-z0-9+.-]+:/i.test(program) ? vscode.Uri.parse(program) : vscode.Uri.file(program);
}
