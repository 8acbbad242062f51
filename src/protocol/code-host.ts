// What the builder asks for the document as code.

export interface CodeHost {
  exportCode(): Promise<void>;
  /** Shows the document's code in an editor beside the builder. */
  showCode(): Promise<void>;
}
