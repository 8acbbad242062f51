// The extension on a computer or a server: what a browser has as well, with Node's files and threads.

import type * as vscode from "vscode";
import { compose } from "./extension-web.ts";
import type { PerceptronApi } from "./host/api.ts";
import { nodePlatform } from "./host/node/platform.ts";

export { deactivate } from "./extension-web.ts";

export function activate(context: vscode.ExtensionContext): PerceptronApi {
  return compose(context, nodePlatform(context.asAbsolutePath("dist/worker.js")));
}
