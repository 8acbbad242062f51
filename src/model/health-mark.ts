// What is kept of something sick that was found in a run: with the run's record, and in its checkpoint.

import { type Argument, format, type Message } from "./message.ts";

export interface HealthMark {
  /** A code of docs/health.md, or one of another version. */
  readonly code: string;
  /** The index of the layer; null where the whole network is meant. */
  readonly layer: number | null;
  /** The 1-based epoch in which it was found. */
  readonly epoch: number;
  /** Absent from runs of older versions, which kept none. */
  readonly message?: Message | undefined;
}

/** As a record has it. */
type KeptMark = Omit<HealthMark, "message"> & { message?: { text: string; args: (string | number)[] } };

/** Without places and remedies, which are those of the document as it was. */
export function markOf({ code, layer, epoch, message }: HealthMark): KeptMark {
  return { code, layer, epoch, ...(message ? { message: { text: message.text, args: message.args.map(kept) } } : {}) };
}

/** JSON knows finite numbers only, and a kept sentence nests no others. */
function kept(value: Argument): string | number {
  if (typeof value === "object") return format(value);
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}
