// What a rule is: a function of an experiment and the facts of its data that answers with problems, each with
// the edits that mend it. A fix removes its problem and makes no new error; a test holds every rule to that.

import type { DataFacts } from "../columns.ts";
import type { JsonLayer } from "../edit.ts";
import { layers, type ResolvedLayer } from "../layers.ts";
import type { LayerRecord } from "../layers/record.ts";
import type { Message } from "../message.ts";
import type { Fix, Problem, Severity } from "../problem.ts";
import type { JsonPath } from "../json.ts";
import type { Experiment } from "../schema.ts";
import { type LayerShape, traceShapes } from "../shapes.ts";

export interface Checked {
  readonly experiment: Experiment;
  readonly layers: readonly ResolvedLayer[];
  readonly shapes: readonly LayerShape[];
  /** Absent while the data is unknown: then only what the document itself tells is checked. */
  readonly data: DataFacts | undefined;
}

export type Rule = (checked: Checked) => Problem[];

/** What every rule looks at, worked out once. */
export function prepare(experiment: Experiment, data: DataFacts | undefined): Checked {
  const shapes = traceShapes(experiment.layers as readonly JsonLayer[], data?.inputs.length);
  return { experiment, layers: experiment.layers, shapes, data };
}

export function problem(severity: Severity, code: string, path: JsonPath, sentence: Message, fixes: readonly Fix[] = []): Problem {
  return { severity, code, path, message: sentence, ...(fixes.length > 0 ? { fixes } : {}) };
}

/** A layer as sentences call it: its type and its 1-based place, as in `Linear 3`. */
export function nameOf(layer: ResolvedLayer, index: number): string {
  return `${layer.type} ${index + 1}`;
}

export function recordOf(layer: ResolvedLayer): LayerRecord {
  return layers[layer.type];
}

/** The index of the last layer that does anything; −1 if none does. */
export function lastIndex(sequence: readonly ResolvedLayer[]): number {
  return sequence.findLastIndex((layer) => layer.type !== "Identity");
}

/** The index of the first layer behind `index` that is one of those; −1 if none is. */
export function nextIndex(sequence: readonly ResolvedLayer[], index: number, isOne: (layer: ResolvedLayer) => boolean): number {
  for (let next = index + 1; next < sequence.length; next++) if (isOne(sequence[next]!)) return next;
  return -1;
}
