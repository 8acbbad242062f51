// The one place where the host turns a Message into a sentence of the person's language, and where a failure becomes one.

import * as vscode from "vscode";
import { format, type Message, message, type Translations } from "../model/message.ts";
import { inert } from "../model/plain-text.ts";
import { ProblemError } from "../model/problem.ts";

/** The bundle of VS Code's display language; empty in English. */
export function translations(): Translations {
  return vscode.l10n.bundle ?? {};
}

/** The sentence in VS Code's display language. Its values are only ever text: none becomes a link or an icon, whatever shows it. */
export function say(sentence: Message): string {
  return format(sentence, translations(), inert);
}

/** Names and values that are shown by themselves, as in a list or beside a sentence: text, whatever they hold. */
export { inert } from "../model/plain-text.ts";

/** What a person should read about a failure: its own sentence where it has one, else the bare text in a sentence. */
export function reasonOf(error: unknown): Message {
  if (error instanceof ProblemError) return error.problem.message;
  return message("Something unexpected went wrong: {0}", error instanceof Error ? error.message : String(error));
}

/** What is told of a run, or of a sweep, that was stopped before it trained anything. */
export function stoppedBefore(): Message {
  return message("Stopped while the data was still being read. Nothing was trained.");
}
