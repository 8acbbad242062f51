// What a detector says of a run: which sickness, where, since when, why and what helps. It is a value that
// travels from the worker to whoever shows it.

import type { JsonPath } from "../../model/json.ts";
import type { Message } from "../../model/message.ts";
import type { Fix } from "../../model/problem.ts";

/** A stable kebab-case name for each sickness; docs/health.md has their rules. */
export type HealthCode =
  | "vanishing-gradient"
  | "exploding-gradient"
  | "dead-units"
  | "saturated-units"
  | "constant-output"
  | "zig-zag"
  | "plateau"
  | "diverging"
  | "overfitting"
  | "update-ratio";

/** What a detector has to say. */
export interface Symptom {
  /** The index of the layer; null if the whole network is meant. */
  readonly layer: number | null;
  readonly message: Message;
  /** Where in the document the cause stands. */
  readonly path: JsonPath;
  /** The best one first; none if no edit is known to help. */
  readonly fixes: readonly Fix[];
  /** Sicknesses that bring this one with them: if one of them is found as well, it alone is told. */
  readonly explainedBy?: readonly HealthCode[];
}

/** Each code of a layer is found once in a run. */
export interface HealthFinding extends Omit<Symptom, "explainedBy"> {
  readonly code: HealthCode;
  /** The 1-based epoch in which it was found. */
  readonly epoch: number;
}
