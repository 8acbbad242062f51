// What a document may expect of its trained network, one record per kind (docs/tests.md). As with layers, the
// record is the validation, the JSON schema and the list of names that a mistake is compared with.

import * as z from "zod";
import "./jitless.ts";

function expectation<const T extends string, F extends z.ZodRawShape>(type: T, about: string, fields: F) {
  const name = z.string().min(1).optional().describe("What lists of tests call it; a sentence of its fields when left out.");
  return z.strictObject({ type: z.literal(type), name, ...fields }).describe(about);
}

function makeExpectations() {
  const target = z.string().min(1).optional().describe("The target column, if there are several.");
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
  return {
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
}

type Expectations = ReturnType<typeof makeExpectations>;
let made: Expectations | undefined;

/** Each kind; made when first asked for, as the schemas of layers are. */
export function expectations(): Expectations {
  return (made ??= makeExpectations());
}

export type ExpectationType = keyof Expectations;
/** An expectation with every default filled in. */
export type Expectation = { [T in ExpectationType]: z.output<Expectations[T]> }[ExpectationType];
/** One that compares a number with bounds. */
export type MetricExpectation = Extract<Expectation, { on: string }>;
export type RowExpectation = Extract<Expectation, { type: "row" }>;
export type TrendExpectation = Extract<Expectation, { type: "rises" | "falls" }>;

export const anyExpectation = z.lazy(() => {
  const all = Object.values(expectations());
  return z.discriminatedUnion("type", all as [(typeof all)[number], ...typeof all]);
});

/** The fields of a kind. */
export function expectationFields(type: unknown): readonly string[] {
  return typeof type === "string" && Object.hasOwn(expectations(), type)
    ? Object.keys(expectations()[type as ExpectationType].shape)
    : ["type", "name"];
}
