// The document's schema, in one definition: its types, its validation and its JSON schema (docs/format.md).
// `*Input` is what stands in the file; the plain name is the same with every default filled in.

import { anyExpectation } from "./expectations.ts";
import { FORMAT } from "./format.ts";
import { type Layer, layers, type LayerType, type ResolvedLayer } from "./layers.ts";
import type { LayerRecord } from "./layers/record.ts";
import { losses } from "./losses.ts";
import { optimizers } from "./optimizers.ts";
import { schedulers } from "./schedulers.ts";
import { shapeOf } from "./parameter-schema.ts";
import type { Parameters, Resolved, Written } from "./parameters.ts";
import * as z from "zod";
import "./jitless.ts";

type Recorded = { readonly type: string; readonly parameters: Parameters };
type AsWritten<R extends Record<string, Recorded>> = { [K in keyof R]: { type: R[K]["type"] } & Written<R[K]["parameters"]> }[keyof R];
type AsResolved<R extends Record<string, Recorded>> = { [K in keyof R]: { type: R[K]["type"] } & Resolved<R[K]["parameters"]> }[keyof R];

type Told = [z.ZodObject<{ type: z.ZodLiteral<string> }>];

/**
 * A schema that accepts any record of a registry, told apart by `type`. It is made when it is first asked:
 * all of them take half as long as to load the extension.
 */
function oneOf<R extends Record<string, Recorded>>(records: R): z.ZodType<AsResolved<R>, AsWritten<R>> {
  const options = (): Told =>
    Object.values(records).map((record) =>
      z.strictObject({ type: z.literal(record.type), ...shapeOf(record.parameters) }),
    ) as unknown as Told;
  return z.lazy(() => z.discriminatedUnion("type", options())) as unknown as z.ZodType<AsResolved<R>, AsWritten<R>>;
}

/** The schema of one layer in a document. */
export function layerSchema<K extends LayerType>(type: K): z.ZodType<Extract<ResolvedLayer, { type: K }>, Extract<Layer, { type: K }>> {
  const record: LayerRecord = layers[type];
  const schema = z.strictObject({
    type: z.literal(record.type),
    name: z.string().min(1).optional().describe("A label of your own."),
    ...shapeOf(record.parameters),
  });
  const described = schema.describe(`${record.formula} — ${record.about.text}`);
  return described as unknown as z.ZodType<Extract<ResolvedLayer, { type: K }>, Extract<Layer, { type: K }>>;
}

const layerOptions = (): Told => (Object.keys(layers) as LayerType[]).map((type) => layerSchema(type)) as unknown as Told;
const anyLayer = z.lazy(() => z.discriminatedUnion("type", layerOptions())) as unknown as z.ZodType<ResolvedLayer, Layer>;

const name = z.string().min(1);

const missingRule = z.union([
  z.enum(["drop", "error", "mean", "median", "most_frequent"]),
  z.strictObject({ constant: z.union([z.number(), z.string(), z.boolean()]) }),
]);
const normalization = z.enum(["none", "standard", "minmax"]);

export const columnSettings = z.strictObject({
  kind: z.enum(["number", "boolean", "category"]).optional().describe("How the column is read, where that differs from what is found."),
  missing: missingRule.optional().describe("What happens to a row whose value is missing here."),
  missing_values: z.array(z.string()).optional().describe("Texts that mean missing in this column; they replace the usual list."),
  normalize: normalization.optional().describe("How this number column is scaled."),
  encode: z.enum(["ordinal", "date"]).optional().describe("How this column becomes inputs; a category is one-hot when left out."),
  thousands: z.string().length(1).optional().describe("The mark between groups of three digits."),
  strip: z.array(name).min(1).optional().describe("Texts that are taken off either end before a number is read, as a currency or a unit."),
  parentheses: z.boolean().optional().describe("Whether (12) is −12."),
  date: z
    .enum(["year-first", "month-first", "day-first"])
    .optional()
    .describe("The order in which dates are written; year-first when left out."),
});

export const splitSchema = z
  .strictObject({
    train: z.number().gt(0).max(1),
    validation: z.number().min(0).max(1),
    test: z.number().min(0).max(1),
  })
  .describe("Fractions of the rows, which sum to 1.");

