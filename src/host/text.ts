// The one place where the host turns a Message into a sentence of the person's language, and where a failure
// becomes one.

import * as vscode from "vscode";
import { format, type Message, type Translations } from "../model/message.ts";
import { inert } from "../model/plain-text.ts";

/** The bundle of VS Code's display language; empty in English. */
export function translations(): Translations {
  return vscode.l10n.bundle ?? {};
}

/**
 * The sentence in VS Code's display language. Its values are only ever text: none becomes a link or an icon,
 * whatever shows it.
 */
export function say(sentence: Message): string {
  return format(sentence, translations(), inert);
}

/**
 * Names and values that are shown by themselves, as in a list or beside a sentence: text, whatever they hold.
 */
export { inert } from "../model/plain-text.ts";
