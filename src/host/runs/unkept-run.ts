// A run that could not be kept, as on a full disk: what it left stays in memory until there is room, or the person does not want it.

import * as vscode from "vscode";
import { type Message, message } from "../../model/message.ts";
import { say } from "../text.ts";

export interface UnkeptRun {
  readonly reason: Message;
  /** Tries again. Gives why it still could not be kept; undefined where it is. Never rejects. */
  again(): Promise<UnkeptRun | undefined>;
}

/** Says it, and tries again as often as the person asks for it. */
export async function offerToKeep(unkept: UnkeptRun): Promise<void> {
  const again = say(message("Try Again"));
  for (let left: UnkeptRun | undefined = unkept; left; left = await left.again()) {
    if ((await vscode.window.showWarningMessage(say(left.reason), again)) !== again) return;
  }
}