export const dataSchema = z.strictObject({
  file: z
    .union([name, z.array(name).min(1)])
    .describe("Path of the CSV relative to this document, with forward slashes, or a list of paths with equal columns."),
  encoding: name.optional().describe("Text encoding of the CSV, where it should not be found."),
  delimiter: z.enum([",", ";", "\t", "|"]).optional().describe("What separates fields, where it should not be found."),
  decimal: z.enum([".", ","]).optional().describe("The decimal mark, where it should not be found."),
  header: z.boolean().optional().describe("Whether the first record names the columns, where it should not be found."),
  comment: name.optional().describe("Lines that start with this, outside of quotes, are skipped."),
  skip: z
    .array(z.int().min(1))
    .default([])
    .describe("Line numbers, from 1, that are no part of the table: titles, units, a second row of names, totals."),
  target: z.union([name, z.array(name).min(1)]).describe("The column to predict; for a regression with several outputs, a list."),
  features: z
    .array(name)
    .min(1)
    .optional()
    .describe("The columns to learn from, in the order of the network's inputs. Every other column when left out."),
  columns: z.record(z.string(), columnSettings).default({}).describe("Settings by column name, where they differ from what is found."),
  missing: missingRule.default("drop").describe("What happens to a row with a missing feature."),
  normalize: normalization.default("none").describe("How number features are scaled, from the training rows."),
  split: splitSchema.default({ train: 0.8, validation: 0.1, test: 0.1 }),
});

export const earlyStopping = z
  .strictObject({
    patience: z.int().min(1).describe("Epochs in a row without a better loss after which training stops."),
    min_delta: z.number().min(0).default(0).describe("How much lower a better loss must be."),
  })
  .describe("Stops when the validation loss gets no better, and keeps the weights of the best epoch.");

export const trainingSchema = z.strictObject({
  seed: z.int().default(0).describe("torch.manual_seed: the start of all random numbers."),
  epochs: z.int().min(0).default(100).describe("Passes over the training rows."),
  batch_size: z.int().min(1).default(32).describe("Rows per training step."),
  shuffle: z.boolean().default(true).describe("Whether the training rows are shuffled in each epoch."),
  drop_last: z.boolean().default(false).describe("Whether a last batch that is not full is left out."),
  loss: oneOf(losses),
  optimizer: oneOf(optimizers),
  scheduler: oneOf(schedulers).optional().describe("How the learning rate changes."),
  clip_grad_norm: z.number().gt(0).optional().describe("The largest norm of all gradients together."),
  early_stopping: earlyStopping.optional(),
  threshold: z.number().min(0).max(1).default(0.5).describe("A binary prediction is positive where its probability is at least this."),
});

export const documentSchema = z.strictObject({
  format: z.literal(FORMAT).describe("The version of this format."),
  data: dataSchema,
  layers: z.array(anyLayer).min(1).describe("The layers of the Sequential, first to last."),
  training: trainingSchema,
  tests: z.array(anyExpectation).default([]).describe("Expectations of the trained network."),
  code: name.optional().describe("Path of a Python file that shows the same network and is kept in step with it."),
});

export type DataSettings = z.output<typeof dataSchema>;
export type ColumnSettings = z.output<typeof columnSettings>;
/** The order in which a column's dates are written. */
export type DateOrder = NonNullable<ColumnSettings["date"]>;
export type MissingRule = z.output<typeof missingRule>;
export type Normalization = z.output<typeof normalization>;
export type SplitFractions = z.output<typeof splitSchema>;
export type TrainingSettings = z.output<typeof trainingSchema>;
export type Loss = TrainingSettings["loss"];
export type Scheduler = NonNullable<TrainingSettings["scheduler"]>;
export type EarlyStoppingSettings = NonNullable<TrainingSettings["early_stopping"]>;
export type Optimizer = TrainingSettings["optimizer"];
export type ExperimentInput = z.input<typeof documentSchema>;
export type Experiment = z.output<typeof documentSchema>;

/** The JSON schema (draft 7) that editors use for completion and validation of `*.perceptron` files. */
export function documentJsonSchema(): unknown {
  return offerTypes(z.toJSONSchema(documentSchema, { target: "draft-7", io: "input" }));
}

interface Alternative {
  readonly description?: string;
  readonly properties?: { readonly type?: { readonly const?: string } };
}

/**
 * Alternatives told apart by `type`, as a choice of the type and then that type's fields. Of plain
 * alternatives an editor would offer only those that the fields written so far fit best.
 */
function offerTypes(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(offerTypes);
  if (typeof schema !== "object" || schema === null) return schema;
  const { oneOf, ...rest } = schema as { readonly oneOf?: readonly Alternative[] };
  const types = oneOf?.map(({ properties }) => properties?.type?.const);
  if (oneOf === undefined || !types?.every((type) => type !== undefined)) {
    return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, offerTypes(value)]));
  }
  const type = { enum: types, enumDescriptions: oneOf.map(({ description }) => description ?? "") };
  const fields = oneOf.map((option, index) => ({
    if: { required: ["type"], properties: { type: { const: types[index] } } },
    // oxlint-disable-next-line unicorn/no-thenable -- JSON schema's keyword, in an object that nobody awaits.
    then: option,
  }));
  return { ...rest, type: "object", required: ["type"], properties: { type }, allOf: fields };
}
