// Kinds of parameters, as plain data. One definition of a parameter gives its type, its validation, its JSON
// schema (parameter-schema.ts) and its control in the inspector. Names, defaults and ranges are PyTorch's.

import type { Message } from "./message.ts";

interface Range {
  readonly min?: number;
  readonly max?: number;
  /** The part of the range in which a slider is useful. */
  readonly slider?: readonly [number, number];
}

/** The values that a parameter takes, and so the control that sets it. */
export type Control =
  | ({ readonly kind: "integer" } & Range)
  | ({ readonly kind: "number"; readonly nullable?: boolean } & Range)
  | { readonly kind: "switch" }
  | { readonly kind: "choice"; readonly options: readonly string[] }
  /** A list of at least one number, or of exactly `length`; each within the range. */
  | { readonly kind: "numbers"; readonly length?: 2; readonly whole?: boolean; readonly min?: number; readonly max?: number }
  | { readonly kind: "initialiser"; readonly options: readonly string[] };

/**
 * Whether a document must give a value, may leave it out so that there is none, or leaves PyTorch's default.
 */
export type Presence = "required" | "optional" | "default";

export interface Parameter {
  readonly control: Control;
  readonly presence: Presence;
  /** PyTorch's default; absent if a value is required or follows from the data and the layer before. */
  readonly default?: unknown;
  /** What it does, in one sentence. */
  readonly about: Message;
}

export type Parameters = Readonly<Record<string, Parameter>>;

/** First weights set by hand: weight `[out][in]`, bias `[out]`. */
export type HandSetWeights = { weight: number[][]; bias?: number[] | undefined };

/** The type of a control's values. */
export type ValueOf<C> = C extends { readonly kind: "integer" }
  ? number
  : C extends { readonly kind: "number" }
    ? C extends { readonly nullable: true }
      ? number | null
      : number
    : C extends { readonly kind: "switch" }
      ? boolean
      : C extends { readonly kind: "choice"; readonly options: readonly (infer T)[] }
        ? T
        : C extends { readonly kind: "numbers" }
          ? C extends { readonly length: 2 }
            ? [number, number]
            : number[]
          : C extends { readonly kind: "initialiser"; readonly options: readonly (infer T)[] }
            ? T | HandSetWeights
            : never;

type NamesOf<P extends Parameters, K extends Presence> = { [N in keyof P]: P[N]["presence"] extends K ? N : never }[keyof P];
type Given<P extends Parameters, N extends keyof P> = { -readonly [K in N]: ValueOf<P[K]["control"]> };
type Omissible<P extends Parameters, N extends keyof P> = { -readonly [K in N]?: ValueOf<P[K]["control"]> | undefined };

/** Parameters as a document writes them. */
export type Written<P extends Parameters> = Given<P, NamesOf<P, "required">> & Omissible<P, NamesOf<P, "optional" | "default">>;
/** Parameters with every default filled in. */
export type Resolved<P extends Parameters> = Given<P, NamesOf<P, "required" | "default">> & Omissible<P, NamesOf<P, "optional">>;

/** A whole number that must be given. */
export function integer(about: Message, range: Range) {
  return { control: { kind: "integer", ...range }, presence: "required", about } as const satisfies Parameter;
}

/** A whole number that is not there by default, or follows from the data and the layer before. */
export function optionalInteger(about: Message, range: Range = {}) {
  return { control: { kind: "integer", ...range }, presence: "optional", about } as const satisfies Parameter;
}

/** A whole number with PyTorch's default. */
export function integerWithDefault(about: Message, value: number, range: Range = {}) {
  return { control: { kind: "integer", ...range }, presence: "default", default: value, about } as const satisfies Parameter;
}

/** A number that must be given. */
export function number(about: Message, range: Range) {
  return { control: { kind: "number", ...range }, presence: "required", about } as const satisfies Parameter;
}

/** A number that is not there by default. */
export function optionalNumber(about: Message, range: Range = {}) {
  return { control: { kind: "number", ...range }, presence: "optional", about } as const satisfies Parameter;
}

/** A number with PyTorch's default. */
export function numberWithDefault(about: Message, value: number, range: Range = {}) {
  return { control: { kind: "number", ...range }, presence: "default", default: value, about } as const satisfies Parameter;
}

/** A number with PyTorch's default that may also be null. */
export function nullableNumberWithDefault(about: Message, value: number, range: Range) {
  return { control: { kind: "number", nullable: true, ...range }, presence: "default", default: value, about } as const satisfies Parameter;
}

/** One of a few names, with PyTorch's default. */
export function choiceWithDefault<const T extends readonly [string, ...string[]]>(about: Message, options: T, value: T[number]) {
  return { control: { kind: "choice", options }, presence: "default", default: value, about } as const satisfies Parameter;
}

/** True or false with PyTorch's default. */
export function flag(about: Message, value: boolean) {
  return { control: { kind: "switch" }, presence: "default", default: value, about } as const satisfies Parameter;
}

/** A list of whole numbers from 0 on that must be given. */
export function integers(about: Message) {
  return { control: { kind: "numbers", whole: true, min: 0 }, presence: "required", about } as const satisfies Parameter;
}

/** A list of numbers that is not there by default. */
export function optionalNumbers(about: Message) {
  return { control: { kind: "numbers" }, presence: "optional", about } as const satisfies Parameter;
}

/** Two numbers with PyTorch's default, as in Adam's betas. */
export function pairWithDefault(about: Message, value: readonly [number, number], range: Pick<Range, "min" | "max">) {
  return { control: { kind: "numbers", length: 2, ...range }, presence: "default", default: value, about } as const satisfies Parameter;
}

/** The ways to draw a Linear's first weights that have a name. */
export const initialisers = ["default", "xavier_uniform", "xavier_normal", "kaiming_uniform", "kaiming_normal", "zeros"] as const;

export type InitialiserName = (typeof initialisers)[number];

/** How a Linear's first weights are drawn, or the weights themselves. */
export function initialiser(about: Message) {
  return {
    control: { kind: "initialiser", options: initialisers },
    presence: "default",
    default: "default",
    about,
  } as const satisfies Parameter;
}
