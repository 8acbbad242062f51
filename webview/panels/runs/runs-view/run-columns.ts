// The columns of the table of runs: what stands in each, and how it is sorted by.

import type { RunRecord } from "../../../../src/model/run-record.ts";
import type { RunEntry } from "../../../../src/protocol/runs.ts";
import type { Settings } from "../../../../src/model/sweep/sweep.ts";
import { formatCount, formatDuration, formatMeasure } from "../../../shared/numbers.ts";
import { codeWords } from "../../../shared/health-words.ts";
import { axisTitle, valueText } from "../../sweep/sweep-words.ts";
import { currentLanguage, t } from "../../../shared/text.ts";
import { baselineText } from "../../../shared/verdict-words.ts";
import { type ColumnName, columnNames, type RunOrder } from "./run-order.ts";

type SettingName = (typeof settingNames)[number];
const settingNames = ["lr", "batch_size", "width", "activation", "optimizer", "seed"] as const satisfies readonly (ColumnName &
  keyof Settings)[];

export interface RunColumn {
  readonly name: ColumnName;
  readonly title: string;
  readonly isNumber: boolean;
  /**
   * What always the same answer would come to, if it is the same for all runs: an accuracy says nothing
   * without it.
   */
  readonly usual?: string;
}

/**
 * @param entries all runs: a measure that none of them has gets no column, and neither does a setting that is
 *   the same everywhere
 */
export function columnsOf(entries: readonly RunEntry[]): RunColumn[] {
  const measure = entries.map(({ record }) => measureOf(record)?.title).find((title) => title !== undefined);
  const titles: Readonly<Record<Exclude<ColumnName, SettingName>, string | undefined>> = {
    name: t("Name"),
    started: t("Started"),
    end: t("End"),
    epochs: t("Epochs"),
    train: t("Train loss"),
    validation: t("Validation loss"),
    best: t("Best loss"),
    measure,
    seconds: t("Time"),
    note: t("Notes"),
  };
  const words = new Set<ColumnName>(["name", "started", "end", "note", "activation", "optimizer"]);
  return columnNames.flatMap((name) => {
    const title = isSetting(name) ? (isVaried(entries, name) ? axisTitle(name) : undefined) : titles[name];
    const usual = name === "measure" ? commonBaseline(entries.map(({ record }) => record)) : undefined;
    return title === undefined ? [] : [{ name, title, isNumber: !words.has(name), ...(usual === undefined ? {} : { usual }) }];
  });
}

/** Runs on other rows have another baseline, which then stands beside the value of each. */
function commonBaseline(records: readonly RunRecord[]): string | undefined {
  const [first, ...others] = new Set(records.flatMap(({ verdict }) => (verdict ? [baselineText(verdict)] : [])));
  return others.length === 0 ? first : undefined;
}

function isSetting(name: ColumnName): name is SettingName {
  return settingNames.some((setting) => setting === name);
}

function isVaried(entries: readonly RunEntry[], name: SettingName): boolean {
  return new Set(entries.flatMap(({ settings }) => (settings ? [settings[name]] : []))).size > 1;
}

/** What the person calls it, else what changed with it, else when it was started. */
export function runName({ record, document }: RunEntry): string {
  const own = record.name ?? (record.changes?.join(", ") || startedText(record));
  return document === undefined ? own : `${document}: ${own}`;
}

export function startedText({ startedAt }: RunRecord): string {
  const format = new Intl.DateTimeFormat(currentLanguage(), { dateStyle: "short", timeStyle: "medium" });
  return format.format(new Date(startedAt));
}

/** The words for how it ended. */
export function endText({ stopped }: RunRecord): string {
  switch (stopped) {
    case "early":
      return t("stopped early");
    case "interrupted":
      return t("stopped");
    case "diverged":
      return t("diverged");
    case null:
      return t("completed");
  }
}

/** The icon that goes with them. */
export function endIcon({ stopped }: RunRecord): string {
  switch (stopped) {
    case "early":
      return "pass-filled";
    case "interrupted":
      return "debug-stop";
    case "diverged":
      return "warning";
    case null:
      return "pass";
  }
}

