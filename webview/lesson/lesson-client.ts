// The page's side of the channel: the lesson's words once, and how it stands whenever that changes.

import { openChannel, type Port } from "../../src/protocol/channel.ts";
import type { LessonContent, LessonHost, LessonState, LessonView } from "../../src/protocol/lesson.ts";
import { speak } from "../shared/text.ts";

export class LessonClient {
  readonly host: LessonHost;
  content: LessonContent | undefined;
  state: LessonState | undefined;
  /** Told after every change. */
  changed: () => void = () => {};
  #asked: Promise<void> | undefined;

  constructor(port: Port) {
    const view: LessonView = {
      // Before the first snapshot not even the language is known; it holds all that is said until then.
      show: async (state) => {
        if (this.content === undefined) return;
        this.state = state;
        this.changed();
      },
      reload: () => this.refresh(),
    };
    this.host = openChannel<LessonHost, LessonView>(port, view).remote;
  }

  /** Asks for everything; two questions at a time are one. */
  async refresh(): Promise<void> {
    this.#asked ??= this.#refresh().finally(() => {
      this.#asked = undefined;
    });
    return this.#asked;
  }

  async #refresh(): Promise<void> {
    const { language, translations, content, state } = await this.host.snapshot();
    speak(language, translations);
    this.content = content;
    this.state = state;
    this.changed();
  }
}
