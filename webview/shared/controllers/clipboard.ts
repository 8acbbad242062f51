// Copy, cut and paste while the focus is in a list, through the document's own events: they come from the
// keys, from menus and from VS Code alike. Without selected text Chromium aims them at the page, not at what
// has the focus, so they are heard there.

import type { ReactiveController, ReactiveControllerHost } from "lit";

export interface ClipboardOptions {
  copy(isCut: boolean): void;
  paste(text: string): void;
}

export class ClipboardController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #options: ClipboardOptions;
  #listening: AbortController | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement, options: ClipboardOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostConnected(): void {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    // Without these Chromium lets nobody copy if no text is selected.
    for (const name of ["beforecopy", "beforecut", "beforepaste"]) {
      document.addEventListener(name, (event) => this.#isOurs() && event.preventDefault(), { signal });
    }
    for (const name of ["copy", "cut"] as const) {
      document.addEventListener(
        name,
        (event) => {
          if (!this.#isOurs()) return;
          event.preventDefault();
          this.#options.copy(name === "cut");
        },
        { signal },
      );
    }
    document.addEventListener(
      "paste",
      (event) => {
        const text = event.clipboardData?.getData("text/plain");
        if (!this.#isOurs() || !text) return;
        event.preventDefault();
        this.#options.paste(text);
      },
      { signal },
    );
  }

  hostDisconnected(): void {
    this.#listening?.abort();
  }

  /** Whether the focus is in the list or nowhere; not while a person types, or has selected text to copy. */
  #isOurs(): boolean {
    let focused = document.activeElement;
    const path: Element[] = [];
    while (focused !== null) {
      path.push(focused);
      focused = focused.shadowRoot?.activeElement ?? null;
    }
    const isHere = path.includes(this.#host) || (path.length === 1 && path[0] === document.body);
    return isHere && !path.some((element) => element.matches("input, textarea, select")) && getSelection()?.type !== "Range";
  }
}
