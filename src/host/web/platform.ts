// A browser: vscode.dev, github.dev, and any window whose extensions run in the page. Files are reached
// through VS Code alone, also those of a folder of the computer, and nothing is there but the page's own
// threads.

import type * as vscode from "vscode";
import type { Platform } from "../platform.ts";
import { TabHold } from "./hold.ts";
import { threadStarter } from "./thread.ts";

/** @param extension the extension's own folder */
export function webPlatform(extension: vscode.Uri): Platform {
  return {
    cores: navigator.hardwareConcurrency,
    name: "web",
    hasProcesses: false,
    // Not on a page without encryption, where the browser has no locks.
    ...("locks" in navigator ? { hold: (document: string) => new TabHold(document) } : {}),
    startThread: threadStarter(extension),
  };
}
