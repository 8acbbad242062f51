// Parts of the training that are statements of their own, put into a training loop and taken out of it: the
// scheduler with its step, and the clipping of gradients.

import type { TextEdit } from "../../model/text-edits.ts";
import { constructorArguments } from "../pytorch/arguments.ts";
import { flat, pyValue } from "../pytorch/python.ts";
import type { CallNode, Outline, StatementNode } from "../reading/outline.ts";
import { parametersOf, type Typed } from "./compare.ts";
import { besideStatement, endOf, withoutStatement } from "./items.ts";

/** Schedulers whose step comes after each batch. */
const perBatch = new Set(["OneCycleLR", "CyclicLR"]);

/** What a training loop calls the loss of an epoch, the one that a scheduler should watch first. */
const watchedLosses = ["validation_loss", "valid_loss", "val_loss", "train_loss", "training_loss", "epoch_loss"];

/**
 * A scheduler behind the optimizer, and its step; undefined if its place is not known, or it needs a loss
 * that no epoch has.
 */
export function withScheduler(
  outline: Outline,
  optimizer: CallNode,
  epochs: StatementNode | undefined,
  { type, ...given }: Typed,
): readonly TextEdit[] | undefined {
  const { text } = outline;
  const name = targetOf(optimizer.statement);
  const prefix = packageOf(text, optimizer);
  if (name === undefined || prefix === undefined || /\bscheduler\b/.test(text)) return undefined;
  const values = constructorArguments(parametersOf("scheduler", type), given, { named: true }).map(flat);
  const built = `scheduler = ${prefix}.lr_scheduler.${type}(${[name, ...values].join(", ")})`;
  const last = perBatch.has(type) ? statementOf(outline, `${name}.step`) : epochs?.body.at(-1);
  const definition = besideStatement(text, optimizer.statement, "after", built);
  const watched = type === "ReduceLROnPlateau" ? lossOfEpoch(epochs) : "";
  const step = last && watched !== undefined ? behindBlock(text, last, `scheduler.step(${watched})`) : undefined;
  return definition && step && ascending([...definition, ...step]);
}

/** The variable that holds an epoch's loss at its end. */
function lossOfEpoch(epochs: StatementNode | undefined): string | undefined {
  const given = epochs?.body.flatMap(({ tokens }) => (tokens[0]?.kind === "name" && tokens[1]?.text === "=" ? [tokens[0].text] : []));
  return watchedLosses.find((name) => given?.includes(name));
}

/** Without a scheduler and its steps; undefined if something else uses it. */
export function withoutScheduler(outline: Outline, scheduler: CallNode): readonly TextEdit[] | undefined {
  const name = targetOf(scheduler.statement);
  if (name === undefined) return undefined;
  const steps = [...outline.calls.values()].filter(({ callee, statement, at }) => callee === `${name}.step` && at.to === statement.to);
  const uses = outline.text.match(new RegExp(`(?<![\\w.])${name}(?!\\w)`, "g")) ?? [];
  return uses.length === steps.length + 1 ? without(outline, [scheduler.statement, ...steps.map(({ statement }) => statement)]) : undefined;
}

/** Gradients clipped after `backward`; undefined if there is no such line. */
export function withClipping(outline: Outline, optimizer: CallNode, norm: number): readonly TextEdit[] | undefined {
  const { text, calls } = outline;
  const backward = [...calls.values()].find(({ callee }) => callee.endsWith(".backward"));
  const parameters = optimizer.items[0]?.span;
  if (backward === undefined || parameters === undefined) return undefined;
  const prefix = /^\s*import torch\b/m.test(text) ? "torch.nn" : "nn";
  const code = `${prefix}.utils.clip_grad_norm_(${text.slice(parameters.from, parameters.to)}, ${pyValue(norm)})`;
  return besideStatement(text, backward.statement, "after", code);
}

export function withoutClipping(outline: Outline, { statement, at }: CallNode): readonly TextEdit[] | undefined {
  return at.to === statement.to ? withoutStatement(outline.text, statement) : undefined;
}

/** The variable that gets what a statement builds. */
function targetOf({ tokens }: StatementNode): string | undefined {
  return tokens[0]?.kind === "name" && tokens[1]?.text === "=" ? tokens[0].text : undefined;
}

/** What stands in front of an optimizer's name, as `torch.optim`. */
function packageOf(text: string, { callee }: CallNode): string | undefined {
  const dot = callee.lastIndexOf(".");
  return dot > 0 ? callee.slice(0, dot) : /^\s*import torch\b/m.test(text) ? "torch.optim" : undefined;
}

function statementOf({ calls }: Outline, callee: string): StatementNode | undefined {
  return [...calls.values()].find((call) => call.callee === callee)?.statement;
}

/** A line behind a statement and everything in it, as deep as the statement. */
function behindBlock(text: string, statement: StatementNode, code: string): readonly TextEdit[] | undefined {
  return besideStatement(text, { from: statement.from, to: endOf(statement) }, "after", code);
}

function without({ text }: Outline, statements: readonly StatementNode[]): readonly TextEdit[] | undefined {
  const edits = statements.map((statement) => withoutStatement(text, statement));
  return edits.every((edit) => edit !== undefined) ? ascending(edits.flat()) : undefined;
}

function ascending(edits: readonly TextEdit[]): readonly TextEdit[] {
  return edits.toSorted((one, other) => one.offset - other.offset);
}
