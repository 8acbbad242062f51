// What the builder asks for the document as code.

export interface CodeHost {
  exportCode(): Promise<void>;
  /** Shows the document's code in an editor beside the builder. */
  showCode(): Promise<void>;
  /** Shows the Python file that the document is bound to, or how the two differ if they cannot be merged. */
  openBoundCode(): Promise<void>;
}
