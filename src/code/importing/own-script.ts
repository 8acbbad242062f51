// What a script that Perceptron wrote says besides what any script may say: how columns are read and filled,
// which lines are no part of the table, when training ends early, from which probability on an answer is yes.

import type { ColumnKind } from "../../model/columns.ts";
import type { JsonValue } from "../../model/json.ts";
import type { ReadingChoice } from "../../model/reading-choice.ts";
import {
  type ColumnSettings,
  type DataSettings,
  type EarlyStoppingSettings,
  type Loss,
  type MissingRule,
  trainingSchema,
} from "../../model/schema.ts";
import { columnsOf } from "../reading/frames.ts";
import type { ReadScript } from "../reading/observed.ts";
import { tokenize } from "../reading/tokens.ts";
import { isKind, type Treated, type Value } from "../reading/values.ts";
import { yesExpression } from "../pytorch/task.ts";
import type { DataFacts } from "./data.ts";
import type { TableFacts } from "./table-facts.ts";
import type { TrainingFields } from "./training.ts";

type Column = Treated & { readonly normalize?: "standard" | "minmax"; readonly isTarget?: true };

/** Which lines such a script leaves out before its table is read. */
export function ownReading({ text, constant }: ReadScript): Pick<ReadingChoice, "comment" | "skip"> {
  const comment = /\bline\.startswith\(((["'])(?:(?!\2)[^\\\n]|\\.)*\2)\)/.exec(text)?.[1];
  const skip = constant("SKIPPED");
  const numbers = isKind(skip, "list") ? skip.items.filter((line) => typeof line === "number") : [];
  return {
    ...(comment === undefined ? {} : { comment: tokenize(comment)[0]!.text }),
    ...(numbers.length === 0 ? {} : { skip: numbers }),
  };
}

/** Fields of `data` that such a script says; what is the format's default is left out. */
export function ownData(script: ReadScript, { features, targets }: DataFacts, table: TableFacts | undefined): Partial<DataSettings> {
  const columns = new Map<string, Column>();
  const complete = textsOf(script.constant("COMPLETE"));
  for (const frame of features)
    for (const name of columnsOf(frame, table?.names) ?? [])
      columns.set(name, { ...frame.treated, ...(frame.scale === undefined ? {} : { normalize: frame.scale }) });
  for (const frame of targets)
    for (const name of columnsOf(frame, table?.names) ?? []) columns.set(name, { ...frame.treated, isTarget: true });
  const ruleOf = (name: string, { missing }: Column): MissingRule => (complete.includes(name) ? "error" : (missing ?? "drop"));
  const wanted = [...columns].map(([name, column]) => ({ name, column, rule: ruleOf(name, column) }));
  const missing = commonRule(wanted.filter(({ column }) => column.isTarget !== true));
  const numbers = wanted.filter(({ column }) => column.kind === "number" && column.isTarget !== true);
  const scales = new Set(numbers.map(({ column }) => column.normalize));
  const [scale] = scales.size === 1 ? scales : [];
  const ownMissing = new Map(pairsOf(script.constant("OWN_MISSING")));
  const settings = wanted.map(({ name, column, rule }): readonly [string, ColumnSettings] => [
    name,
    {
      ...kindOf(name, column, table),
      // Rows without a target are dropped, whatever the rule is for the others.
      ...((column.isTarget === true ? (rule === "error") === (missing === "error") : covers(missing, rule, column))
        ? {}
        : { missing: rule }),
      ...(ownMissing.has(name) ? { missing_values: textsOf(ownMissing.get(name)).filter((text) => text !== "") } : {}),
      ...(column.normalize === undefined || column.normalize === scale ? {} : { normalize: column.normalize }),
      ...(column.encode === undefined ? {} : { encode: column.encode }),
      ...(column.thousands === undefined ? {} : { thousands: column.thousands }),
      ...(column.strip === undefined ? {} : { strip: [...column.strip] }),
      ...(column.parentheses === undefined ? {} : { parentheses: true }),
      ...(column.date === undefined ? {} : { date: column.date }),
    },
  ]);
  const own = settings.filter(([, values]) => Object.keys(values).length > 0);
  return {
    ...ownReading(script),
    ...(missing === "drop" ? {} : { missing }),
    ...(scale === undefined ? {} : { normalize: scale }),
    ...(own.length === 0 ? {} : { columns: Object.fromEntries(own) }),
  };
}

interface Wanted {
  readonly column: Column;
  readonly rule: MissingRule;
}

/** The rule that every feature follows, if there is one; else rows with gaps are dropped. */
function commonRule(features: readonly Wanted[]): MissingRule {
  const rules = new Set(features.map(({ rule }) => rule));
  return [...rules].find((rule) => features.every(({ rule: own, column }) => covers(rule, own, column))) ?? "drop";
}

/** Whether a rule for all columns means this for one; what is no number has no mean. */
function covers(rule: MissingRule, own: MissingRule, { kind, encode }: Column): boolean {
  if ((rule === "mean" || rule === "median") && (kind !== "number" || encode === "date")) return own === "most_frequent";
  return JSON.stringify(rule) === JSON.stringify(own);
}

/** How a column is read, if that is not what is found. */
function kindOf(name: string, column: Column, table: TableFacts | undefined): { readonly kind?: ColumnKind } {
  const { encode, thousands, strip, parentheses } = column;
  const kind = column.kind ?? "category";
  const found = table?.kinds[table.names.indexOf(name)];
  const isFound = found === undefined || found === kind || encode === "date";
  return isFound || thousands !== undefined || strip !== undefined || parentheses === true ? {} : { kind };
}

/** Fields of `training` that such a script says in lines of its own. */
export function ownTraining({ text }: ReadScript, loss: JsonValue | undefined): TrainingFields {
  const stopping = stoppingOf(text);
  const known = trainingSchema.shape.loss.safeParse(loss).data;
  const threshold = known && thresholdOf(text, known);
  const rule = / step = (\S+) \* \(targets\[row\] - answers\[row\]\)/.exec(text)?.[1];
  const batch = /batch_size=min\((\d+), len\(train_set\) \+ 1\)/.exec(text)?.[1];
  return {
    ...(rule === undefined ? {} : { optimizer: { type: "Perceptron", lr: Number(rule) } }),
    ...(batch === undefined ? {} : { batch_size: Number(batch) }),
    ...(stopping === undefined ? {} : { early_stopping: { ...stopping } }),
    ...(threshold === undefined || threshold === 0.5 ? {} : { threshold }),
  };
}

function stoppingOf(text: string): EarlyStoppingSettings | undefined {
  const patience = /epoch - best_epoch >= (\d+)/.exec(text)?.[1];
  if (patience === undefined) return undefined;
  const delta = /_loss < best_loss - (\S+):/.exec(text)?.[1];
  return { patience: Number(patience), min_delta: delta === undefined ? 0 : Number(delta) };
}

/** The shortest threshold of which a script's comparison is written. */
function thresholdOf(text: string, loss: Loss): number | undefined {
  const written = /^ +right = \((outputs [<>]= (\S+))\) == \(targets > 0\)/m.exec(text);
  if (written === null) return undefined;
  const [, expression, last = ""] = written;
  const number = last.endsWith("math.inf") ? (last.startsWith("-") ? -Infinity : Infinity) : Number(last);
  const logit = loss.type === "HingeEmbeddingLoss" ? loss.margin / 2 - number : number;
  for (const guess of [number, 1 / (1 + Math.exp(-logit))])
    for (let digits = 1; digits <= 17; digits++) {
      const threshold = Number(guess.toPrecision(digits));
      if (threshold >= 0 && threshold <= 1 && yesExpression(loss, threshold) === expression) return threshold;
    }
  return undefined;
}

function textsOf(value: Value | undefined): readonly string[] {
  return isKind(value, "list") ? value.items.filter((item) => typeof item === "string") : [];
}

function pairsOf(value: Value | undefined): (readonly [string, Value])[] {
  const pairs = isKind(value, "list") ? value.items : [];
  return pairs.flatMap((pair) =>
    isKind(pair, "list") && typeof pair.items[0] === "string" && pair.items[1] !== undefined
      ? [[pair.items[0], pair.items[1]] as const]
      : [],
  );
}
