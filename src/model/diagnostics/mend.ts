// Edits that mend more than the value a problem names: a layer in the place of another, a Linear of another
// size with all that must follow, another loss.

import { fix, set, unset } from "../fix.ts";
import type { JsonValue } from "../json.ts";
import type { Edit } from "../edit.ts";
import type { LayerType, ResolvedLayer } from "../layers.ts";
import { type LossRecord, losses, type LossType } from "../losses.ts";
import { message } from "../message.ts";
import type { Fix } from "../problem.ts";
import type { Loss } from "../schema.ts";
import { derivedSizes } from "../shapes.ts";
import { isScale } from "../target-scale.ts";
import { lastIndex, nameOf, recordOf } from "./rule.ts";

/** "Add Sigmoid after Linear 2" */
export function addAfterFix(sequence: readonly ResolvedLayer[], index: number, type: LayerType): Fix {
  return fix(message("Add {0} after {1}", type, nameOf(sequence[index]!, index)), { op: "insert", at: index + 1, layer: { type } });
}

/** "Replace ReLU 2 with Sigmoid"; the layer keeps its name. */
export function replaceFix(sequence: readonly ResolvedLayer[], index: number, type: LayerType): Fix {
  const layer = sequence[index]!;
  return fix(message("Replace {0} with {1}", nameOf(layer, index), type), replaced(layer, index, type));
}

export function replaced(layer: ResolvedLayer, index: number, type: LayerType): Edit {
  return set(["layers", index], { type, ...(layer.name === undefined ? {} : { name: layer.name }) });
}

/** "Remove Softmax 3", unless nothing would be left. */
export function removeFixes(sequence: readonly ResolvedLayer[], index: number): Fix[] {
  if (sequence.length < 2) return [];
  return [fix(message("Remove {0}", nameOf(sequence[index]!, index)), { op: "remove", at: index })];
}

/** "Use CrossEntropyLoss"; what both losses know is kept. */
export function lossFix(from: Loss, type: LossType): Fix {
  const known: LossRecord = losses[type];
  const given = from as Readonly<Record<string, JsonValue | undefined>>;
  const kept = Object.entries(known.parameters).flatMap(([name, parameter]) => {
    const value = given[name];
    return value === undefined || value === parameter.default ? [] : [[name, value] as const];
  });
  return fix(message("Use {0}", type), set(["training", "loss"], { type, ...Object.fromEntries(kept) }));
}

/** "Use CrossEntropyLoss", with one output per class and without the activation that another loss wanted. */
export function crossEntropyFixes(sequence: readonly ResolvedLayer[], from: Loss, classes: number): Fix[] {
  const lastLinear = sequence.findLastIndex((layer) => layer.type === "Linear");
  const last = lastIndex(sequence);
  // A scale is of no use to classes.
  const scale = lastLinear === last && isScale(sequence[last]) && sequence[last - 1]?.type === "Linear" ? last : -1;
  const linear = scale < 0 ? lastLinear : last - 1;
  if (linear < 0) return [];
  const isActivation = last > linear && recordOf(sequence[last]!).range !== undefined;
  const { title, edit } = lossFix(from, "CrossEntropyLoss");
  const removed: Edit[] = isActivation || scale >= 0 ? [{ op: "remove", at: last }] : [];
  const before = scale < 0 ? sequence : sequence.slice(0, scale);
  return [fix(title, ...resized(before, linear, classes), ...removed, edit)];
}

/**
 * Gives a Linear another number of units. Sizes behind it that are written down and no longer fit are taken
 * out, so that they follow; so are hand-set weights of another shape.
 */
export function resized(sequence: readonly ResolvedLayer[], index: number, units: number): Edit[] {
  const linear = sequence[index];
  if (linear?.type === "Linear" && linear.out_features === units) return [];
  const edits: Edit[] = [set(["layers", index, "out_features"], units)];
  if (hasWeights(sequence[index]!)) edits.push(unset(["layers", index, "init"]));
  let width = units;
  for (let next = index + 1; next < sequence.length; next++) {
    const layer = sequence[next]!;
    edits.push(...fitted(layer, next, width));
    if (layer.type === "Linear") break;
    if (layer.type === "GLU") width = Math.floor(width / 2);
  }
  return edits;
}

/** Takes out of a layer what does not fit `width` values per row. */
export function fitted(layer: ResolvedLayer, index: number, width: number): Edit[] {
  const values = layer as Readonly<Record<string, unknown>>;
  const size = derivedSizes.find((name) => typeof values[name] === "number" && values[name] !== width);
  const edits = size === undefined ? [] : [unset(["layers", index, size])];
  if (layer.type === "PReLU" && layer.num_parameters !== 1 && layer.num_parameters !== width)
    edits.push(unset(["layers", index, "num_parameters"]));
  if (hasWeights(layer) && layer.init.weight[0]?.length !== width) edits.push(unset(["layers", index, "init"]));
  return edits;
}

type Linear = Extract<ResolvedLayer, { type: "Linear" }>;
type HandSet = Linear & { readonly init: Exclude<Linear["init"], string> };

/** Whether a layer's first weights are written in the document. */
export function hasWeights(layer: ResolvedLayer): layer is HandSet {
  return layer.type === "Linear" && typeof layer.init === "object";
}

/** The Linear that decides how many values per row reach `index`; −1 if the data or a GLU does. */
export function widthSource(sequence: readonly ResolvedLayer[], index: number): number {
  for (let last = index - 1; last >= 0; last--) {
    const { type } = sequence[last]!;
    if (type === "Linear" || type === "GLU") return type === "Linear" ? last : -1;
  }
  return -1;
}
