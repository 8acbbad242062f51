// Whether what was trained is still what the document says. What belongs to how it was trained, as epochs or
// learning rate, is no part of that: predictions do not depend on it.

import type { Experiment } from "./schema.ts";

/**
 * Whether weights of one are weights of the other: names of layers and first weights do not matter any more.
 */
export function isSameNetwork(one: Experiment, other: Experiment): boolean {
  return textOf(networkOf(one)) === textOf(networkOf(other));
}

/** Whether both learn from the same data, read and encoded alike. */
export function isSameData({ data: one }: Experiment, { data: other }: Experiment): boolean {
  return textOf(one) === textOf(other);
}

function networkOf({ layers, training }: Experiment): unknown {
  return [layers.map((layer) => ({ ...layer, name: undefined, init: undefined })), training.loss.type];
}

/** As JSON, with the fields of each object in one order. */
export function textOf(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/**
 * Whether one document's run can go on as the other's: nothing differs but how long and how fast it learns.
 */
export function isSameRun(one: Experiment, other: Experiment): boolean {
  return keyOf(one) === keyOf(other);
}

/** Whether the curves of two runs have the same values to compare: of the same loss and target. */
export function isComparable(one: Experiment, other: Experiment): boolean {
  return measuredBy(one) === measuredBy(other);
}

function measuredBy({ data, training }: Experiment): string {
  return JSON.stringify([data.target, training.loss]);
}

function keyOf({ data, layers, training }: Experiment): string {
  return JSON.stringify([data, layers, { ...training, epochs: 0, optimizer: { ...training.optimizer, lr: 0 } }]);
}
