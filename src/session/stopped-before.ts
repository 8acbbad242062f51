// A run or a sweep that was stopped before it trained anything.

import { type Message, message } from "../model/message.ts";

/** What is told of it. */
export function stoppedBefore(): Message {
  return message("Stopped while the data was still being read. Nothing was trained.");
}
