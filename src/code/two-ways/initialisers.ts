// First weights in a Python file: calls of `nn.init` and `copy_` beside the layer that they belong to. A new
// one stands right behind the line that builds its layer, so that it draws before the next layer does, as in
// a run. The Linears of an nn.Sequential get such lines for that, all of them, so that they are still built
// in their order.

import type { JsonLayer } from "../../model/edit.ts";
import { layerSchema } from "../../model/schema.ts";
import type { TextEdit } from "../../model/text-edits.ts";
import { initialiserLines } from "../pytorch/network.ts";
import type { CallNode, StatementNode } from "../reading/outline.ts";
import { besideStatement, endOf, withoutStatement } from "./items.ts";
import { packageIn } from "./names.ts";
import { lineAt, lineBreakOf, removed } from "./places.ts";
import { callOf, type CodeSide } from "./sides.ts";

/** The ways to other first weights of a layer. @param call the one that builds it */
export function* initialiserWays(side: CodeSide, layer: number, call: CallNode, wanted: JsonLayer): Generator<readonly TextEdit[]> {
  const { outline } = side;
  const calls = initialisersOf(side, layer);
  const [only] = calls;
  const name = typeof wanted["init"] === "string" ? wanted["init"] : undefined;
  if (calls.length === 1 && only !== undefined && name !== undefined && name !== "default" && name !== "zeros") {
    const from = only.at.from + only.callee.lastIndexOf(".") + 1;
    if (/(?:^|\.)init\.\w+$/.test(only.callee)) yield [removed({ from, to: only.at.open }, `${name}_`)];
  }
  const target = targetOf(outline.text, call);
  const lines = target === undefined ? undefined : linesOf(side, wanted, target);
  if (calls.length === 0) {
    const { text } = outline;
    const added = lines?.length ? besideStatement(text, call.statement, "after", indented(text, call.statement, lines)) : undefined;
    const step = added ?? builtBefore(side, layer, wanted);
    if (step !== undefined) yield step;
    return;
  }
  const without = withoutInitialisers(side, layer);
  const [first, ...others] = without ?? [];
  if (without !== undefined && name === "default") yield without;
  if (first === undefined || lines === undefined || lines.length === 0) return;
  const { indent } = lineAt(outline.text, unitsOf(calls)[0]!.from);
  const lineBreak = lineBreakOf(outline.text);
  yield [{ ...first, text: lines.map((line) => `${indent}${line}${lineBreak}`).join("") + first.text }, ...others];
}

/**
 * The Linears of an nn.Sequential, each built on a line of its own before it, with the first weights of one
 * of them. A script of ours is written anew instead (`own-network.ts`).
 */
function builtBefore(side: CodeSide, layer: number, wanted: JsonLayer): readonly TextEdit[] | undefined {
  const { outline, places, facts } = side;
  const network = callOf(side, layer)?.holder?.call;
  if (network === undefined || !/(?:^|\.)Sequential$/.test(network.callee) || facts.script?.isOurs === true) return undefined;
  const items = [...places.keys()].flatMap((index) => {
    const call = callOf(side, index);
    return call?.holder?.call === network && side.layers[index]!.type === "Linear" ? [{ index, call }] : [];
  });
  const built: string[] = [];
  const replaced: TextEdit[] = [];
  for (const { index, call } of items) {
    const name = freeVariable(outline.text, "linear", replaced.length + 1);
    const lines = index === layer ? linesOf(side, wanted, name) : [];
    if (lines === undefined) return undefined;
    built.push(`${name} = ${outline.text.slice(call.at.from, call.at.to)}`, ...lines);
    replaced.push(removed(call.at, name));
  }
  const before = besideStatement(outline.text, network.statement, "before", indented(outline.text, network.statement, built));
  return before && [...before, ...replaced];
}

function freeVariable(text: string, stem: string, number: number): string {
  const name = `${stem}${number}`;
  return new RegExp(`\\b${name}\\b`).test(text) ? freeVariable(text, `${stem}_`, number) : name;
}

/** The statements that set a layer's first weights taken out; undefined if others share them. */
export function withoutInitialisers(side: CodeSide, layer: number): readonly TextEdit[] | undefined {
  const edits = unitsOf(initialisersOf(side, layer)).map((unit) => withoutStatement(side.outline.text, unit));
  if (hasSharedInitialisers(side, layer) || !edits.every((edit) => edit !== undefined)) return undefined;
  return edits.flat().toSorted((one, other) => one.offset - other.offset);
}

/** Whether a loop or a function sets the first weights of a layer with those of others. */
export function hasSharedInitialisers({ places }: CodeSide, layer: number): boolean {
  const own = places[layer]!.module;
  return places.some(({ module }) => module !== own && module.initialisers?.some((at) => own.initialisers?.includes(at)));
}

function initialisersOf({ outline, places }: CodeSide, layer: number): CallNode[] {
  return [...new Set(places[layer]?.module.initialisers)].flatMap((at) => outline.calls.get(at) ?? []);
}

/** The statements of calls; in the place of all in a `with torch.no_grad():` that itself. */
function unitsOf(calls: readonly CallNode[]): Parameters<typeof withoutStatement>[1][] {
  const statements = calls.map(({ statement }) => statement);
  const units = statements.map((statement) => {
    const { parent } = statement;
    const isWhole = parent?.tokens[0]?.text === "with" && parent.body.every((other) => statements.includes(other));
    return isWhole ? { from: parent.from, to: endOf(parent), parent: parent.parent } : statement;
  });
  return units.filter(({ from }, index) => units.findIndex((other) => other.from === from) === index);
}

/** What a statement gives the layer that it builds to: `self.fc1`, `hidden`. */
function targetOf(text: string, { at, holder, statement: { tokens, from, to } }: CallNode): string | undefined {
  const equals = tokens.findIndex((token) => token.text === "=");
  const isWhole = holder === undefined && tokens[equals + 1]?.from === at.from && at.to === to;
  const target = equals > 0 && isWhole ? text.slice(from, tokens[equals]!.from).trim() : "";
  return /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(target) ? target : undefined;
}

/**
 * The lines that set first weights, as the file writes PyTorch; undefined if it has not imported what they
 * need.
 */
function linesOf({ outline: { text } }: CodeSide, wanted: JsonLayer, target: string): string[] | undefined {
  const layer = layerSchema("Linear").safeParse(wanted).data;
  const lines = layer?.type === "Linear" ? initialiserLines(layer, target) : undefined;
  const prefix = packageIn(text, "init");
  if (lines === undefined || prefix === undefined || (lines.some((line) => line.includes("torch.")) && !/^\s*import torch\b/m.test(text)))
    return undefined;
  return lines.map((line) => line.replace(/^ {4}/, "").replace(/^nn\./, prefix));
}

/** Lines behind a statement, the first without its indent. */
function indented(text: string, { from }: StatementNode, lines: readonly string[]): string {
  return lines.join(lineBreakOf(text) + lineAt(text, from).indent);
}
