// How a mistake against the schema is mended: the name that was meant, the field that is missing, the nearest
// value that is allowed. A fix is offered only if it is plain what a person wants.

import { fix, rename, set, setFix, unset, unsetFix } from "./fix.ts";
import { type JsonValue, type JsonPath, valueAt } from "./json.ts";
import type { Edit } from "./edit.ts";
import { isLayerType, layers } from "./layers.ts";
import type { LayerRecord } from "./layers/record.ts";
import { losses } from "./losses.ts";
import { message } from "./message.ts";
import { isNear } from "./nearest.ts";
import { optimizers } from "./optimizers.ts";
import { fromOther, otherLayer } from "./other-names.ts";
import type { Parameters } from "./parameters.ts";
import type { Fix } from "./problem.ts";
import { schedulers } from "./schedulers.ts";
import { startValue } from "./start-values.ts";

/** A field that is called something else, or nothing here. */
export function unknownFieldFixes(owner: JsonPath, key: string, near: string, fields: Readonly<Record<string, unknown>>): Fix[] {
  const path = [...owner, key];
  const remove = unsetFix(path);
  if (!isNear(key, near) || Object.hasOwn(fields, near)) return [remove];
  return [rename(owner, key, near, fields[key] as JsonValue), remove];
}

/** A name of a layer, loss, optimizer or scheduler, or one of a few words. */
export function nameFixes(path: JsonPath, value: unknown, near: string): Fix[] {
  if (typeof value !== "string" || !isNear(value, near)) return [];
  return [rewordFix(path, value, near)];
}

/** `Change "Swish" to "SiLU"` */
export function rewordFix(path: JsonPath, from: string, to: string): Fix {
  return fix(message('Change "{0}" to "{1}"', from, to), set(path, to));
}

/** A layer of another library as it is written here, with its fields and the activation it contains. */
export function otherLayerFixes(index: number, written: unknown): Fix[] {
  const given = written as Readonly<Record<string, JsonValue>>;
  const type = typeof given["type"] === "string" ? given["type"] : "";
  const meant = otherLayer(type);
  if (meant === undefined) return [];
  const [layer, ...after] = fromOther(meant, given);
  const inserted = after.map((activation): Edit => ({ op: "insert", at: index + 1, layer: activation }));
  return [fix(message('Change "{0}" to "{1}"', type, meant.type), set(["layers", index], layer as JsonValue), ...inserted)];
}

/** A layer of no known type goes, where others stay. */
export function removeLayerFixes(index: number, count: number): Fix[] {
  return count < 2 ? [] : [{ title: message("Remove layer {0}", index + 1), edit: { op: "remove", at: index } }];
}

/** A number or truth value that was put in quotes. */
export function unquoteFixes(path: JsonPath, expected: string, value: unknown): Fix[] {
  if (typeof value !== "string") return [];
  const text = value.trim().toLowerCase();
  if (expected === "boolean" && (text === "true" || text === "false")) return [setFix(path, text === "true")];
  const number = Number(text);
  const fits = expected === "number" ? Number.isFinite(number) : expected === "int" && Number.isInteger(number);
  return text !== "" && fits ? [setFix(path, number)] : [];
}

/**
 * A number beyond what is allowed becomes the nearest one that is; of a share that goes up to 1 a percentage
 * was meant, for all of it never is.
 */
export function limitFixes(path: JsonPath, value: unknown, limit: number, inclusive: boolean): Fix[] {
  if (limit === 1 && typeof value === "number" && value > 1)
    return value >= 5 && value < 100 ? [setFix(path, Number((value / 100).toPrecision(12)))] : [];
  return typeof value === "number" && inclusive ? [setFix(path, limit)] : [];
}

/** The second of two equal fields is the one that counts, so the first goes. */
export function repeatedFixes(path: JsonPath): Fix[] {
  return [{ title: message("Remove the first {0}", String(path.at(-1))), edit: unset(path) }];
}

/** A required field, with the value it most likely gets. */
export function missingFieldFixes(path: JsonPath, json: unknown, format: number): Fix[] {
  return likely(path, json, format).map((value) => {
    const name = String(path.at(-1));
    const type = valueAt(value, ["type"]);
    const shown = typeof type === "string" ? type : JSON.stringify(value);
    return { title: message("Add {0}: {1}", name, shown), edit: set(path, value) };
  });
}

function likely(path: JsonPath, json: unknown, format: number): JsonValue[] {
  const [room, second] = path;
  const name = String(path.at(-1));
  if (path.length === 1) return room === "format" ? [format] : room === "layers" ? [[{ type: "Linear", out_features: 1 }]] : [];
  if (room === "data") return second === "split" ? restOfSplit(valueAt(json, ["data", "split"]), name) : [];
  if (room === "training" && path.length === 2) {
    if (name === "optimizer") return [{ type: "Adam" }];
    return name === "loss" ? likelyLosses(valueAt(json, ["layers"])).map((type) => ({ type })) : [];
  }
  if (second === "early_stopping") return [10];
  const type = valueAt(json, [...path.slice(0, 2), "type"]);
  const parameters = parametersOf(room, type);
  const value = parameters?.[name] && startValue(parameters[name]);
  return value === undefined ? [] : [value];
}

function parametersOf(room: unknown, type: unknown): Parameters | undefined {
  if (room === "layers") return isLayerType(type) ? (layers[type] as LayerRecord).parameters : undefined;
  const records: Readonly<Record<string, { readonly parameters: Parameters }>> = { ...losses, ...optimizers, ...schedulers };
  return typeof type === "string" && Object.hasOwn(records, type) ? records[type]?.parameters : undefined;
}

/** What is left of 1. */
function restOfSplit(split: unknown, name: string): number[] {
  const others = Object.entries(typeof split === "object" && split !== null ? split : {}).filter(([key]) => key !== name);
  const rest = 1 - others.reduce((sum, [, value]) => sum + (typeof value === "number" ? value : 0), 0);
  return rest > 0 || (rest === 0 && name !== "train") ? [Number(rest.toPrecision(12))] : [];
}

/** The losses that go with the last layer; two of the most usual if it is none that says. */
function likelyLosses(sequence: unknown): string[] {
  const last: unknown = Array.isArray(sequence) ? sequence.at(-1) : undefined;
  switch (valueAt(last, ["type"])) {
    case "Sigmoid":
      return ["BCELoss"];
    case "LogSoftmax":
      return ["NLLLoss"];
    default:
      return ["MSELoss", "CrossEntropyLoss"];
  }
}
