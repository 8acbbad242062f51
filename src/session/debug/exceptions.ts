// Exceptions of a training: a number that is none any more, a layer that learns nothing, gradients that grow
// beyond all measure. Each is a condition on the step, which a person may replace, and a place in it.

import { message, type Message } from "../../model/message.ts";
import type { DebugStop } from "../../protocol/debug-host.ts";
import type { InsideLayer, InsideStep, TensorFacts } from "../../training/inside/types.ts";

export type ExceptionName = "notANumber" | "deadLayer" | "explodingGradient";

export interface ExceptionKind {
  readonly name: ExceptionName;
  readonly label: Message;
  readonly about: Message;
  /** Holds in a step that has it; absent if the end of the run says it. */
  readonly condition?: string;
  readonly isDefault: boolean;
  /** Where in the step it is, and what a person reads. */
  where(step: InsideStep): { readonly stop: DebugStop; readonly said: Message };
}

export const exceptionKinds: readonly ExceptionKind[] = [
  {
    name: "notANumber",
    label: message("Not a Number"),
    about: message("A loss, weight or gradient becomes NaN or infinite, which ends the run."),
    isDefault: true,
    where: (step) => {
      const stop = firstNotFinite(step);
      const at = stop.layer === undefined ? message("the loss") : layerName(step, stop.layer);
      const sentence =
        stop.pass === "update"
          ? message("Weights became NaN or infinite in the update.")
          : message("Numbers became NaN or infinite, first in {0}.", at);
      return { stop, said: step.diverged ?? sentence };
    },
  },
  {
    name: "deadLayer",
    label: message("Dead Layer"),
    about: message("All units of a layer give the same for every row and pass no gradient on."),
    condition: "dead == 1",
    isDefault: false,
    where: (step) => {
      const layer = largest(step.layers, ({ dead }) => dead);
      const share = Math.round((step.layers[layer]?.dead ?? 0) * 100);
      return {
        stop: { pass: "backward", layer },
        said: message("{0}% of {1} is dead: it gives the same for every row and passes no gradient on.", share, layerName(step, layer)),
      };
    },
  },
  {
    name: "explodingGradient",
    label: message("Exploding Gradient"),
    about: message("The norm of all gradients together grows beyond a limit."),
    condition: "gradient_norm > 1000",
    isDefault: false,
    where: (step) => {
      const layer = largest(step.layers, ({ parameters }) => Math.hypot(...parameters.map(({ gradient }) => gradient.norm)));
      const norm = Number(step.gradientNorm.toPrecision(4));
      return {
        stop: { pass: "backward", layer },
        said: message("The norm of all gradients is {0}, the largest part of it in {1}.", norm, layerName(step, layer)),
      };
    },
  },
];

/** Whether the step has a number that is not finite, or ended the run because of one. */
export function isNotFinite(step: InsideStep): boolean {
  return step.diverged !== undefined || !Number.isFinite(step.loss);
}

/** The first stop of the step at which a number is not finite; the update if that made it so. */
function firstNotFinite({ layers, loss }: InsideStep): DebugStop {
  const forward = layers.findIndex(({ output }) => hasLost(output));
  if (forward >= 0) return { pass: "forward", layer: forward };
  if (!Number.isFinite(loss)) return { pass: "loss" };
  const backward = layers.findLastIndex(
    ({ gradOutput, parameters }) => hasLost(gradOutput) || parameters.some(({ gradient }) => hasLost(gradient)),
  );
  return backward >= 0 ? { pass: "backward", layer: backward } : { pass: "update" };
}

function hasLost({ notFinite }: TensorFacts): boolean {
  return notFinite > 0;
}

function largest(layers: readonly InsideLayer[], measure: (layer: InsideLayer) => number): number {
  return layers.reduce((best, layer, index) => (measure(layer) > measure(layers[best]!) ? index : best), 0);
}

export function layerName({ layers }: InsideStep, layer: number): Message {
  const { type = "", name = type } = layers[layer] ?? {};
  return message("layer {0} ({1})", layer + 1, name);
}
