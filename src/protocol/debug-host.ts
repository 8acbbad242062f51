// What a builder shows of VS Code's debugger, and what it asks of it.

/** Where a debugger waits within a batch: at a layer, forward or backward, at the loss, or at the update. */
export interface DebugStop {
  readonly pass: "forward" | "loss" | "backward" | "update";
  /** Counted from 0; absent at the loss and the update. */
  readonly layer?: number;
}

export interface LayerBreakpoint {
  /** Counted from 0. */
  readonly layer: number;
  /** As VS Code draws them: always, on a condition or a count of hits, or a message without a stop. */
  readonly kind: "always" | "conditional" | "log";
  readonly isEnabled: boolean;
}

/** A document as a debugger sees it. */
export interface DebugState {
  readonly breakpoints: readonly LayerBreakpoint[];
  /** Present while a debugger waits in the document. */
  readonly stopped?: DebugStop;
}

export interface DebugHost {
  /** Sets a breakpoint on a layer, or removes those it has. */
  toggleBreakpoint(layer: number): Promise<void>;
  /**
   * Asks the person when a layer's breakpoint stops: on a condition, at a hit, or not at all but with a
   * message.
   */
  editBreakpoint(layer: number): Promise<void>;
}
