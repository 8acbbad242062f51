// What the command line prints of others: sentences and names on one line, without what a terminal would take
// for a command.

import { format, type Message } from "../model/message.ts";
import { plain } from "../model/plain-text.ts";

/** Letters of a path; no file system has longer ones. */
const MOST_PATH = 4096;

/** A path as it is printed: whole, because programs and editors find the file by it. */
export function shownPath(path: string): string {
  return plain(path, MOST_PATH);
}

/** A sentence as it is printed. */
export function say(sentence: Message): string {
  return format(sentence, {}, plain);
}
