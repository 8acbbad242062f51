// Keras' layers as PyTorch's: Dense with its activation, Activation by name, and the fields that are called
// something else there.

import type { JsonValue } from "../../model/json.ts";
import type { JsonLayer } from "../../model/edit.ts";
import { message } from "../../model/message.ts";
import { activationNamed, fromOther, otherLayer } from "../../model/other-names.ts";
import { problemAt, type Report } from "./layers.ts";
import { isKind, type Module, type Value } from "./values.ts";

/** Arguments by their places, as far as they are used without a name. */
const places: Readonly<Record<string, readonly string[]>> = { Dense: ["units", "activation"], Activation: ["activation"] };
/** Arguments that say nothing of the layer itself. */
const silent = new Set(["name", "input_dim", "input_shape", "units", "activation", "use_bias", "rate", "epsilon", "dtype", "trainable"]);

/** Whether a module is one of Keras that PyTorch has under another name. */
export function isOfKeras({ type }: Module): boolean {
  return type === "Activation" || otherLayer(type) !== undefined;
}

/** The layers of a module of Keras: a Dense with an activation is two. What is not taken is said. */
export function kerasLayers(module: Module, report: Report): JsonLayer[] {
  const { type, line } = module;
  const given = new Map<string, Value>(module.keywords);
  for (const [index, name] of (places[type] ?? []).entries()) {
    const value = module.places[index];
    if (value !== undefined) given.set(name, value);
  }
  const activation = activationOf(given.get("activation"));
  const isNone = activation === undefined || activation === "linear";
  const named = isNone ? undefined : activationNamed(activation);
  if (!isNone && named === undefined) {
    const sentence = message(
      "Line {0}: Perceptron has no layer {1}, so it is left out. Replace it if the network needs it.",
      line,
      activation,
    );
    report(problemAt(line, "error", "unknown-module", sentence));
  }
  const after: JsonLayer[] = named === undefined ? [] : [{ type: named }];
  const other = otherLayer(type);
  if (other === undefined) return after;
  const plain: Record<string, JsonValue> = {};
  for (const [name, value] of given) {
    if (typeof value !== "object" && name !== "activation" && name !== "name") plain[name] = value;
    if (silent.has(name)) continue;
    const sentence = message("Line {0}: {1} has no {2} here; it is left out.", line, type, name);
    report(problemAt(line, "warning", "left-out", sentence));
  }
  if (other.type === "Linear" && typeof plain["units"] !== "number") {
    const sentence = message("Line {0}: {1} needs {2}, and is left out. Write it as a number.", line, type, "units");
    report(problemAt(line, "error", "missing-argument", sentence));
    return after;
  }
  return [...fromOther(other, plain), ...after];
}

/** `"relu"`, `tf.nn.relu`, `keras.activations.relu`, or a layer such as `LeakyReLU()`. */
function activationOf(value: Value | undefined): string | undefined {
  if (typeof value === "string") return value;
  if (isKind(value, "unknown")) return value.text.split(".").at(-1);
  return isKind(value, "module") ? value.type : undefined;
}

/** Said once: what differs though it has the same name. */
export function sayKeras(modules: readonly Module[], report: Report): void {
  const first = modules.find(isOfKeras);
  if (first === undefined) return;
  const sentence = message(
    "Line {0}: this is Keras. Its layers are taken as PyTorch's, whose first weights and defaults differ.",
    first.line,
  );
  report(problemAt(first.line, "information", "keras", sentence));
}
