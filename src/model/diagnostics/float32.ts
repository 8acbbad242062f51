// Numbers that no float32 holds. PyTorch refuses some of them while it trains, and makes infinities of
// others.

import { setFix, unsetFix } from "../fix.ts";
import { layers } from "../layers.ts";
import { losses } from "../losses.ts";
import { message } from "../message.ts";
import { optimizers } from "../optimizers.ts";
import type { Parameters } from "../parameters.ts";
import type { Problem } from "../problem.ts";
import type { JsonPath } from "../json.ts";
import { type Checked, problem } from "./rule.ts";

/** Parameters of layers, loss and optimizer that are too large, or weights that were written down. */
export function checkNumbers({ experiment }: Checked): Problem[] {
  const { loss, optimizer } = experiment.training;
  return [
    ...experiment.layers.flatMap((layer, index) => tooLarge(layer, layers[layer.type].parameters, ["layers", index])),
    ...tooLarge(loss, losses[loss.type].parameters, ["training", "loss"]),
    ...tooLarge(optimizer, optimizers[optimizer.type].parameters, ["training", "optimizer"]),
  ];
}

function tooLarge(owner: object, parameters: Parameters, path: JsonPath): Problem[] {
  const values = owner as Readonly<Record<string, unknown>>;
  return Object.entries(parameters).flatMap(([name, { control, default: usual }]) => {
    if (control.kind === "integer" || isFloat32(values[name])) return [];
    const sentence = message("{0} has a number that is too large for float32. Make it smaller.", name);
    const at = [...path, name];
    // Of a parameter without a default nobody knows what was meant.
    const fixes = usual !== undefined ? [unsetFix(at)] : typeof values[name] === "number" ? [setFix(at, 1)] : [];
    return [problem("error", "beyond-float32", at, sentence, fixes)];
  });
}

/** Whether a value, and each in it, stays finite; what is no number does. */
function isFloat32(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(Math.fround(value));
  if (typeof value !== "object" || value === null) return true;
  return Object.values(value).every(isFloat32);
}
