// How far a person has come with each lesson: theirs and not a folder's, so it is kept beside VS Code's own
// settings and follows them to other machines.

import * as vscode from "vscode";
import { lessonIds } from "../../lessons/catalogue.ts";
import type { LessonMemory, LessonProgress } from "../../session/lessons/lesson-ports.ts";
import type { LessonEntry } from "./lesson-library.ts";

const PREFIX = "lesson ";

export class LessonMemories implements vscode.Disposable {
  readonly #state: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<string>();

  /** Told the key of a lesson. */
  readonly onDidChange = this.#changed.event;

  constructor(state: vscode.Memento & { setKeysForSync(keys: readonly string[]): void }) {
    this.#state = state;
    // A lesson of a workspace is known by its address on this machine.
    state.setKeysForSync(lessonIds.map((id) => PREFIX + id));
  }

  of({ key }: LessonEntry): LessonMemory {
    return {
      load: () => this.#state.get(PREFIX + key),
      save: (progress: LessonProgress) => {
        void this.#state.update(PREFIX + key, progress);
        this.#changed.fire(key);
      },
    };
  }

  async forget(key: string): Promise<void> {
    await this.#state.update(PREFIX + key, undefined);
    this.#changed.fire(key);
  }

  async forgetAll(): Promise<void> {
    for (const name of this.#state.keys()) if (name.startsWith(PREFIX)) await this.forget(name.slice(PREFIX.length));
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
