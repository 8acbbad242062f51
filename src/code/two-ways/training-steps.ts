// Single steps by which the training that a Python file says comes nearer to a document's: the arguments of
// the loss, the optimizer and the scheduler, numbers of epochs and rows, the seed, the clipping, the
// threshold.

import type { JsonValue } from "../../model/json.ts";
import type { TextEdit } from "../../model/text-edits.ts";
import { constructorArguments } from "../pytorch/arguments.ts";
import { flat } from "../pytorch/python.ts";
import type { Expression } from "../reading/expressions.ts";
import type { CallNode, StatementNode } from "../reading/outline.ts";
import { argumentWays, valueWays } from "./arguments.ts";
import { differing, isEqual, isTyped, parametersOf, plain, type Sides, type Typed, typed } from "./compare.ts";
import { commentsIn } from "./places.ts";
import type { CodeSide } from "./sides.ts";
import { withClipping, withoutClipping, withoutScheduler, withScheduler } from "./training-parts.ts";

/** The arguments that come before a part's parameters: the network's parameters, the optimizer. */
const skipped: Readonly<Record<(typeof typed)[number], number>> = { loss: 0, optimizer: 1, scheduler: 1 };

/** Where a number stands in its call, and what it is called there. */
const numbers: Readonly<Record<string, { readonly name: string; readonly place: number; readonly standard?: JsonValue }>> = {
  seed: { name: "seed", place: 0 },
  batch_size: { name: "batch_size", place: 1 },
  shuffle: { name: "shuffle", place: 2, standard: false },
  drop_last: { name: "drop_last", place: 8, standard: false },
  clip_grad_norm: { name: "max_norm", place: 1 },
};

/** Every way that could bring the training nearer, those that change least first. */
export function* trainingSteps(side: CodeSide, wanted: Sides["training"]): Generator<readonly TextEdit[]> {
  for (const part of typed) {
    const [own, other, call] = [side.training[part], wanted[part], callOf(side, part)];
    if (part === "scheduler" && own !== undefined) yield* schedulerWays(side, other);
    if (call === undefined || !isTyped(own) || !isTyped(other)) continue;
    if (own.type === other.type) yield* parameterWays(side, call, part, own, other);
    else yield* typeWays(side, call, part, other);
  }
  for (const part of plain) {
    const value = wanted[part];
    if (part === "clip_grad_norm") yield* clippingWays(side, value);
    if (side.training[part] === undefined || value === undefined || isEqual(side.training[part], value)) continue;
    if (part === "epochs") yield* epochWays(side, value);
    else if (part === "threshold") yield* thresholdWays(side, value);
    else yield* numberWays(side, part, value);
  }
}

/** Writes the call of a scheduler if the code has none, or takes it out if the document has none. */
function* schedulerWays(side: CodeSide, wanted: JsonValue | undefined): Generator<readonly TextEdit[]> {
  const [optimizer, scheduler] = [callOf(side, "optimizer"), callOf(side, "scheduler")];
  const loop = side.facts.script?.seen.loops.find(({ times }) => times !== undefined);
  const epochs = loop && statementAt(side.outline.statements, loop.line);
  const put = side.training["scheduler"] === null && optimizer && isTyped(wanted) && withScheduler(side.outline, optimizer, epochs, wanted);
  if (put) yield put;
  const taken = wanted === undefined && scheduler && withoutScheduler(side.outline, scheduler);
  if (taken) yield taken;
}

function* clippingWays(side: CodeSide, wanted: JsonValue | undefined): Generator<readonly TextEdit[]> {
  const [optimizer, clip] = [callOf(side, "optimizer"), callOf(side, "clip_grad_norm")];
  const put =
    side.training["clip_grad_norm"] === null && optimizer && typeof wanted === "number" && withClipping(side.outline, optimizer, wanted);
  if (put) yield put;
  const taken = wanted === undefined && clip && withoutClipping(side.outline, clip);
  if (taken) yield taken;
}

