// Single steps by which a Python file comes nearer to a document: each is a small edit of its text, and which
// of them does what it should is seen by reading the file again.

import type { JsonLayer } from "../../model/edit.ts";
import { applyTextEdits, type TextEdit } from "../../model/text-edits.ts";
import type { CallNode } from "../reading/outline.ts";
import { argumentWays } from "./arguments.ts";
import { align, differing, layerParameters, type Pair } from "./compare.ts";
import { besideUse, insteadOfUse, withoutUse } from "./forward.ts";
import { hasSharedInitialisers, initialiserWays, withoutInitialisers } from "./initialisers.ts";
import { besideItem, itemOf, variableOf, withoutItem, withoutStatement } from "./items.ts";
import { freeName, layerCode } from "./names.ts";
import { ownNetwork } from "./own-network.ts";
import { commentsIn } from "./places.ts";
import { callOf, type CodeSide } from "./sides.ts";

/** Every way that could bring the layers nearer, those that change least first. */
export function* layerSteps(side: CodeSide, wanted: readonly JsonLayer[]): Generator<readonly TextEdit[]> {
  const { pairs, distance } = align(side.layers, wanted);
  const changed = pairs.filter(({ code, document }) => code !== undefined && document !== undefined);
  for (const { code, document } of changed) yield* parameterWays(side, code!, wanted[document!]!);
  for (const { code, document } of changed) yield* typeWays(side, code!, wanted[document!]!);
  for (const [index, pair] of pairs.entries()) if (pair.code === undefined) yield* insertWays(side, pairs, index, wanted);
  for (const { code, document } of pairs) if (document === undefined) yield* removeWays(side, code!);
  const whole = distance > 0 ? ownNetwork(side, wanted) : undefined;
  if (whole) yield whole;
}

/** Whether a layer is a function that `forward` calls, as `F.relu(x)`, and no module. */
export function isFunction(side: CodeSide, layer: number): boolean {
  const place = side.places[layer];
  return place?.use !== undefined && place.use === place.module.at;
}

function useOf(side: CodeSide, layer: number): CallNode | undefined {
  const at = side.places[layer]?.use;
  return at === undefined ? undefined : side.outline.calls.get(at);
}

function* parameterWays(side: CodeSide, layer: number, wanted: JsonLayer): Generator<readonly TextEdit[]> {
  const own = side.layers[layer]!;
  const call = callOf(side, layer);
  if (own.type !== wanted.type || call === undefined) return;
  const parameters = layerParameters(own.type);
  const names = Object.keys(parameters).filter((name) => parameters[name]!.control.kind !== "initialiser");
  // A function takes the tensor first.
  const skip = isFunction(side, layer) && call.items.length > 0 ? 1 : 0;
  for (const name of differing(own, wanted)) {
    const place = skip + names.indexOf(name);
    if (names.includes(name)) yield* argumentWays(side.outline, call, { name, place, value: wanted[name], parameters });
    else if (name === "init") yield* initialiserWays(side, layer, call, wanted);
  }
}

function* typeWays(side: CodeSide, layer: number, wanted: JsonLayer): Generator<readonly TextEdit[]> {
  const own = side.layers[layer]!;
  const call = callOf(side, layer);
  if (own.type === wanted.type || call === undefined) return;
  const code = layerCode(side, wanted);
  const { from, to } = call.at;
  if (code === undefined || commentsIn(side.outline.text.slice(from, to)).length > 0) return;
  if (isFunction(side, layer)) {
    const built = builtBeside(side, layer);
    const other = built && insteadOfUse(side.outline, call, built, freeName(side, wanted), code);
    if (other) yield other;
    return;
  }
  yield [{ offset: from, length: to - from, text: code }];
}

