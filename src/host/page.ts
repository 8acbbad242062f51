// The page of a builder or of a lesson: a shell around dist/webview under a policy that allows nothing it
// does not need.

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

/** Shows a page in a panel, which may load nothing but files of dist/webview. */
export async function showPage(panel: vscode.WebviewPanel, extension: vscode.Uri, page: Page): Promise<void> {
  const { webview } = panel;
  const files = vscode.Uri.joinPath(extension, "dist", "webview");
  webview.options = { enableScripts: true, localResourceRoots: [files] };
  let isGone = false;
  panel.onDidDispose(() => (isGone = true));
  const first = await firstScripts(files, page.script);
  if (!isGone) webview.html = pageOf(webview, files, first, page);
}

function pageOf(webview: vscode.Webview, files: vscode.Uri, first: readonly string[], { script, element, data = {} }: Page): string {
  const asset = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(files, name)).toString();
  const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
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
    ${first.map((name) => `<link rel="modulepreload" href="${asset(name)}" nonce="${nonce}" />`).join("\n    ")}
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
async function firstScripts(files: vscode.Uri, script: string): Promise<readonly string[]> {
  try {
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(files, `${script}.first.json`));
    return JSON.parse(new TextDecoder().decode(bytes)) as string[];
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
