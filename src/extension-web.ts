// The extension in a browser, and all of it that the desktop shares: one file, because a browser's extension
// host loads no other.

import type * as vscode from "vscode";
import { compose } from "./compose.ts";
import type { PerceptronApi } from "./host/api.ts";
import { webPlatform } from "./host/web/platform.ts";

export { compose, deactivate } from "./compose.ts";

export function activate(context: vscode.ExtensionContext): PerceptronApi {
  return compose(context, webPlatform(context.extensionUri));
}