function statementAt(statements: readonly StatementNode[], line: number): StatementNode | undefined {
  for (const statement of statements) {
    const found = statement.tokens[0]?.line === line ? statement : statementAt(statement.body, line);
    if (found !== undefined) return found;
  }
  return undefined;
}

function callOf({ calls, outline }: CodeSide, part: string): CallNode | undefined {
  const at = calls[part]?.at;
  return at === undefined ? undefined : outline.calls.get(at);
}

function* parameterWays(
  side: CodeSide,
  call: CallNode,
  part: (typeof typed)[number],
  own: Typed,
  wanted: Typed,
): Generator<readonly TextEdit[]> {
  const parameters = parametersOf(part, own.type);
  const names = Object.keys(parameters);
  // A function takes the answer and the target first.
  const skip = call.callee.endsWith(own.type) ? skipped[part] : 2;
  for (const name of differing(own, wanted)) {
    const place = skip + names.indexOf(name);
    yield* argumentWays(side.outline, call, { name, place, value: wanted[name], parameters, isPlain: part !== "loss" });
  }
}

/** Another loss, optimizer or scheduler in the place of the one that is there, of what is not its own. */
function* typeWays(
  { outline: { text } }: CodeSide,
  call: CallNode,
  part: (typeof typed)[number],
  wanted: Typed,
): Generator<readonly TextEdit[]> {
  const { at, callee, items } = call;
  if (!/[A-Z]\w*$/.test(callee) || commentsIn(text.slice(at.from, at.to)).length > 0) return;
  const style = part === "loss" ? {} : { named: true };
  const own = items.slice(0, skipped[part]).map(({ span }) => (span === undefined ? "" : text.slice(span.from, span.to)));
  const given = constructorArguments(parametersOf(part, wanted.type), wanted, style).map(flat);
  const code = `${callee.replace(/[A-Z]\w*$/, wanted.type)}(${[...own, ...given].join(", ")})`;
  yield [{ offset: at.from, length: at.to - at.from, text: code }];
}

function* numberWays(side: CodeSide, part: string, value: JsonValue): Generator<readonly TextEdit[]> {
  const call = callOf(side, part);
  const number = numbers[part];
  if (call === undefined || number === undefined) return;
  yield* argumentWays(side.outline, call, { ...number, value, parameters: {} });
}

/** The end of the `range` that the training loop goes through, as of `range(1, options.epochs + 1)`. */
function* epochWays({ outline, facts }: CodeSide, value: JsonValue): Generator<readonly TextEdit[]> {
  const loop = facts.script?.seen.loops.find(({ times }) => times !== undefined);
  for (const { callee, items, statement } of outline.calls.values()) {
    const [first, second = first] = items;
    if (statement.tokens[0]?.line !== loop?.line || !/\bt?range$/.test(callee) || second?.valueSpan === undefined) continue;
    for (const name of namesIn(second.value)) yield* valueWays(outline, name, second.valueSpan, value).slice(0, -1);
    const start = items.length > 1 && first?.value.kind === "literal" ? Number(first.value.value) : 0;
    yield* valueWays(outline, second.value, second.valueSpan, Number(value) + start).slice(-1);
  }
}

/** The names that a number is computed from. */
function namesIn(expression: Expression): Expression[] {
  if (expression.kind === "operation") return [...namesIn(expression.left), ...namesIn(expression.right)];
  return expression.kind === "name" ? [expression] : [];
}

/** The number that the network's answers are compared with. */
function* thresholdWays({ outline, facts, training }: CodeSide, value: JsonValue): Generator<readonly TextEdit[]> {
  const seen = facts.script?.seen.thresholds.find((threshold) => threshold.value === training["threshold"]);
  const onLine = (statements: typeof outline.statements): CallNode["statement"]["tokens"] =>
    statements.flatMap(({ tokens, body }) => [...tokens, ...onLine(body)]);
  for (const { kind, text, line, from, to } of seen === undefined ? [] : onLine(outline.statements)) {
    if (kind !== "number" || line !== seen?.line || Number(text) !== seen.value) continue;
    yield* valueWays(outline, { kind: "literal", value: seen.value, line }, { from, to }, value);
  }
}
