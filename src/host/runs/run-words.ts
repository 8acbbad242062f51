// A run in words, for the tree, its questions and a screen reader.

import * as vscode from "vscode";
import { shareText, significant } from "../../model/figures.ts";
import { type Message, message } from "../../model/message.ts";
import type { RunRecord } from "../../model/run-record.ts";
import type { RunEntry } from "../../protocol/runs.ts";
import { say } from "../text.ts";

/** What the person calls it, else when it was started. */
export function runTitle({ record }: RunEntry): string {
  return record.name ?? startedText(record);
}

/** What the person calls it, else the day and time as short as it can be told: a list has little room. */
export function shortTitle({ record }: RunEntry): string {
  if (record.name !== undefined) return record.name;
  const started = new Date(record.startedAt);
  const isToday = started.toDateString() === new Date().toDateString();
  const style: Intl.DateTimeFormatOptions = isToday
    ? { timeStyle: "medium" }
    : { month: "short", day: "numeric", hour: "numeric", minute: "2-digit" };
  return new Intl.DateTimeFormat(vscode.env.language, style).format(started);
}

export function startedText({ startedAt }: RunRecord): string {
  const format = new Intl.DateTimeFormat(vscode.env.language, { dateStyle: "medium", timeStyle: "medium" });
  return format.format(new Date(startedAt));
}

/** How it ended. */
export function endOf({ stopped, epochs, planned }: RunRecord): Message {
  const [done, all] = [epochs.toLocaleString("en"), planned.toLocaleString("en")];
  switch (stopped) {
    case "early":
      return message("stopped early at epoch {0} of {1}", done, all);
    case "interrupted":
      return message("stopped at epoch {0} of {1}", done, all);
    case "diverged":
      return message("diverged at epoch {0} of {1}", done, all);
    case null:
      return message("completed {0} epochs", done);
  }
}

/** The figures a run is told by: its loss, and its accuracy or R². */
export function figuresOf(record: RunRecord): string[] {
  const { loss, accuracy, r2 } = resultsOf(record);
  return [
    ...(loss === undefined ? [] : [short(loss)]),
    ...(accuracy === undefined ? [] : [shareText(accuracy)]),
    ...(r2 === undefined ? [] : [`R² ${short(r2)}`]),
  ];
}

/** The same for a listener, who sees no columns: each with its name. */
export function spokenFiguresOf(record: RunRecord): string[] {
  const { loss, accuracy, r2 } = resultsOf(record);
  return [
    ...(loss === undefined ? [] : [say(message("loss {0}", short(loss)))]),
    ...(accuracy === undefined ? [] : [say(message("accuracy {0}", shareText(accuracy)))]),
    ...(r2 === undefined ? [] : [`R² ${short(r2)}`]),
  ];
}

/** Of the validation rows, or of the training rows if there are no others. */
function resultsOf({ losses, metrics }: RunRecord) {
  const { accuracy, r2 } = metrics?.validation ?? metrics?.train ?? {};
  return { loss: losses.validation ?? losses.train, accuracy, r2 };
}

/** Four significant digits, and never 1 for what is not. */
export function short(value: number): string {
  return String(Number(significant(value, 4)));
}
