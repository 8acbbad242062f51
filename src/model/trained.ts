// Whether what was trained is still what the document says. What belongs to how it was trained, as epochs or learning rate, is no part of that:
// predictions do not depend on it.

import type { Experiment } from "./schema.ts";

/** Whether weights of one are weights of the other: names of layers and first weights do not matter any more. */
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
