// What the command line prints of others: sentences and names on one line, without what a terminal would take for a command.

import { format, type Message } from "../model/message.ts";
import { plain } from "../model/plain-text.ts";

/** A sentence as it is printed. */
export function say(sentence: Message): string {
  return format(sentence, {}, plain);
}
