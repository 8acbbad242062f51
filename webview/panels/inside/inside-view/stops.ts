// The stops of a training step, in their order: the batch, each layer forward, the loss, each layer backward,
// the update. At each stop one tensor is looked at, and one number of it is in focus.

import type { InsideParameter, InsideStep, NumberAddress, TensorFacts, TensorName } from "../../../../src/training/inside/types.ts";

/**
 * `backward` is the derivative by a layer's output, `gradient` that by its parameters. Layers are counted
 * from 0.
 */
export type Stop =
  | { readonly kind: "batch" | "loss" }
  | { readonly kind: "forward" | "backward" | "gradient" | "update"; readonly layer: number };

export const phases = ["batch", "forward", "loss", "backward", "update"] as const;
export type Phase = (typeof phases)[number];

/** Which number of a stop's tensor is looked at, all counted from 0. It outlives the stop. */
export interface Place {
  /** Row of the batch. */
  readonly row: number;
  readonly unit: number;
  /** Of a weight: the unit it comes from. */
  readonly from: number;
  /** Index among the parameters of the layer. */
  readonly parameter: number;
}

export function stopsOf({ layers }: InsideStep): readonly Stop[] {
  const forward = layers.map((_, layer) => ({ kind: "forward" as const, layer }));
  const learned = layers.flatMap(({ parameters }, layer) => (parameters.length > 0 ? [layer] : []));
  const backward = layers
    .map((_, layer): readonly Stop[] => [
      { kind: "backward", layer },
      ...(learned.includes(layer) ? [{ kind: "gradient" as const, layer }] : []),
    ])
    .toReversed();
  return [
    { kind: "batch" },
    ...forward,
    { kind: "loss" },
    ...backward.flat(),
    ...learned.map((layer) => ({ kind: "update" as const, layer })),
  ];
}

export function phaseOf({ kind }: Stop): Phase {
  return kind === "gradient" ? "backward" : kind;
}

/** A stop as it is remembered: `forward 2`. */
export function idOf(stop: Stop): string {
  return "layer" in stop ? `${stop.kind} ${stop.layer}` : stop.kind;
}

export function isOtherStop(one: Stop, other: Stop | undefined): boolean {
  return other === undefined || idOf(one) !== idOf(other);
}

/** The index of a remembered stop; that of the nearest one before, if the network has changed. */
export function indexOfStop(stops: readonly Stop[], id: string): number {
  return Math.max(
    0,
    stops.findIndex((stop) => idOf(stop) === id),
  );
}

/** The parameter that a stop is about. */
export function parameterAt(step: InsideStep, stop: Stop, { parameter }: Place): InsideParameter | undefined {
  if (stop.kind !== "gradient" && stop.kind !== "update") return undefined;
  const { parameters } = step.layers[stop.layer]!;
  return parameters[Math.min(parameter, parameters.length - 1)];
}

/** What is looked at. */
export function tensorAt(step: InsideStep, stop: Stop, place: Place): TensorName {
  switch (stop.kind) {
    case "batch":
      return { of: "input" };
    case "loss":
      return { of: "rowLoss" };
    case "forward":
      return { of: "output", layer: stop.layer };
    case "backward":
      return { of: "gradOutput", layer: stop.layer };
    case "gradient":
      return { of: "gradient", parameter: parameterAt(step, stop, place)?.parameter ?? 0 };
    case "update":
      return { of: "after", parameter: parameterAt(step, stop, place)?.parameter ?? 0 };
  }
}

/** The number in focus. */
export function rootAt(step: InsideStep, stop: Stop, place: Place): NumberAddress {
  if (stop.kind === "loss") return { tensor: { of: "loss" }, row: 0, column: 0 };
  const tensor = tensorAt(step, stop, place);
  const { rows, columns } = factsOf(step, tensor);
  const isVector = parameterAt(step, stop, place)?.shape.length === 1;
  const isParameter = "parameter" in tensor;
  const [row, column] = isVector ? [0, place.unit] : isParameter ? [place.unit, place.from] : [place.row, place.unit];
  return { tensor, row: within(row, rows), column: within(column, columns) };
}

/** The place at which a number of the stop's tensor is in focus. */
export function placeFor(step: InsideStep, stop: Stop, place: Place, { row, column }: NumberAddress): Place {
  const parameter = parameterAt(step, stop, place);
  if (parameter === undefined) return { ...place, row, unit: column };
  return parameter.shape.length === 1 ? { ...place, unit: column } : { ...place, unit: row, from: column };
}

/** How large a tensor is; only rows and columns of the losses, which nobody counted. */
export function factsOf(step: InsideStep, tensor: TensorName): Pick<TensorFacts, "rows" | "columns"> & Partial<TensorFacts> {
  switch (tensor.of) {
    case "input":
      return step.input;
    case "target":
      return step.target;
    case "rowLoss":
      return { rows: step.rows.length, columns: 1 };
    case "loss":
      return { rows: 1, columns: 1 };
    case "output":
      return step.layers[tensor.layer]?.output ?? none;
    case "gradOutput":
      return step.layers[tensor.layer]?.gradOutput ?? none;
    case "before":
    case "gradient":
    case "after":
      return parameterOf(step, tensor.parameter)?.[tensor.of] ?? none;
  }
}

const none = { rows: 0, columns: 0 };

/** The largest absolute value of a tensor, for its colours. */
export function largestOf(step: InsideStep, tensor: TensorName): number {
  const { min = 0, max = 0 } = factsOf(step, tensor);
  return Math.max(Math.abs(min), Math.abs(max));
}

export function parameterOf({ layers }: InsideStep, index: number): InsideParameter | undefined {
  return layers.flatMap(({ parameters }) => parameters).find(({ parameter }) => parameter === index);
}

/** A gradient as lessons call it: `0.weight[1][0]`, and of a parameter of one dimension `0.bias[1]`. */
export function nameOfGradient(step: InsideStep, { tensor, row, column }: NumberAddress): string | undefined {
  const parameter = tensor.of === "gradient" ? parameterOf(step, tensor.parameter) : undefined;
  return parameter && `${parameter.name}${parameter.shape.length === 1 ? "" : `[${row}]`}[${column}]`;
}

export function isSame(one: NumberAddress, other: NumberAddress): boolean {
  return keyOf(one) === keyOf(other);
}

/** An address as text: `output 2 0 3`. */
export function keyOf({ tensor, row, column }: NumberAddress): string {
  return `${tensorKey(tensor)} ${row} ${column}`;
}

export function tensorKey(tensor: TensorName): string {
  return "layer" in tensor ? `${tensor.of} ${tensor.layer}` : "parameter" in tensor ? `${tensor.of} ${tensor.parameter}` : tensor.of;
}

/** The address of a text that `keyOf` made. */
export function addressOf(key: string): NumberAddress {
  const [of, ...numbers] = key.split(" ");
  const [row = 0, column = 0] = numbers.slice(-2).map(Number);
  const index = numbers.length > 2 ? Number(numbers[0]) : undefined;
  if (index === undefined) return { tensor: { of: of as "input" }, row, column };
  if (of === "output" || of === "gradOutput") return { tensor: { of, layer: index }, row, column };
  return { tensor: { of: of as "before", parameter: index }, row, column };
}

/** Where a window of at most so many begins, out of `count`, that has one in its middle as far as it can. */
export function startAround(at: number, count: number, most: number): number {
  return Math.max(0, Math.min(at - Math.floor(most / 2), count - most));
}

function within(index: number, count: number): number {
  return Math.max(0, Math.min(index, count - 1));
}
