// Layers from text that a person pastes: Python as it is written or printed, or the document's own JSON. What
// can be read is kept; each thing that cannot gets a sentence with its line.

import type { ParsedLayers } from "../../model/parsed-layers.ts";
import { parse, type ParseError } from "jsonc-parser";
import { compact } from "../../model/json.ts";
import type { JsonLayer } from "../../model/edit.ts";
import { isLayerType } from "../../model/layers.ts";
import { format, message } from "../../model/message.ts";
import { deepOffset } from "../../model/nesting.ts";
import type { Problem } from "../../model/problem.ts";
import { isOfKeras, kerasLayers, sayKeras } from "./keras.ts";
import { layerOf, problemAt, type Report } from "./layers.ts";
import { modulesIn } from "./program.ts";
import { layersInSummary } from "./summaries.ts";
import type { Module } from "./values.ts";
import { derivedSizes, traceShapes } from "../../model/shapes.ts";

/**
 * Never throws. In Python, sizes that follow from the layer before are left out if they fit.
 * @param inputs values per row where the layers are put, if that is known
 */
export function parseLayers(text: string, inputs?: number): ParsedLayers {
  const problems: Problem[] = [];
  const said = new Set<string>();
  // A line that is gone through several times is told of once.
  const report: Report = (problem) => {
    const key = `${problem.line} ${problem.code} ${format(problem.message)}`;
    if (!said.has(key)) problems.push(problem);
    said.add(key);
  };
  const json = layersInJson(text);
  const layers = json?.flatMap((layer) => checkedLayer(layer, report)) ?? withoutSizes(layersInPython(text, report), inputs);
  if (layers.length === 0 && problems.length === 0) {
    const sentence = message("No layer was found in the text. Paste layers as in nn.Linear(3, 8), or a whole nn.Sequential(…).");
    problems.push(problemAt(1, "error", "no-layers", sentence));
  }
  return { layers, problems };
}

function layersInPython(text: string, report: Report): JsonLayer[] {
  const summary = layersInSummary(text, report);
  if (summary !== undefined) return summary;
  return layersOf(modulesIn(text, report), report);
}

/** The layers of modules, Keras' among them. */
export function layersOf(modules: readonly Module[], report: Report): JsonLayer[] {
  sayKeras(modules, report);
  return modules.flatMap((module) => (isOfKeras(module) ? kerasLayers(module, report) : (layerOf(module, report) ?? [])));
}

/**
 * Layers as the document writes them, alone, in a list, with commas between, or as the whole document;
 * undefined if it is no JSON.
 */
function layersInJson(text: string): unknown[] | undefined {
  if (!/^\s*(?:\[\s*)?\{/.test(text) || deepOffset(text) !== undefined) return undefined;
  const errors: ParseError[] = [];
  const entries = parse(`[${text}]`, errors, { allowTrailingComma: true }) as unknown[];
  if (errors.length > 0) return undefined;
  return entries.flatMap((entry) => {
    const list: unknown = typeof entry === "object" && entry !== null && "layers" in entry ? entry.layers : entry;
    return Array.isArray(list) ? (list as unknown[]) : [list];
  });
}

function checkedLayer(layer: unknown, report: Report): JsonLayer[] {
  const type = typeof layer === "object" && layer !== null && "type" in layer ? layer.type : undefined;
  // What is wrong within a layer is said in the builder, where it can be mended.
  if (isLayerType(type)) return [layer as JsonLayer];
  const shown = typeof type === "string" ? type : JSON.stringify(layer).slice(0, 40);
  report(
    problemAt(
      1,
      "error",
      "unknown-module",
      message("Perceptron has no layer {0}, so it is left out. Replace it if the network needs it.", shown),
    ),
  );
  return [];
}

/**
 * Layers as a document writes them, for the clipboard: nothing of them is lost, and `parseLayers` reads them
 * back.
 */
export function layersAsJson(layers: readonly JsonLayer[]): string {
  return `[\n${layers.map((layer) => `  ${compact(layer)}`).join(",\n")}\n]\n`;
}

/**
 * Leaves out the sizes that follow from the layer before.
 * @param inputs values per row where the layers are put, if that is known
 */
export function withoutSizes(layers: readonly JsonLayer[], inputs: number | undefined): JsonLayer[] {
  const shapes = traceShapes(layers, inputs);
  return layers.map((layer, index) => {
    const given = index === 0 ? inputs : shapes[index - 1]?.outFeatures;
    const name = derivedSizes.find((size) => size in layer);
    if (name === undefined || given === undefined || layer[name] !== given) return layer;
    const { [name]: _, ...rest } = layer;
    return rest;
  });
}
