// What is said about the target: why it was guessed, and what choosing another would change.

import type { DataSummary } from "../../../../src/data/types.ts";
import { changeTarget, targetsOf } from "../../../../src/model/change-target.ts";
import type { ColumnFacts } from "../../../../src/model/columns.ts";
import type { Message } from "../../../../src/model/message.ts";
import { guessTargets, type TargetGuess } from "../../../../src/model/target-guess.ts";
import { say, t } from "../../../shared/text.ts";

/** What a new network would predict, by the columns it was found in: it is asked for with every frame. */
const guesses = new WeakMap<DataSummary["columns"], { readonly guess: TargetGuess | undefined }>();

function guessOf(columns: DataSummary["columns"]): TargetGuess | undefined {
  const known = guesses.get(columns) ?? { guess: guessTargets(columns)[0] };
  guesses.set(columns, known);
  return known.guess;
}

/** Why the target is what a new network would predict; undefined if the person chose another. */
export function guessReason({ columns }: DataSummary, json: unknown): Message | undefined {
  const guess = guessOf(columns);
  const targets = targetsOf(json);
  return guess !== undefined && targets.length === 1 && targets[0] === guess.column.name ? guess.reason : undefined;
}

/** What choosing a column as the target changes besides it, a few words each. */
export function changesInWords(json: unknown, { columns }: DataSummary, column: ColumnFacts, instead?: string): readonly string[] {
  const { changes } = changeTarget(json, columns, column, undefined, instead);
  return changes.length === 0 ? [t("Loss and layers stay as they are.")] : changes.map((sentence) => say(sentence));
}
