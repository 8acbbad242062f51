// What a script does with the data, decided before a line of it is written: how the CSV is read, how each
// feature and target becomes numbers, which rows are dropped. What no script could do in the same way is
// refused with a sentence.

import type { ColumnProfile, DataSummary, FittedFeature, Preprocessing } from "../../data/types.ts";
import { losses, type LossRecord } from "../../model/losses.ts";
import { type Message, message } from "../../model/message.ts";
import { firstError, ProblemError } from "../../model/problem.ts";
import type { JsonPath } from "../../model/json.ts";
import type { ColumnSettings, DateOrder, Experiment, MissingRule } from "../../model/schema.ts";
import { pythonCodec } from "./encodings.ts";

/** What stands for a missing value: a statistic of the training rows, or a constant. */
export type Fill = "mean" | "median" | "most_frequent" | { readonly constant: number | string };

export type Scale = "standard" | "minmax";

/** How some columns become numbers. */
export interface Treatment {
  readonly kind: "number" | "boolean" | "category";
  readonly encode: FittedFeature["encode"];
  readonly thousands?: string;
  readonly strip?: readonly string[];
  readonly parentheses?: boolean;
  /** The order of dates, if it is not year first. */
  readonly date?: DateOrder;
  readonly fill?: Fill;
  readonly scale?: Scale;
}

/** Neighbouring columns that are treated alike. */
export interface Group {
  readonly columns: readonly string[];
  readonly treatment: Treatment;
}

/**
 * What the loss wants of the target: class indices, 0 and 1 or −1 and 1 for two classes, or the numbers
 * themselves.
 */
export type TargetForm = "indices" | "two-classes" | "signs" | "numbers";

/** A mean so many deviations from 0 loses digits that count in a plain sum. */
const CLOSE = 1e4;

export interface DataPlan {
  readonly files: readonly string[];
  readonly format: "text" | "gzip" | "parquet";
  readonly codec: string;
  readonly delimiter: string;
  readonly decimalComma: boolean;
  readonly header: boolean;
  readonly comment?: string;
  /** Lines that are no part of the table. */
  readonly skip: readonly number[];
  /** Whether the first line only says the delimiter. */
  readonly hint: boolean;
  /** Whether a lone U+001A ends the file. */
  readonly endMark: boolean;
  /** The number of columns, if some record goes on behind them. */
  readonly width?: number;
  /** All columns of the CSV, if the script has to name them because pandas would call them otherwise. */
  readonly names?: readonly string[];
  readonly features: readonly string[];
  readonly targets: readonly string[];
  readonly groups: readonly Group[];
  readonly targetGroups: readonly Group[];
  readonly targetForm: TargetForm;
  /** The missing texts of columns that have a list of their own. */
  readonly missingValues: ReadonlyMap<string, readonly string[]>;
  /** Columns in which a missing value drops the row: features, then all targets. */
  readonly dropped: readonly string[];
  /** Columns in which no value may be missing. */
  readonly complete: readonly string[];
  /**
   * Whether numbers of some feature lie so close together, as times in microseconds do, that their plain sum
   * loses digits.
   */
  readonly isClose: boolean;
  /** Whether anything is learnt from the training rows. */
  readonly fitted: boolean;
}

/**
 * Plans a script's data part.
 * @param files the CSVs as the script finds them
 * @throws ProblemError if the data has an error, or something that pandas would read otherwise
 */
export function planData(experiment: Experiment, summary: DataSummary, files: readonly string[]): DataPlan {
  const { data, training } = experiment;
  const { preprocessing, dialect } = summary;
  if (preprocessing === undefined) throw notReady(summary);
  const settingsOf = (name: string): ColumnSettings => (Object.hasOwn(data.columns, name) ? data.columns[name]! : {});
  const ruleOf = (name: string): MissingRule => settingsOf(name).missing ?? data.missing;
  const kindOf = new Map(summary.columns.map(({ name, kind }) => [name, kind]));
  const features = preprocessing.features.map(({ column }) => column);
  const targets = preprocessing.target.columns;
  const missingValues = new Map(
    [...features, ...targets].flatMap((name) => {
      const own = settingsOf(name).missing_values;
      return own === undefined ? [] : [[name, [...new Set(["", ...own])]] as const];
    }),
  );
  checkTexts(preprocessing, missingValues);
  const groups = grouped(
    preprocessing.features.map((fitted) => [fitted.column, treatmentOf(fitted, ruleOf(fitted.column), settingsOf(fitted.column), data)]),
  );
  const targetGroups = grouped(
    targets.map((name) => {
      const kind = kindOf.get(name) ?? "number";
      return [name, { kind, encode: "value", ...(kind === "number" ? formOf(settingsOf(name)) : {}) }];
    }),
  );
  const allNames = summary.columns.map(({ name }) => name);
  return {
    files,
    format: dialect.format ?? "text",
    codec: codecOf(dialect.encoding),
    delimiter: dialect.delimiter,
    decimalComma: dialect.decimal === ",",
    header: dialect.header,
    ...(data.comment === undefined ? {} : { comment: data.comment }),
    skip: data.skip,
    hint: dialect.hint === true,
    endMark: dialect.endMark === true,
    ...(dialect.surplus ? { width: allNames.length } : {}),
    ...(dialect.header && dialect.ownNames === undefined && files.length === 1 && !isRenamed(allNames) ? {} : { names: allNames }),
    features,
    targets,
    groups,
    targetGroups,
    targetForm: targetFormOf(training.loss.type, preprocessing),
    missingValues,
    dropped: [...features.filter((name) => ruleOf(name) === "drop"), ...targets],
    complete: [...features, ...targets].filter((name) => ruleOf(name) === "error"),
    isClose: summary.columns.some(({ name, profile }) => features.includes(name) && areClose(profile)),
    fitted: groups.some(({ treatment: { fill, scale } }) => typeof fill === "string" || scale !== undefined),
  };
}

