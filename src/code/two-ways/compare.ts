// How far a network in code and one in a document are from each other, in steps that an edit can take: a
// parameter that differs, a layer of another type, one too many, one too few. What the code does not say
// is no difference.

import type { JsonLayer } from "../../model/edit.ts";
import type { JsonValue } from "../../model/json.ts";
import { isLayerType, layers } from "../../model/layers.ts";
import { losses } from "../../model/losses.ts";
import { optimizers } from "../../model/optimizers.ts";
import type { Parameters } from "../../model/parameters.ts";
import { schedulers } from "../../model/schedulers.ts";
import { derivedSizes, traceShapes } from "../../model/shapes.ts";

/** A loss, an optimizer or a scheduler. */
export type Typed = { readonly type: string; readonly [parameter: string]: JsonValue };

/** A network and its training, as far as both sides can say it. */
export interface Sides {
  /** With every size that is known, and without values that are the default, but for first weights. */
  readonly layers: readonly JsonLayer[];
  /** Null for a part that the code has no place for and says so by that, as a loop without a scheduler. */
  readonly training: Readonly<Record<string, JsonValue>>;
}

/** Parts of the training that have a type with parameters. */
export const typed = ["loss", "optimizer", "scheduler"] as const;
/** Parts that are one number or truth. */
export const plain = ["seed", "epochs", "batch_size", "shuffle", "drop_last", "clip_grad_norm", "threshold"] as const;

const records: Readonly<Record<string, Readonly<Record<string, { readonly parameters: Parameters }>>>> = {
  loss: losses,
  optimizer: optimizers,
  scheduler: schedulers,
};

/** The parameters of a loss, an optimizer or a scheduler, in PyTorch's order. */
export function parametersOf(part: string, type: string): Parameters {
  return records[part]?.[type]?.parameters ?? {};
}

export function layerParameters(type: string): Parameters {
  return isLayerType(type) ? layers[type].parameters : {};
}

/** @param inputs values per row of the data; undefined if they are not known */
export function comparable(sequence: readonly JsonLayer[], inputs: number | undefined): JsonLayer[] {
  const shapes = traceShapes(sequence, inputs);
  return sequence.map((layer, index) => {
    const parameters = layerParameters(layer.type);
    const size = derivedSizes.find((name) => parameters[name] !== undefined);
    const known = size === undefined ? undefined : (layer[size] ?? shapes[index]?.inFeatures);
    return {
      ...withoutDefaults(layer, parameters),
      ...(size === undefined || known === undefined ? {} : { [size]: known }),
      // Code that sets none says that they are PyTorch's own.
      ...(layer.type === "Linear" ? { init: layer["init"] ?? "default" } : {}),
    };
  });
}

/** Without what PyTorch does anyway. */
export function withoutDefaults<T extends Typed>(value: T, parameters: Parameters): T {
  const kept = Object.entries(value).filter(([name, own]) => {
    const standard = parameters[name]?.default;
    return own !== undefined && !(standard !== undefined && isEqual(own, standard as JsonValue)) && !(name === "dim" && own === 1);
  });
  return Object.fromEntries(kept) as T;
}

export function isEqual(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/**
 * The parameters in which the code's layer is not the document's, both of one type. Names are no difference,
 * nor are sizes that one side does not say.
 */
export function differing(code: Typed, document: Typed): string[] {
  const names = new Set([...Object.keys(code), ...Object.keys(document)]);
  names.delete("name");
  names.delete("type");
  for (const size of derivedSizes) if (code[size] === undefined || document[size] === undefined) names.delete(size);
  return [...names].filter((name) => !isEqual(code[name], document[name]));
}

/** A step of an alignment: a layer of the code, of the document, or one of each that belong together. */
export interface Pair {
  readonly code?: number;
  readonly document?: number;
}

const INSERTED = 2;
const REPLACED = 3;

/** Which layers belong together, in order, so that as little as possible differs. */
export function align(
  code: readonly JsonLayer[],
  document: readonly JsonLayer[],
): { readonly pairs: readonly Pair[]; readonly distance: number } {
  const [rows, columns] = [code.length, document.length];
  const costs = Array.from({ length: rows + 1 }, (_, row) =>
    Array.from({ length: columns + 1 }, (__, column) => INSERTED * (row + column)),
  );
  const both = (row: number, column: number): number => costs[row]![column]! + pairCost(code[row]!, document[column]!);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      costs[row + 1]![column + 1] = Math.min(both(row, column), costs[row]![column + 1]! + INSERTED, costs[row + 1]![column]! + INSERTED);
  const pairs: Pair[] = [];
  let [row, column] = [rows, columns];
  while (row > 0 || column > 0) {
    const cost = costs[row]![column]!;
    if (row > 0 && column > 0 && cost === both(row - 1, column - 1)) pairs.push({ code: --row, document: --column });
    else if (row > 0 && cost === costs[row - 1]![column]! + INSERTED) pairs.push({ code: --row });
    else pairs.push({ document: --column });
  }
  return { pairs: pairs.toReversed(), distance: costs[rows]![columns]! };
}

function pairCost(code: JsonLayer, document: JsonLayer): number {
  return code.type === document.type ? differing(code, document).length : REPLACED;
}

/** How far the training is apart in what the code says. */
export function trainingDistance(code: Sides["training"], document: Sides["training"]): number {
  let distance = 0;
  for (const part of plain) if (code[part] !== undefined && !isEqual(code[part], document[part] ?? null)) distance++;
  for (const part of typed) {
    const [own, other] = [code[part], document[part]];
    if (own === undefined || isEqual(own, other ?? null)) continue;
    if (!isTyped(own) || !isTyped(other) || own.type !== other.type) distance += REPLACED;
    else distance += differing(own, other).length;
  }
  return distance;
}

export function isTyped(value: JsonValue | undefined): value is Typed {
  return typeof value === "object" && value !== null && !Array.isArray(value) && "type" in value;
}

/** 0 if both say the same, as far as the code says it. */
export function distanceOf(code: Sides, document: Sides): number {
  return align(code.layers, document.layers).distance + trainingDistance(code.training, document.training);
}
