// A network as columns of units: the inputs, then one column for each layer that gives new units. What only
// changes units one by one, as an activation does, belongs to the column before it. Tolerant on purpose: it
// works on JSON that is still being edited.

import type { JsonLayer } from "../../../../src/model/edit.ts";
import { traceShapes } from "../../../../src/model/shapes.ts";
import { MOST_UNITS } from "../../../../src/model/weight-summary.ts";
import { recordOf } from "../../../builder/network.ts";

/** More connections than this are not drawn one by one. */
export const MOST_EDGES = 1500;

/**
 * How units of a column are joined with those of the column before: each with each, or as in GLU with their
 * two halves.
 */
export type Joint = "all" | "halves";

export interface Column {
  /**
   * Indices into the document's layers: the one that gives the units, then those that change them; none for
   * the inputs.
   */
  readonly layers: readonly number[];
  /** The types of `layers`, in order. */
  readonly types: readonly string[];
  /** Undefined if it cannot be known yet. */
  readonly units: number | undefined;
  /** Names of the units, if they have some: the data's columns, its classes. */
  readonly names: readonly string[];
  /** Whether it is drawn as one block rather than unit by unit. */
  readonly isBlock: boolean;
  /** Undefined for the inputs. */
  readonly joint: Joint | undefined;
}

/** What the ends of the network are called. */
export interface Ends {
  readonly inputs: readonly string[];
  readonly targets: readonly string[];
  readonly classes?: readonly string[];
}

/** A layer with the units it gives, if these are known. */
export interface LayerUnits {
  readonly type: string;
  readonly units: number | undefined;
}

/** The columns of a network, inputs first. */
export function columnsOf(layers: readonly JsonLayer[], ends: Ends): readonly Column[] {
  const shapes = traceShapes(layers, ends.inputs.length);
  return groupColumns(
    layers.map(({ type }, index) => ({ type, units: shapes[index]?.outFeatures })),
    ends,
  );
}

/** The same of layers whose units are known already. */
export function groupColumns(layers: readonly LayerUnits[], { inputs, targets, classes }: Ends): readonly Column[] {
  const columns: { layers: number[]; types: string[]; units: number | undefined; joint?: Joint }[] = [
    { layers: [], types: [], units: inputs.length },
  ];
  for (const [index, { type, units }] of layers.entries()) {
    const last = columns.at(-1)!;
    const joint = recordOf(type)?.group === "linear" ? "all" : units === last.units ? undefined : "halves";
    if (joint !== undefined) {
      columns.push({ layers: [index], types: [type], units, joint });
      continue;
    }
    last.layers.push(index);
    last.types.push(type);
  }
  const isDense = edgeCount(columns) > MOST_EDGES;
  return columns.map(({ layers, types, units, joint }, index) => {
    const names = index === 0 ? inputs : index === columns.length - 1 ? outputNames(units, targets, classes) : [];
    const isBlock = units === undefined || units > MOST_UNITS || (isDense && index > 0);
    return { layers, types, units, names, isBlock, joint };
  });
}

/** One output of two classes says how probable the second one is; it is called by the target. */
function outputNames(units: number | undefined, targets: readonly string[], classes: readonly string[] | undefined): readonly string[] {
  if (classes !== undefined && classes.length === units) return classes;
  return targets.length === units ? targets : [];
}

/** Connections between columns that are both small enough to be drawn. */
function edgeCount(columns: readonly { readonly units: number | undefined }[]): number {
  return columns.slice(1).reduce((sum, { units = 0 }, index) => {
    const before = columns[index]!.units ?? 0;
    return units > MOST_UNITS || before > MOST_UNITS ? sum : sum + units * before;
  }, 0);
}
