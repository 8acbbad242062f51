// A CSV dropped on the builder. From VS Code's explorer it comes as a URI, and only while Shift is held:
// without it VS Code opens the file instead. From the operating system only its name and bytes come, never
// where it is.

import type { ReactiveController, ReactiveControllerHost } from "lit";

/** VS Code's own list names files of every kind of file system, the usual one only some. */
const LISTS = ["application/vnd.code.uri-list", "text/uri-list"] as const;

export interface CsvDropOptions {
  use(uri: string): void;
  /** A file that comes without its place. */
  refuse(name: string): void;
}

export class CsvDropController implements ReactiveController {
  /** Whether a file is over the builder. */
  isOver = false;
  readonly #host: ReactiveControllerHost;
  readonly #options: CsvDropOptions;
  #listening: AbortController | undefined;

  constructor(host: ReactiveControllerHost, options: CsvDropOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostConnected(): void {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    window.addEventListener("dragover", (event) => this.#over(event), { signal });
    window.addEventListener("drop", (event) => this.#drop(event), { signal });
    // The pointer has left the window when it goes to nowhere.
    window.addEventListener("dragleave", (event) => event.relatedTarget === null && this.#set(false), { signal });
    window.addEventListener("dragend", () => this.#set(false), { signal });
  }

  hostDisconnected(): void {
    this.#listening?.abort();
  }

  #over(event: DragEvent): void {
    if (!event.dataTransfer?.types.some((type) => type === "Files" || (LISTS as readonly string[]).includes(type))) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    this.#set(true);
  }

  #drop(event: DragEvent): void {
    this.#set(false);
    const { dataTransfer } = event;
    if (dataTransfer === null) return;
    const uri = LISTS.flatMap((list) => dataTransfer.getData(list).split(/\r?\n/)).find((line) => line !== "" && !line.startsWith("#"));
    const [file] = dataTransfer.files;
    if (uri === undefined && file === undefined) return;
    event.preventDefault();
    if (uri !== undefined) this.#options.use(uri);
    else if (file !== undefined) this.#options.refuse(file.name);
  }

  #set(isOver: boolean): void {
    if (this.isOver === isOver) return;
    this.isOver = isOver;
    this.#host.requestUpdate();
  }
}
