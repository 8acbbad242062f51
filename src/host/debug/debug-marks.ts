// What builders show of a debugger: the breakpoints of layers, and where it waits.

import type * as vscode from "vscode";
import type { DebugHost, DebugStop } from "../../protocol/debug-host.ts";
import type { DocumentSession } from "../document/session.ts";
import type { DocumentSessions } from "../document/sessions.ts";
import { tellFailure } from "../tell-failure.ts";
import { editBreakpoint } from "./edit-breakpoint.ts";
import { LayerBreakpoints } from "./layer-breakpoints.ts";

/** Milliseconds on the way after which a builder no longer shows where the debugger waited. */
const SHORT = 250;

export class DebugMarks {
  readonly #breakpoints: LayerBreakpoints;
  readonly #stops = new WeakMap<vscode.TextDocument, DebugStop>();
  readonly #leaving = new WeakMap<vscode.TextDocument, ReturnType<typeof setTimeout>>();

  constructor(sessions: DocumentSessions) {
    this.#breakpoints = new LayerBreakpoints(sessions, (session) => this.#show(session));
  }

  /** What a builder asks. */
  host(session: DocumentSession): DebugHost {
    return {
      toggleBreakpoint: async (layer) => this.#breakpoints.toggle(session, layer),
      editBreakpoint: (layer) => tellFailure(() => editBreakpoint(this.#breakpoints, session, layer)),
    };
  }

  /** A debugger waits in the document. */
  stopped(session: DocumentSession, stop: DebugStop): void {
    clearTimeout(this.#leaving.get(session.document));
    this.#stops.set(session.document, stop);
    this.#show(session);
    if (stop.layer !== undefined) session.select(stop.layer);
  }

  /** It went on; a short way is not shown. */
  left(session: DocumentSession): void {
    clearTimeout(this.#leaving.get(session.document));
    this.#leaving.set(
      session.document,
      setTimeout(() => this.ended(session), SHORT),
    );
  }

  /** Nobody debugs the document any more. */
  ended(session: DocumentSession): void {
    clearTimeout(this.#leaving.get(session.document));
    if (this.#stops.delete(session.document)) this.#show(session);
  }

  dispose(): void {
    this.#breakpoints.dispose();
  }

  #show(session: DocumentSession): void {
    const stopped = this.#stops.get(session.document);
    session.showDebug({ breakpoints: this.#breakpoints.of(session), ...(stopped ? { stopped } : {}) });
  }
}
