// How a Python file writes PyTorch: the package in front of a layer, and names that are still free.

import { flat } from "../pytorch/python.ts";
import { moduleOf } from "../pytorch/network.ts";
import type { JsonLayer } from "../../model/edit.ts";
import { isLayerType } from "../../model/layers.ts";
import { layerSchema } from "../../model/schema.ts";
import type { CodeSide } from "./sides.ts";

/** A layer's call as this file would write it; undefined if the file has not imported what it needs. */
export function layerCode(side: CodeSide, layer: JsonLayer): string | undefined {
  const resolved = isLayerType(layer.type) ? layerSchema(layer.type).safeParse(layer).data : undefined;
  if (resolved === undefined) return undefined;
  const { text } = side.outline;
  if (layer.type === "Step") return /^class Step\b/m.test(text) ? "Step()" : undefined;
  const size = ["in_features", "num_features", "normalized_shape"].map((name) => layer[name]).find((value) => value !== undefined);
  const call = flat(moduleOf(resolved, typeof size === "number" ? size : 0));
  const prefix = packageIn(text, layer.type);
  return prefix === undefined ? undefined : call.replace(/^nn\./, prefix);
}

/** What stands in front of a layer's name; undefined if it is not to be had. */
export function packageIn(text: string, type: string): string | undefined {
  const alias = /^\s*(?:import torch\.nn as (\w+)|from torch import (?:[\w\s,]*,\s*)?nn(?: as (\w+))?\b)/m.exec(text);
  if (alias !== null) return `${alias[1] ?? alias[2] ?? "nn"}.`;
  const single = /^\s*from torch\.nn import ([^#\n]+(?:\n[^)\n]*)*)/m.exec(text)?.[1];
  if (single !== undefined && new RegExp(`\\b${type}\\b|\\*`).test(single)) return "";
  if (/^\s*import torch\b/m.test(text)) return "torch.nn.";
  // A fragment without imports writes it as its own layers do.
  return /\bnn\.[A-Z]\w*\(/.test(text) && single === undefined ? "nn." : undefined;
}

/** Python's own words, and what every module of PyTorch has under a name of one word. */
const taken = new Set(
  (
    "and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal " +
    "not or pass raise return self try while with yield False None True " +
    "apply buffers children compile cpu cuda double eval float forward half ipu modules parameters to train training type xpu"
  ).split(" "),
);

/** Whether a layer can be an attribute of this name: it is one of Python's, and nothing else has it. */
export function isFreeAttribute({ outline: { text } }: CodeSide, name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !taken.has(name) && !new RegExp(`(?:\\.|["'])${name}\\b`).test(text);
}

/** An attribute for a new layer: its own name if it is one, else one after its type. */
export function freeName(side: CodeSide, { type, name }: JsonLayer): string {
  if (typeof name === "string" && isFreeAttribute(side, name)) return name;
  const stem = type.toLowerCase();
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? stem : `${stem}${count}`;
    if (isFreeAttribute(side, candidate)) return candidate;
  }
}
