// What the builder asks about the document itself.

import type { Edit, JsonLayer } from "../model/edit.ts";
import type { ParsedLayers } from "../model/parsed-layers.ts";

export interface DocumentHost {
  /** Applies the edit to the document; false if the document has changed since `version`. */
  edit(version: number, edit: Edit): Promise<boolean>;
  openAsText(): Promise<void>;
  /**
   * Puts layers on the clipboard, as lines of PyTorch. `inputs`: values per row that go into the first, if
   * that is known.
   */
  copyLayers(layers: readonly JsonLayer[], inputs?: number): Promise<void>;
  /**
   * The layers of pasted text, with what could not be read; exactly those that were copied, if the text is
   * theirs.
   */
  readLayers(text: string, inputs?: number): Promise<ParsedLayers>;
  /** Says which layer the person selected, for those who show the same network elsewhere. */
  selected(layer: number | undefined): Promise<void>;
}
