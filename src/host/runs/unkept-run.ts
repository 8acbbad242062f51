// What is asked of the person if a run could not be kept.

import * as vscode from "vscode";
import { message } from "../../model/message.ts";
import type { UnkeptRun } from "../../session/ports.ts";
import { say } from "../text.ts";

/** Says it, and tries again as often as the person asks for it. */
export async function offerToKeep(unkept: UnkeptRun): Promise<void> {
  const again = say(message("Try Again"));
  for (let left: UnkeptRun | undefined = unkept; left; left = await left.again()) {
    if ((await vscode.window.showWarningMessage(say(left.reason), again)) !== again) return;
  }
}