/** What stands in a cell; empty if there is nothing to say. */
export function cellText(entry: RunEntry, column: ColumnName): string {
  const { record } = entry;
  if (isSetting(column)) return valueText(entry.settings?.[column]);
  switch (column) {
    case "name":
      return runName(entry);
    case "started":
      return startedText(record);
    case "end":
      return endText(record);
    case "epochs":
      return record.epochs < record.planned ? `${formatCount(record.epochs)} / ${formatCount(record.planned)}` : formatCount(record.epochs);
    case "seconds":
      return formatDuration(record.seconds);
    case "note":
      return record.note ?? "";
    case "train":
    case "validation":
    case "best":
    case "measure": {
      const value = numberOf(record, column);
      return value === undefined ? "" : formatMeasure(value);
    }
  }
}

/**
 * Runs that have every word of the filter somewhere in their texts; one such as `lr<0.01` compares what is in
 * a column.
 */
export function filteredRuns(entries: readonly RunEntry[], filter: string): RunEntry[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => {
    const { record } = entry;
    const texts = [
      runName(entry),
      ...(record.changes ?? []),
      startedText(record),
      endText(record),
      record.note ?? "",
      ...(record.health ?? []).map(({ code }) => `${code} ${codeWords(code)}`),
      `seed ${record.seed}`,
      ...Object.entries(entry.settings ?? {}).map(([name, value]) => `${name} ${value}`),
    ];
    const text = [...texts, record.star ? "★" : ""].join(" ").toLowerCase();
    return words.every((word) => comparisonOf(word)?.(entry) ?? text.includes(word));
  });
}

/** What columns are called in a filter besides their own names. */
const aliases: Readonly<Record<string, ColumnName>> = { loss: "validation", accuracy: "measure", r2: "measure", time: "seconds" };

/** `seed=1`, `optimizer=adam` or `loss<0.3` as a question; undefined if a word is none. */
function comparisonOf(word: string): ((entry: RunEntry) => boolean) | undefined {
  const [, name = "", sign, wanted = ""] = /^(\w+)(<=|>=|<|>|=)(.+)$/.exec(word) ?? [];
  const column = aliases[name] ?? columnNames.find((one) => one === name);
  if (column === undefined) return undefined;
  return (entry) => {
    const value = sortValue(entry, column);
    if (typeof value !== "number") return sign === "=" && (value ?? "").toLowerCase() === wanted;
    const other = Number(wanted);
    if (sign === "=") return value === other;
    return sign === "<" ? value < other : sign === ">" ? value > other : sign === "<=" ? value <= other : value >= other;
  };
}

/** Sorted by a column; runs that have nothing there come last either way, equals newest first. */
export function sortedRuns(entries: readonly RunEntry[], { column, isDescending }: RunOrder): RunEntry[] {
  const sign = isDescending ? -1 : 1;
  return entries.toSorted((one, other) => {
    const [a, b] = [sortValue(one, column), sortValue(other, column)];
    const newest = one.record.startedAt < other.record.startedAt ? 1 : -1;
    if (a === undefined || b === undefined) return a === b ? newest : a === undefined ? 1 : -1;
    if (a === b) return newest;
    return (
      sign *
      (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), currentLanguage(), { numeric: true }))
    );
  });
}

function sortValue(entry: RunEntry, column: ColumnName): number | string | undefined {
  const { record, settings } = entry;
  if (isSetting(column)) return settings?.[column];
  switch (column) {
    case "started":
      return record.startedAt;
    case "epochs":
    case "seconds":
      return record[column];
    case "train":
    case "validation":
    case "best":
    case "measure":
      return numberOf(record, column);
    case "name":
    case "end":
    case "note":
      return cellText(entry, column) || undefined;
  }
}

function numberOf(record: RunRecord, column: "train" | "validation" | "best" | "measure"): number | undefined {
  if (column === "best") return record.best?.loss;
  if (column === "measure") return measureOf(record)?.value;
  return record.losses[column];
}

/** Of validation rows if there are some: the accuracy, or R². */
function measureOf({ metrics }: RunRecord): { readonly title: string; readonly value: number } | undefined {
  const { accuracy, r2 } = metrics?.validation ?? metrics?.train ?? {};
  if (accuracy !== undefined) return { title: t("Accuracy"), value: accuracy };
  return r2 === undefined ? undefined : { title: "R²", value: r2 };
}