function* insertWays(side: CodeSide, pairs: readonly Pair[], index: number, wanted: readonly JsonLayer[]): Generator<readonly TextEdit[]> {
  const layer = wanted[pairs[index]!.document!]!;
  const code = sourceOf(side, pairs, layer) ?? layerCode(side, layer);
  if (code === undefined) return;
  const name = freeName(side, layer);
  const before = pairs.slice(0, index).findLast((pair) => pair.code !== undefined)?.code;
  const after = pairs.slice(index + 1).find((pair) => pair.code !== undefined)?.code;
  for (const [neighbour, where] of [
    [before, "after"],
    [after, "before"],
  ] as const) {
    if (neighbour === undefined) continue;
    const call = callOf(side, neighbour);
    const item = call && itemOf(side.outline, call);
    const beside = item && besideItem(side.outline, item, where, code, name);
    if (beside) yield beside;
    const use = useOf(side, neighbour);
    const built = use && builtBeside(side, neighbour);
    const used = use && built && besideUse(side.outline, use, where, built, name, code);
    if (used) yield used;
  }
}

/** A layer that only moves keeps how it is written. */
function sourceOf(side: CodeSide, pairs: readonly Pair[], layer: JsonLayer): string | undefined {
  const moved = pairs.find(({ code, document }) => code !== undefined && document === undefined && isSame(side.layers[code]!, layer));
  const call = moved && callOf(side, moved.code!);
  const text = call && side.outline.text.slice(call.at.from, call.at.to);
  const isPlain = call !== undefined && call.at.open < call.at.close && commentsIn(text ?? "").length === 0;
  return isPlain && !isFunction(side, moved!.code!) ? text : undefined;
}

function isSame(one: JsonLayer, other: JsonLayer): boolean {
  return one.type === other.type && differing(one, other).length === 0;
}

/** The statement in `__init__` beside which a layer next to another is built. */
function builtBeside(side: CodeSide, neighbour: number): Parameters<typeof besideUse>[3] | undefined {
  const order = [...side.layers.keys()];
  const nearest = [...order.slice(0, neighbour + 1).toReversed(), ...order.slice(neighbour + 1)];
  for (const layer of nearest) {
    const definition = callOf(side, layer)?.statement;
    if (definition?.tokens[0]?.text === "self" && !isFunction(side, layer))
      return { statement: definition, side: layer <= neighbour ? "after" : "before" };
  }
  return undefined;
}

function* removeWays(side: CodeSide, layer: number): Generator<readonly TextEdit[]> {
  const { outline, places } = side;
  const call = callOf(side, layer);
  const item = call && itemOf(outline, call);
  // What sets its first weights goes with it; what sets those of all items stays.
  const initialisers = item && hasSharedInitialisers(side, layer) ? [] : withoutInitialisers(side, layer);
  if (call === undefined || initialisers === undefined) return;
  const together = (edits: readonly TextEdit[]): readonly TextEdit[] =>
    [...edits, ...initialisers].toSorted((one, other) => one.offset - other.offset);
  const without = item && withoutItem(outline, item);
  const variable = variableOf(call);
  const definition = variable === undefined ? [] : withoutStatement(outline.text, call.statement);
  const gone = without && definition && together([...without, ...definition]);
  // Nothing else may speak of a variable that goes.
  const isSpokenOf = gone && variable !== undefined && new RegExp(`\\b${variable}\\b`).test(applyTextEdits(outline.text, gone));
  if (gone && !isSpokenOf) yield gone;
  const use = useOf(side, layer);
  if (use === undefined) return;
  const isElsewhere = places.some(({ module }, index) => index !== layer && module === places[layer]!.module);
  const own = isFunction(side, layer) || isElsewhere || item !== undefined ? undefined : call.statement;
  const past = withoutUse(outline, use, own);
  if (past) yield isElsewhere ? past : together(past);
}

/** The first layer in which code and document differ, on the sides that have it, and its line from 1. */
export function firstDifference(
  side: CodeSide,
  layers: readonly JsonLayer[],
): { readonly line: number; readonly own?: JsonLayer | undefined; readonly wanted?: JsonLayer | undefined } {
  const { pairs } = align(side.layers, layers);
  const different = pairs.find(
    ({ code, document }) => code === undefined || document === undefined || !isSame(side.layers[code]!, layers[document]!),
  );
  const { code, document } = different ?? {};
  const line = side.places[code ?? 0]?.module.line ?? 1;
  return { line, own: code === undefined ? undefined : side.layers[code], wanted: document === undefined ? undefined : layers[document] };
}
