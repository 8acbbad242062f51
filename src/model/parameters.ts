// Kinds of parameters. One definition of a parameter gives its type, its validation, its JSON schema and its control in the inspector.
// Names, defaults and ranges are PyTorch's.

import * as z from "zod";
import type { Message } from "./message.ts";

// The webview's content security policy forbids code made at run time, and reports even the attempt.
z.config({ jitless: true });

export type Control =
  | { readonly kind: "integer" | "number"; readonly min?: number; readonly max?: number; readonly slider?: readonly [number, number] }
  | { readonly kind: "switch" }
  | { readonly kind: "choice"; readonly options: readonly string[] }
  | { readonly kind: "numbers"; readonly length?: number }
  | { readonly kind: "initialiser"; readonly options: readonly string[] };

export interface Parameter<S extends z.ZodType = z.ZodType> {
  readonly control: Control;
  readonly schema: S;
  /** PyTorch's default; absent where a value is required or follows from the data and the layer before. */
  readonly default?: unknown;
  /** What it does, in one sentence. */
  readonly about: Message;
}

export type Parameters = Readonly<Record<string, Parameter>>;

/** The zod shape of a set of parameters. */
export type ShapeOf<P extends Parameters> = { [K in keyof P]: P[K]["schema"] };

export function shapeOf<P extends Parameters>(parameters: P): ShapeOf<P> {
  const entries = Object.entries(parameters).map(([name, parameter]) => [name, parameter.schema]);
  return Object.fromEntries(entries) as ShapeOf<P>;
}

interface Range {
  readonly min?: number;
  readonly max?: number;
  /** The part of the range in which a slider is useful. */
  readonly slider?: readonly [number, number];
}

function limited(schema: z.ZodNumber, range: Range): z.ZodNumber {
  let result = schema;
  if (range.min !== undefined) result = result.min(range.min);
  if (range.max !== undefined) result = result.max(range.max);
  return result;
}

function describe<S extends z.ZodType>(schema: S, about: Message): S {
  return schema.describe(about.text);
}

/** A whole number that must be given. */
export function integer(about: Message, range: Range) {
  return { control: { kind: "integer", ...range }, schema: describe(limited(z.int(), range), about), about } satisfies Parameter;
}

/** A whole number that follows from the data and the layer before, and may be written down. */
export function derivedInteger(about: Message, range: Range) {
  return { control: { kind: "integer", ...range }, schema: describe(limited(z.int(), range).optional(), about), about } satisfies Parameter;
}

/** A whole number with PyTorch's default. */
export function integerWithDefault(about: Message, value: number, range: Range = {}) {
  const schema = describe(limited(z.int(), range).default(value), about);
  return { control: { kind: "integer", ...range }, schema, default: value, about } satisfies Parameter;
}

/** A number that must be given. */
export function number(about: Message, range: Range) {
  return { control: { kind: "number", ...range }, schema: describe(limited(z.number(), range), about), about } satisfies Parameter;
}

/** A number with PyTorch's default. */
export function numberWithDefault(about: Message, value: number, range: Range = {}) {
  const schema = describe(limited(z.number(), range).default(value), about);
  return { control: { kind: "number", ...range }, schema, default: value, about } satisfies Parameter;
}

/** A number with PyTorch's default that may also be null. */
export function nullableNumberWithDefault(about: Message, value: number, range: Range) {
  const schema = describe(limited(z.number(), range).nullable().default(value), about);
  return { control: { kind: "number", ...range }, schema, default: value, about } satisfies Parameter;
}

/** A number that is not there by default. */
export function optionalNumber(about: Message, range: Range = {}) {
  return {
    control: { kind: "number", ...range },
    schema: describe(limited(z.number(), range).optional(), about),
    about,
  } satisfies Parameter;
}

/** A whole number that is not there by default. */
export function optionalInteger(about: Message, range: Range = {}) {
  return { control: { kind: "integer", ...range }, schema: describe(limited(z.int(), range).optional(), about), about } satisfies Parameter;
}

/** One of a few names, with PyTorch's default. */
export function choiceWithDefault<const T extends readonly [string, ...string[]]>(about: Message, options: T, value: T[number]) {
  // The default is one of the options, which the library's own type does not see through a type parameter.
  const schema = describe(z.enum(options).default(value as never), about) as unknown as z.ZodDefault<z.ZodType<T[number], T[number]>>;
  return { control: { kind: "choice", options }, schema, default: value, about } satisfies Parameter;
}

/** A list of whole numbers that must be given. */
export function integers(about: Message) {
  return { control: { kind: "numbers" }, schema: describe(z.array(z.int().min(0)).min(1), about), about } satisfies Parameter;
}

/** True or false with PyTorch's default. */
export function flag(about: Message, value: boolean) {
  return { control: { kind: "switch" }, schema: describe(z.boolean().default(value), about), default: value, about } satisfies Parameter;
}

/** A list of numbers that is not there by default. */
export function optionalNumbers(about: Message) {
  return { control: { kind: "numbers" }, schema: describe(z.array(z.number()).min(1).optional(), about), about } satisfies Parameter;
}

/** Two numbers with PyTorch's default, as in Adam's betas. */
export function pairWithDefault(about: Message, value: readonly [number, number], range: Range) {
  const one = limited(z.number(), range);
  const schema = describe(z.tuple([one, one]).default([...value]), about);
  return { control: { kind: "numbers", length: 2 }, schema, default: value, about } satisfies Parameter;
}

/** The ways to draw a Linear's first weights that have a name. */
export const initialisers = ["default", "xavier_uniform", "xavier_normal", "kaiming_uniform", "kaiming_normal", "zeros"] as const;

export type InitialiserName = (typeof initialisers)[number];

/** How a Linear's first weights are drawn, or the weights themselves: weight `[out][in]`, bias `[out]`. */
export function initialiser(about: Message) {
  const handSet = z.strictObject({ weight: z.array(z.array(z.number()).min(1)).min(1), bias: z.array(z.number()).optional() });
  const schema = describe(z.union([z.enum(initialisers), handSet]).default("default"), about);
  return { control: { kind: "initialiser", options: initialisers }, schema, default: "default", about } satisfies Parameter;
}
