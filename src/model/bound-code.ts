// The Python file that a document is bound to, how the two stand, and that in a sentence.

import { type Message, message } from "./message.ts";

/** `unread` if the code says no network that can be read now; `missing` if there is no such file. */
export type BindingState = "agreed" | "unread" | "conflict" | "missing";

export interface BoundCode {
  /** Its name without folders. */
  readonly file: string;
  readonly state: BindingState;
}

export function boundCodeSentence({ file, state }: BoundCode): Message {
  switch (state) {
    case "agreed":
      return message("{0} and the builder say the same.", file);
    case "unread":
      return message("{0} cannot be read now; the builder keeps what it has. Problems has the line.", file);
    case "conflict":
      return message("{0} and the builder cannot be merged. Say in the diff which one counts.", file);
    case "missing":
      return message("There is no file {0}. Put it back, bind another file, or unbind.", file);
  }
}
