// What a document may expect of its trained network, one record per kind (docs/tests.md). As with layers, the record is the validation, the JSON schema
// and the list of names that a mistake is compared with.

import { type Message, message } from "./message.ts";
import * as z from "zod";
import "./jitless.ts";

const name = z.string().min(1).optional().describe("What lists of tests call it; a sentence of its fields when left out.");
const target = z.string().min(1).optional().describe("The target column, where there are several.");
const label = z.union([z.string(), z.number(), z.boolean()]);
const ofClass = label.optional().describe("The class it is about, as the CSV writes it.");

const measured = {
  on: z.enum(["train", "validation", "test"]).default("test").describe("The rows it is measured on."),
  at_least: z.number().optional().describe("The smallest value that passes."),
  at_most: z.number().optional().describe("The largest value that passes."),
};
const averaged = {
  class: ofClass,
  average: z
    .enum(["macro", "weighted"])
    .default("macro")
    .describe("How classes are averaged where none is named: each the same, or by its rows."),
};

function expectation<const T extends string, F extends z.ZodRawShape>(type: T, about: string, fields: F) {
  return z.strictObject({ type: z.literal(type), name, ...fields }).describe(about);
}

export const expectations = {
  accuracy: expectation("accuracy", "The share of right answers.", { target, ...measured }),
  precision: expectation("precision", "Of the rows answered so, the share that is so.", { target, ...averaged, ...measured }),
  recall: expectation("recall", "Of the rows that are so, the share answered so.", { target, ...averaged, ...measured }),
  f1: expectation("f1", "The harmonic mean of precision and recall.", { target, ...averaged, ...measured }),
  roc_auc: expectation("roc_auc", "The area under the ROC curve.", { target, ...averaged, ...measured }),
  average_precision: expectation("average_precision", "The area under the precision-recall curve.", { target, ...averaged, ...measured }),
  log_loss: expectation("log_loss", "The mean of −log(probability of the right class).", { target, ...measured }),
  r2: expectation("r2", "The share of the target's variance that is explained.", { target, ...measured }),
  mae: expectation("mae", "The mean distance between prediction and target.", { target, ...measured }),
  rmse: expectation("rmse", "The root of the mean squared distance.", { target, ...measured }),
  loss: expectation("loss", "The document's own loss.", measured),
  row: expectation("row", "The answer for one row of the CSV.", {
    row: z.int().min(1).describe("The row, counted from 1 without the header."),
    target,
    is: label.describe("The class as the CSV writes it, or the number."),
    within: z.number().min(0).optional().describe("How far from the number an answer may be."),
  }),
  rises: expectation("rises", "The mean answer rises with a feature.", {
    with: z.string().min(1).describe("The feature's column."),
    class: ofClass,
    target,
  }),
  falls: expectation("falls", "The mean answer falls with a feature.", {
    with: z.string().min(1).describe("The feature's column."),
    class: ofClass,
    target,
  }),
} as const;

export type ExpectationType = keyof typeof expectations;
/** An expectation with every default filled in. */
export type Expectation = { [T in ExpectationType]: z.output<(typeof expectations)[T]> }[ExpectationType];
/** One that compares a number with bounds. */
export type MetricExpectation = Extract<Expectation, { on: string }>;
export type RowExpectation = Extract<Expectation, { type: "row" }>;
export type TrendExpectation = Extract<Expectation, { type: "rises" | "falls" }>;

const all = Object.values(expectations);
export const anyExpectation = z.discriminatedUnion("type", all as [(typeof all)[number], ...typeof all]);

/** The fields of a kind. */
export function expectationFields(type: unknown): readonly string[] {
  return typeof type === "string" && Object.hasOwn(expectations, type)
    ? Object.keys(expectations[type as ExpectationType].shape)
    : ["type", "name"];
}

export function isMetric(expectation: Expectation): expectation is MetricExpectation {
  return "on" in expectation;
}

/** What an expectation says, for lists: its own name, or a sentence of its fields. */
export function expectationTitle(expectation: Expectation): Message {
  if (expectation.name !== undefined) return { text: "{0}", args: [expectation.name] };
  if (isMetric(expectation)) {
    const { on, at_least: least, at_most: most } = expectation;
    const metric = metricName(expectation);
    if (least !== undefined && most !== undefined) return message("{0} on {1} from {2} to {3}", metric, on, least, most);
    return most === undefined
      ? message("{0} on {1} at least {2}", metric, on, least ?? "…")
      : message("{0} on {1} at most {2}", metric, on, most);
  }
  if (expectation.type === "row") {
    const { row, is, within, target: column } = expectation;
    const place = column === undefined ? row : `${row} (${column})`;
    return message("row {0} is {1}", place, within === undefined ? String(is) : `${String(is)} ± ${within}`);
  }
  const { type, with: feature, target: column, class: subject } = expectation;
  const what = subject === undefined ? column : String(subject);
  if (what === undefined) return type === "rises" ? message("rises with {0}", feature) : message("falls with {0}", feature);
  return type === "rises" ? message("{0} rises with {1}", what, feature) : message("{0} falls with {1}", what, feature);
}

/** `f1 (setosa)`: the metric and what it is of. */
export function metricName(expectation: MetricExpectation): string {
  const of = [
    ...("target" in expectation && expectation.target !== undefined ? [expectation.target] : []),
    ...("class" in expectation && expectation.class !== undefined ? [String(expectation.class)] : []),
    ...("average" in expectation && expectation.average === "weighted" ? [expectation.average] : []),
  ];
  return of.length === 0 ? expectation.type : `${expectation.type} (${of.join(", ")})`;
}
