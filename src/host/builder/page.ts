// The builder's page: a shell around dist/webview under a policy that allows nothing it does not need.

import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";

/** The folders a builder may load files from. */
export function resourceRoots(extension: vscode.Uri): vscode.Uri[] {
  return [vscode.Uri.joinPath(extension, "dist", "webview")];
}

export function builderPage(webview: vscode.Webview, extension: vscode.Uri): string {
  const asset = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(extension, "dist", "webview", name)).toString();
  const nonce = randomBytes(16).toString("base64");
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data:`,
  ].join("; ");
  return `<!doctype html>
<html lang="${vscode.env.language}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Perceptron</title>
    <link rel="stylesheet" id="vscode-codicon-stylesheet" href="${asset("codicon.css")}" nonce="${nonce}" />
    ${firstScripts(extension)
      .map((name) => `<link rel="modulepreload" href="${asset(name)}" nonce="${nonce}" />`)
      .join("\n    ")}
    <script type="module" nonce="${nonce}" src="${asset("main.js")}"></script>
  </head>
  <body>
    <perceptron-builder></perceptron-builder>
  </body>
</html>
`;
}

/**
 * What the page opens with, as the build wrote it down: without that the page asks for it all the same, one
 * thing after the other.
 */
function firstScripts(extension: vscode.Uri): readonly string[] {
  try {
    return JSON.parse(readFileSync(join(extension.fsPath, "dist", "webview", "first.json"), "utf8")) as string[];
  } catch {
    return [];
  }
}