/** Of so many digits as their mean has, the numbers differ in the last ones alone. */
function areClose({ numbers }: ColumnProfile): boolean {
  return numbers !== undefined && Math.abs(numbers.mean) > CLOSE * numbers.deviation;
}

function notReady(summary: DataSummary): ProblemError {
  const error = firstError(summary.problems);
  if (error !== undefined) return new ProblemError(error);
  return refusal(
    "data-not-ready",
    ["data"],
    message("The data could not be encoded, so there is no code for it. Correct its problems first."),
  );
}

function refusal(code: string, path: JsonPath, sentence: Message): ProblemError {
  return new ProblemError({ severity: "error", code, path, message: sentence });
}

function codecOf(encoding: string): string {
  const codec = pythonCodec(encoding);
  if (codec !== undefined) return codec;
  throw refusal(
    "encoding-not-in-python",
    ["data", "encoding"],
    message("Python has no encoding {0}, so the script could not read the CSV. Save the CSV as UTF-8.", encoding),
  );
}

/** pandas does not say which field was quoted. */
function checkTexts(preprocessing: Preprocessing, missingValues: ReadonlyMap<string, readonly string[]>): void {
  const { features, target } = preprocessing;
  const texts: [column: string, values: readonly string[]][] = features.map(({ column, categories = [] }) => [column, categories]);
  if (target.kind === "category") for (const column of target.columns) texts.push([column, target.classes ?? []]);
  for (const [column, values] of [...texts, ...missingValues]) {
    for (const value of values) {
      const path = ["data", "columns", column];
      if (/^[ \t]|[ \t]$/.test(value))
        throw refusal(
          "quoted-blanks",
          path,
          message(
            'Column "{0}" has the value "{1}" with blanks at its edge, which pandas cannot tell from other blanks. Remove them from the CSV.',
            column,
            value,
          ),
        );
    }
  }
}

/**
 * Whether the names may differ from those pandas gives: it has its own ways with empty and repeated names,
 * and blanks stay.
 */
function isRenamed(names: readonly string[]): boolean {
  const before = new Set<string>();
  return names.some((name, index) => {
    const base = /^(.*)_\d+$/s.exec(name)?.[1];
    const isMadeUp = name === `column${index + 1}` || (base !== undefined && before.has(base));
    before.add(name);
    return isMadeUp || /^[ \t]|[ \t]$/.test(name);
  });
}

function treatmentOf(fitted: FittedFeature, rule: MissingRule, own: ColumnSettings, data: Experiment["data"]): Treatment {
  const normalize = fitted.kind === "number" ? (own.normalize ?? data.normalize) : "none";
  const fill = fillOf(fitted, rule);
  return {
    kind: fitted.kind,
    encode: fitted.encode,
    ...(fitted.kind === "number" ? formOf(own) : {}),
    ...(fitted.date === undefined ? {} : { date: fitted.date }),
    ...(fill === undefined ? {} : { fill }),
    ...(normalize === "none" ? {} : { scale: normalize }),
  };
}

function formOf({ thousands, strip, parentheses }: ColumnSettings): Pick<Treatment, "thousands" | "strip" | "parentheses"> {
  return {
    ...(thousands === undefined ? {} : { thousands }),
    ...(strip === undefined ? {} : { strip }),
    ...(parentheses === true ? { parentheses } : {}),
  };
}

function fillOf({ kind, fill }: FittedFeature, rule: MissingRule): Fill | undefined {
  if (rule === "drop" || rule === "error") return undefined;
  if (typeof rule === "object") return fill === undefined ? undefined : { constant: fill };
  return kind === "number" ? rule : "most_frequent";
}

function targetFormOf(loss: Experiment["training"]["loss"]["type"], { target }: Preprocessing): TargetForm {
  const record: LossRecord = losses[loss];
  if (record.target === "classes") return "indices";
  if (record.target === "sign") return "signs";
  return target.classes === undefined || target.kind === "boolean" ? "numbers" : "two-classes";
}

function grouped(columns: readonly (readonly [name: string, treatment: Treatment])[]): Group[] {
  const groups: { columns: string[]; treatment: Treatment; key: string }[] = [];
  for (const [name, treatment] of columns) {
    const key = JSON.stringify(treatment);
    const last = groups.at(-1);
    // Each date becomes several inputs of its own.
    if (last?.key === key && treatment.encode !== "date") last.columns.push(name);
    else groups.push({ columns: [name], treatment, key });
  }
  return groups.map(({ columns, treatment }) => ({ columns, treatment }));
}
