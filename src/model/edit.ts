// An edit of a document, as a value. `edits.ts` turns it into a change of the text.

import type { JsonPath, JsonValue } from "./json.ts";

/** A layer as JSON: `type` and its parameters, not yet validated. */
export type JsonLayer = { readonly type: string; readonly [parameter: string]: JsonValue };

export type Edit =
  | { readonly op: "insert"; readonly at: number; readonly layer: JsonLayer }
  | { readonly op: "remove"; readonly at: number }
  /** Moves the layer at `from` so that it ends at index `to` of the list after the move. */
  | { readonly op: "move"; readonly from: number; readonly to: number }
  /** Sets the value at `path`, or removes it if `value` is absent. */
  | { readonly op: "set"; readonly path: JsonPath; readonly value?: JsonValue }
  /** One after the other, each on the document that the one before leaves; one step of undo. */
  | { readonly op: "all"; readonly edits: readonly Edit[] };
