// Layers as text and back: lines of PyTorch, which a person can paste into Python. What such lines cannot say
// (labels, weights set by hand, sizes that were left out) is remembered, and comes back when the same text is
// pasted into any builder of the window.

import type { JsonLayer } from "../../model/edit.ts";
import type { ParsedLayers } from "../../model/parsed-layers.ts";
import { layersAsPyTorch } from "../pytorch/layers.ts";

export class LayerClipboard {
  #text = "";
  #layers: readonly JsonLayer[] = [];

  /**
   * The text for the clipboard.
   * @param inputs values per row that go into the first layer, if that is known
   */
  write(layers: readonly JsonLayer[], inputs?: number): string {
    const text = layersAsPyTorch(layers, inputs);
    this.#text = plain(text);
    this.#layers = layers;
    return text;
  }

  /** The layers of a pasted text. @param inputs values per row where they are put, if that is known */
  async read(text: string, inputs?: number): Promise<ParsedLayers> {
    if (this.#text !== "" && this.#text === plain(text)) return { layers: this.#layers, problems: [] };
    const { parseLayers } = await import("./parse-layers.ts");
    return parseLayers(text, inputs);
  }
}

/** Clipboards may change how lines end. */
function plain(text: string): string {
  return text.replaceAll("\r\n", "\n").trim();
}
