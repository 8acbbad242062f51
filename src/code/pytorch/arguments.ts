// Arguments of PyTorch's constructors, from the registry's records. What is PyTorch's default is left out, as
// a person would.

import type { Parameters } from "../../model/parameters.ts";
import { around, type Bracket, call, type Code, list, pyFloat, pyValue } from "./python.ts";

/** Sizes that follow from the layer before; PyTorch wants them first. */
const DERIVED = new Set(["in_features", "num_features", "normalized_shape"]);

export interface ArgumentStyle {
  /** Values per row that come in, for sizes that the document leaves out. */
  readonly inFeatures?: number;
  /** An argument that is written also if it is the default. */
  readonly always?: string;
  /** Whether required arguments have their name too, rather than their place. */
  readonly named?: boolean;
}

/**
 * Arguments in the record's order: what is required by its place, what differs from the default by its name.
 */
export function constructorArguments(parameters: Parameters, given: object, { inFeatures, always, named }: ArgumentStyle): Code[] {
  const values = given as Readonly<Record<string, unknown>>;
  return Object.entries(parameters).flatMap(([name, parameter]): Code[] => {
    const { control } = parameter;
    // First weights are set after a layer is built.
    if (control.kind === "initialiser") return [];
    if (DERIVED.has(name)) return [pyValue(values[name] ?? inFeatures)];
    const value = values[name];
    if (value === undefined) return [];
    const isDefault = JSON.stringify(value) === JSON.stringify(parameter.default);
    if (isDefault && name !== always) return [];
    if (control.kind === "numbers" && control.length === undefined) return [around(`${name}=`, numbers(value as readonly number[], named))];
    const byPlace = parameter.default === undefined && name !== always && !named;
    // PyTorch refuses a whole number as the share of a cycle.
    const text = name === "pct_start" ? pyFloat(value as number) : pyValue(value);
    return [byPlace ? text : `${name}=${text}`];
  });
}

/** Modules take numbers as a tensor; schedulers take them as they are. */
function numbers(values: readonly number[], plain = false): Bracket {
  return plain ? list(values.map(pyValue)) : call("torch.tensor", floats(values));
}

/** A list of floats. */
export function floats(values: readonly number[]): Bracket {
  return list(values.map(pyFloat));
}
