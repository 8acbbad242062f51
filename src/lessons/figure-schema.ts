// What may stand in a live figure's block, by its type.

import * as z from "zod";
import "../model/jitless.ts";
import type { JsonLayer } from "../model/edit.ts";
import type { JsonValue } from "../model/json.ts";
import { losses } from "../model/losses.ts";
import { safeParse } from "../model/safe-parse.ts";
import { layerSchema } from "../model/schema.ts";
import { isLayerType } from "../model/layers.ts";
import type { Figure, FigureOptions, FigureType } from "./figures.ts";

/** Steps that the engine goes for a figure. */
const MOST_STEPS = { path: 500, line: 300, bars: 2000 };
const MOST_ROWS = 50;

const number = z.number().min(-1e6).max(1e6);
const words = z.string().min(1).max(60);
const weight = z.string().regex(/^\d{1,3}\.\w+(\[\d{1,4}\]){1,2}$/);
const captions = z.tuple([words, words]).optional();
const layer = z
  .looseObject({ type: z.string() })
  .refine(({ type, ...rest }) => isLayerType(type) && safeParse(layerSchema(type), { type, ...rest }).success);
const patch = z.looseObject({}).optional() as unknown as z.ZodType<JsonValue | undefined>;
const range = { from: number.optional(), to: number.optional(), at: number.optional() };
const lossName = z.enum(Object.keys(losses) as [string, ...string[]]);

const options: { readonly [T in FigureType]: z.ZodType<FigureOptions[T]> } = {
  activation: z.strictObject({
    layer: layer.optional(),
    layers: z.array(layer).min(1).max(6).optional(),
    shows: z
      .array(z.enum(["value", "derivative"]))
      .min(1)
      .max(2)
      .optional(),
    ...range,
  }) as unknown as z.ZodType<FigureOptions["activation"] & { readonly layer?: JsonLayer }>,
  "loss-slice": z.strictObject({
    weight,
    losses: z.array(lossName).min(1).max(4),
    others: z.record(weight, number).optional(),
    ...range,
  }),
  "weight-path": z.strictObject({
    weights: z.tuple([weight, weight]),
    steps: z.int().min(1).max(MOST_STEPS.path),
    beside: patch,
    captions,
  }),
  softmax: z.strictObject({
    logits: z.array(number).min(2).max(6).optional(),
    names: z.array(words).min(2).max(6).optional(),
    shows: z
      .array(z.enum(["Softmax", "Softmin", "LogSoftmax"]))
      .min(1)
      .max(3)
      .optional(),
  }),
  "perceptron-line": z.strictObject({ steps: z.int().min(1).max(MOST_STEPS.line), beside: patch, captions }),
  "layer-bars": z.strictObject({
    of: z.enum(["gradient", "dead"]),
    step: z.int().min(1).max(MOST_STEPS.bars).optional(),
    beside: patch,
    captions,
  }),
  table: z.strictObject({ rows: z.int().min(1).max(MOST_ROWS).optional() }),
};

export const figureTypes = Object.keys(options) as readonly FigureType[];

/** A figure with its options as JSON says them; undefined if they do not fit its type. */
export function figureOf(type: FigureType, id: string, json: unknown): Figure | undefined {
  const result = safeParse(options[type] as z.ZodType, json);
  return result.success ? ({ type, id, options: result.data } as Figure) : undefined;
}
