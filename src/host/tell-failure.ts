// What a person asked for and what did not work: said in a sentence, never silent.

import * as vscode from "vscode";
import { reasonOf } from "../model/problem.ts";
import { log } from "./log.ts";
import { say } from "./text.ts";

/** Does something the person asked for; if it fails, shows why and gives nothing. */
export async function tellFailure<T>(act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    log.error(error instanceof Error ? error : String(error));
    void vscode.window.showErrorMessage(say(reasonOf(error)));
    return undefined;
  }
}
