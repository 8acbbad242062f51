// The page of a builder or of a lesson: a shell around dist/webview under a policy that allows nothing it
// does not need.

import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import type { Port } from "../protocol/channel.ts";

/** What a page is made of. */
export interface Page {
  /** Its script in dist/webview, without `.js`. */
  readonly script: "main" | "lesson";
  readonly element: "perceptron-builder" | "lesson-page";
  /** What the script finds on the body, as `data-NAME`, written as in an address. */
  readonly data?: Readonly<Record<string, string>>;
}

/** The folders a page may load files from. */
export function resourceRoots(extension: vscode.Uri): vscode.Uri[] {
  return [vscode.Uri.joinPath(extension, "dist", "webview")];
}

export function pageOf(webview: vscode.Webview, extension: vscode.Uri, { script, element, data = {} }: Page): string {
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
    ${firstScripts(extension, script)
      .map((name) => `<link rel="modulepreload" href="${asset(name)}" nonce="${nonce}" />`)
      .join("\n    ")}
    <script type="module" nonce="${nonce}" src="${asset(`${script}.js`)}"></script>
  </head>
  <body ${Object.entries(data)
    .map(([name, value]) => `data-${name}="${encodeURIComponent(value)}"`)
    .join(" ")}>
    <${element}></${element}>
  </body>
</html>
`;
}

/**
 * What the page opens with, as the build wrote it down: without that the page asks for it all the same, one
 * thing after the other.
 */
function firstScripts(extension: vscode.Uri, script: string): readonly string[] {
  try {
    return JSON.parse(readFileSync(join(extension.fsPath, "dist", "webview", `${script}.first.json`), "utf8")) as string[];
  } catch {
    return [];
  }
}

/** The channel's way to a page. */
export function portOf(webview: vscode.Webview): Port {
  return {
    post: (value) => void webview.postMessage(value),
    listen: (listener) => {
      const subscription = webview.onDidReceiveMessage(listener);
      return () => subscription.dispose();
    },
  };
}
