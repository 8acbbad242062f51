// Layers on the clipboard: lines of PyTorch, which a person can paste into Python. What such lines cannot say (labels, weights set by hand) is
// remembered here, for the whole window, and comes back when the same text is pasted into any builder.

import * as vscode from "vscode";
import { layersAsPyTorch } from "../code/pytorch-layers.ts";
import type { JsonLayer } from "../model/edits.ts";
import { type ParsedLayers, parseLayers } from "../model/parse-layers.ts";

let copied: { readonly text: string; readonly layers: readonly JsonLayer[] } | undefined;

export async function copyLayers(layers: readonly JsonLayer[], inputs?: number): Promise<void> {
  const text = layersAsPyTorch(layers, inputs);
  copied = { text: plain(text), layers };
  await vscode.env.clipboard.writeText(text);
}

export async function readLayers(text: string, inputs?: number): Promise<ParsedLayers> {
  return copied?.text === plain(text) ? { layers: copied.layers, problems: [] } : parseLayers(text, inputs);
}

/** Clipboards may change how lines end. */
function plain(text: string): string {
  return text.replaceAll("\r\n", "\n").trim();
}
