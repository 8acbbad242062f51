// The layer registry: one record per layer, under PyTorch's name.
// Palette, inspector, validation, JSON schema, hovers, shapes and exported code are derived from these records. A layer's numbers
// (forward and backward) are one file in the engine of the same name; the compiler says when one of the two is missing.

import * as z from "zod";
import { message, type Message } from "./message.ts";
import { derivedInteger, flag, initialiser, integer, integerWithDefault, type Parameters, type ShapeOf, shapeOf } from "./parameters.ts";

export type LayerGroup = "linear" | "activation" | "output";

export interface LayerRecord<T extends string = string, P extends Parameters = Parameters> {
  readonly type: T;
  readonly group: LayerGroup;
  readonly parameters: P;
  readonly formula: string;
  /** The derivative of the output with respect to the input. */
  readonly derivative: string;
  /** What it is for. */
  readonly about: Message;
  /** What goes wrong with it. */
  readonly pitfall?: Message;
  /** Values per row that come out, from those that go in. Layers without one keep the number. */
  readonly outFeatures?: (parameters: Readonly<Record<string, unknown>>) => number | undefined;
  /** Learnt numbers, from values per row in and out. Layers without one learn nothing. */
  readonly parameterCount?: (inFeatures: number, outFeatures: number, parameters: Readonly<Record<string, unknown>>) => number;
  /** The interval all outputs lie in, where there is one. */
  readonly range?: readonly [number, number];
}

const dim = integerWithDefault(message("The dimension that sums to one: −1 over a row's values, 0 over the rows of the batch."), -1, {
  min: -2,
  max: 1,
});

function layer<const T extends string, P extends Parameters>(record: LayerRecord<T, P>): LayerRecord<T, P> {
  return record;
}

export const layers = {
  Linear: layer({
    type: "Linear",
    group: "linear",
    parameters: {
      in_features: derivedInteger(message("Values per row that come in. Follows from the layer before when left out."), { min: 1 }),
      out_features: integer(message("Values per row that go out: the number of units."), { min: 1, max: 65536, slider: [1, 128] }),
      bias: flag(message("Adds a learnt constant to each output."), true),
      init: initialiser(message("How the first weights are drawn.")),
    },
    formula: "y = x Wᵀ + b",
    derivative: "∂y/∂x = W",
    about: message("Each output is a weighted sum of all inputs plus a bias. The weights are what the network learns."),
    pitfall: message("Two linear layers with nothing between them can do no more than one."),
    outFeatures: (parameters) => (typeof parameters["out_features"] === "number" ? parameters["out_features"] : undefined),
    parameterCount: (inFeatures, outFeatures, parameters) => outFeatures * (inFeatures + (parameters["bias"] === false ? 0 : 1)),
  }),
  Identity: layer({
    type: "Identity",
    group: "activation",
    parameters: {},
    formula: "y = x",
    derivative: "y′ = 1",
    about: message("Hands its input on unchanged. Useful to hold a place or to compare with an activation."),
  }),
  Sigmoid: layer({
    type: "Sigmoid",
    group: "activation",
    parameters: {},
    formula: "y = 1 / (1 + e⁻ˣ)",
    derivative: "y′ = y (1 − y)",
    about: message("Squeezes any number into 0 to 1, which reads as a probability. The usual output for a yes or no."),
    pitfall: message(
      "Far from zero its slope is almost nothing, so gradients vanish in deep networks; its outputs are not centred on zero.",
    ),
    range: [0, 1],
  }),
  Tanh: layer({
    type: "Tanh",
    group: "activation",
    parameters: {},
    formula: "y = (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)",
    derivative: "y′ = 1 − y²",
    about: message("Squeezes any number into −1 to 1, centred on zero."),
    pitfall: message("Far from zero its slope is almost nothing, so gradients vanish in deep networks."),
    range: [-1, 1],
  }),
  ReLU: layer({
    type: "ReLU",
    group: "activation",
    parameters: {},
    formula: "y = max(0, x)",
    derivative: "y′ = 1 (x > 0), 0 (x ≤ 0)",
    about: message("Keeps positive numbers and cuts negative ones to zero. The usual choice between linear layers."),
    pitfall: message("A unit whose input is negative for every row passes no gradient and never learns again: it is dead."),
    range: [0, Infinity],
  }),
  Softmax: layer({
    type: "Softmax",
    group: "output",
    parameters: { dim },
    formula: "yᵢ = eˣⁱ / Σⱼ eˣʲ",
    derivative: "∂yᵢ/∂xⱼ = yᵢ (δᵢⱼ − yⱼ)",
    about: message("Turns a row of numbers into probabilities that sum to one, one per class."),
    pitfall: message("CrossEntropyLoss already contains it: with both, learning is slow."),
    range: [0, 1],
  }),
  LogSoftmax: layer({
    type: "LogSoftmax",
    group: "output",
    parameters: { dim },
    formula: "yᵢ = xᵢ − log Σⱼ eˣʲ",
    derivative: "∂yᵢ/∂xⱼ = δᵢⱼ − softmax(x)ⱼ",
    about: message("The logarithm of softmax, computed without overflow. Goes with NLLLoss."),
    pitfall: message("Its outputs are logarithms, all at most zero, not probabilities."),
    range: [-Infinity, 0],
  }),
} as const;

export type LayerType = keyof typeof layers;

type SchemaOf<R> =
  R extends LayerRecord<infer T, infer P>
    ? z.ZodObject<{ type: z.ZodLiteral<T>; name: z.ZodOptional<z.ZodString> } & ShapeOf<P>, z.core.$strict>
    : never;

/** The schema of one layer in a document. */
export function layerSchema<K extends LayerType>(type: K): SchemaOf<(typeof layers)[K]> {
  const record: LayerRecord = layers[type];
  const schema = z.strictObject({
    type: z.literal(record.type),
    name: z.string().min(1).optional().describe("A label of your own."),
    ...shapeOf(record.parameters),
  });
  return schema.describe(`${record.formula} — ${record.about.text}`) as unknown as SchemaOf<(typeof layers)[K]>;
}

/** The schema of any one layer. */
export type LayerSchema = { [K in LayerType]: SchemaOf<(typeof layers)[K]> }[LayerType];
/** A layer as a document writes it. */
export type Layer = { [K in LayerType]: z.input<SchemaOf<(typeof layers)[K]>> }[LayerType];
/** A layer with every default filled in. */
export type ResolvedLayer = { [K in LayerType]: z.output<SchemaOf<(typeof layers)[K]>> }[LayerType];

/** Whether a document's `type` names a layer of this registry. */
export function isLayerType(type: unknown): type is LayerType {
  return typeof type === "string" && Object.hasOwn(layers, type);
}
