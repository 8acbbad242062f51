// A constructor's call as a layer of the document: arguments by place and by name to the registry's
// parameters, whose order is PyTorch's. What is PyTorch's default is left out; what the document has no field
// for is left out, with a sentence if it changes numbers.

import type { JsonValue } from "../../model/json.ts";
import type { JsonLayer } from "../../model/edit.ts";
import { isLayerType, layers, type LayerType } from "../../model/layers.ts";
import type { LayerRecord } from "../../model/layers/record.ts";
import { message, type Message } from "../../model/message.ts";
import { nearest } from "../../model/nearest.ts";
import { otherField } from "../../model/other-names.ts";
import { schemaOf } from "../../model/parameter-schema.ts";
import type { Parameter } from "../../model/parameters.ts";
import type { Problem } from "../../model/problem.ts";
import { derivedSizes } from "../../model/shapes.ts";
import { isKind, type Module, type Value } from "./values.ts";

/** Arguments that change no number. */
const silent = new Set(["inplace", "device", "dtype", "training"]);
/** Modules that leave a row as it is, because a row is flat here. */
const flat = new Set(["Flatten", "Unflatten"]);

export type Report = (problem: Problem) => void;

export function problemAt(line: number, severity: Problem["severity"], code: string, sentence: Message): Problem {
  return { severity, code, message: sentence, path: [], line };
}

/**
 * The layer of a module; undefined, with a problem, if there is none or a required argument is not known.
 */
export function layerOf(module: Module, report: Report): JsonLayer | undefined {
  const { line } = module;
  const lazy = module.type.startsWith("Lazy");
  const type = lazy ? module.type.slice("Lazy".length) : module.type;
  if (!isLayerType(type)) {
    const isFlat = flat.has(type);
    const sentence = isFlat
      ? message("Line {0}: {1} is left out, because a row is a flat list of numbers here.", line, type)
      : message("Line {0}: Perceptron has no layer {1}, so it is left out. Replace it if the network needs it.", line, type);
    report(problemAt(line, isFlat ? "information" : "error", isFlat ? "left-out" : "unknown-module", sentence));
    return undefined;
  }
  const record: LayerRecord = layers[type];
  // How first weights are drawn is no argument.
  const parameters = Object.entries(record.parameters).filter(
    ([name, { control }]) => control.kind !== "initialiser" && !(lazy && (derivedSizes as readonly string[]).includes(name)),
  );
  const layer: Record<string, JsonValue> & { type: LayerType } = { type };
  if (module.name !== undefined) layer["name"] = module.name;
  const given = argumentsOf(module, type, parameters, report);
  for (const [name, parameter] of parameters) {
    const value = given.has(name) ? read(given.get(name)!, module, type, name, parameter, report) : undefined;
    if (value !== undefined) layer[name] = value;
    else if (parameter.presence === "required") {
      const sentence = message("Line {0}: {1} needs {2}, and is left out. Write it as a number.", line, type, name);
      report(problemAt(line, "error", "missing-argument", sentence));
      return undefined;
    }
  }
  const init = type === "Linear" ? initOf(module) : undefined;
  return init === undefined ? layer : { ...layer, init };
}

/** The arguments by the names of the parameters. */
function argumentsOf(
  module: Module,
  type: string,
  parameters: readonly (readonly [string, Parameter])[],
  report: Report,
): Map<string, Value> {
  const names = parameters.map(([name]) => name);
  const given = new Map<string, Value>();
  for (const [place, value] of module.places.entries()) {
    const name = names[place];
    if (name !== undefined) given.set(name, value);
    // What follows in PyTorch is inplace, device and dtype.
    else if (typeof value === "number") {
      const sentence = message("Line {0}: {1} takes {2} arguments at most; what is more is left out.", module.line, type, names.length);
      report(problemAt(module.line, "warning", "left-out", sentence));
    }
  }
  for (const [written, value] of module.keywords) {
    const name = otherField(type, written);
    if (names.includes(name)) given.set(name, value);
    else if (!silent.has(name) && value !== "none") {
      const sentence =
        names.length === 0
          ? message("Line {0}: {1} has no {2} here; it is left out.", module.line, type, name)
          : message("Line {0}: {1} has no {2} here; it is left out. The nearest is {3}.", module.line, type, name, nearest(name, names));
      report(problemAt(module.line, "warning", "left-out", sentence));
    }
  }
  return given;
}

/** An argument as the document writes it; undefined if it is the default, or not known. */
function read(value: Value, { line }: Module, type: string, name: string, parameter: Parameter, report: Report): JsonValue | undefined {
  // normalized_shape may be a list of one.
  const plain = isKind(value, "list") && value.items.length === 1 ? value.items[0]! : value;
  const isDerived = (derivedSizes as readonly string[]).includes(name);
  if (isKind(plain, "unknown")) {
    if (isDerived) return undefined;
    const sentence = message("Line {0}: {1} of {2} is {3}, which is not known. Write its value.", line, name, type, plain.text);
    report(problemAt(line, "error", "unknown-value", sentence));
    return undefined;
  }
  // The last dimension is PyTorch's 1 if rows are flat.
  const isNothing = plain === null && !schemaOf(parameter).safeParse(null).success;
  if (isNothing || plain === parameter.default || (name === "dim" && plain === 1)) return undefined;
  if ((typeof plain !== "object" || plain === null) && schemaOf(parameter).safeParse(plain).success) return plain;
  const shown = typeof plain === "object" ? "[…]" : JSON.stringify(plain);
  report(problemAt(line, "error", "wrong-value", message("Line {0}: {1} of {2} cannot be {3}; it is left out.", line, name, type, shown)));
  return undefined;
}

function initOf({ init }: Module): JsonValue | undefined {
  if (typeof init !== "object") return init;
  const { weight, bias } = init;
  return weight === undefined ? undefined : bias === undefined ? { weight } : { weight, bias };
}
