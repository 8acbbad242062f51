// What the schema library found, said as a person would: the field, what is wrong with it, what to do.

import { expectationFields, expectations } from "./expectations.ts";
import { isLayerType, layers } from "./layers.ts";
import { losses } from "./losses.ts";
import { type Argument, message, type Message } from "./message.ts";
import { nearest } from "./nearest.ts";
import { optimizers } from "./optimizers.ts";
import { otherLayer, otherLoss } from "./other-names.ts";
import { pathInWords } from "./path-words.ts";
import type { Fix, Problem } from "./problem.ts";
import type { JsonPath } from "./json.ts";
import {
  limitFixes,
  missingFieldFixes,
  nameFixes,
  otherLayerFixes,
  removeLayerFixes,
  rewordFix,
  unknownFieldFixes,
  unquoteFixes,
} from "./schema-fixes.ts";
import { schedulers } from "./schedulers.ts";
import { FORMAT } from "./format.ts";
import { columnSettings, dataSchema, documentSchema, earlyStopping, splitSchema, trainingSchema } from "./schema.ts";
import type { z } from "zod";

type Issue = z.core.$ZodIssue;

/** The problems behind one issue of the schema. */
export function schemaProblem(issue: Issue, json: unknown): Problem[] {
  const path = issue.path.map((step) => (typeof step === "symbol" ? String(step) : step));
  const problem: Build = (code, sentence, { at = path, fixes = [] } = {}) => ({
    severity: "error",
    code,
    message: sentence,
    path: at,
    ...(fixes.length > 0 ? { fixes } : {}),
  });
  const field = fieldName(path, json);
  const value = valueAt(json, path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownField(key, path, json, problem));
    case "invalid_union":
      return [unionProblem(field, value, json, problem, path)];
    case "invalid_type":
      if (value === undefined) return [missing(path, json, problem)];
      return [problem("wrong-type", wrongType(field, issue.expected, value), { fixes: unquoteFixes(path, issue.expected, value) })];
    case "invalid_value": {
      if (value === undefined) return [missing(path, json, problem)];
      const allowed = issue.values.map(String);
      const sentence = message("{0} cannot be {1}. Use {2}.", field, shown(value), issue.values.map(shown).join(", "));
      return [problem("wrong-value", sentence, { fixes: nameFixes(path, value, nearest(shown(value), allowed)) })];
    }
    case "too_small": {
      const fixes = limitFixes(path, value, Number(issue.minimum), issue.inclusive !== false);
      return [problem("too-small", tooSmall(field, issue, value), { fixes })];
    }
    case "too_big": {
      const sentence = message("{0} is {1}, but must be at most {2}.", field, measure(issue.origin, value), Number(issue.maximum));
      return [problem("too-big", sentence, { fixes: limitFixes(path, value, Number(issue.maximum), issue.inclusive !== false) })];
    }
    default:
      return [problem("wrong-value", message("{0} cannot be {1}.", field, shown(value)))];
  }
}

type Build = (code: string, sentence: Message, more?: { readonly at?: JsonPath; readonly fixes?: readonly Fix[] }) => Problem;

function missing(path: JsonPath, json: unknown, problem: Build): Problem {
  const name = String(path.at(-1) ?? "");
  const owner = path.slice(0, -1);
  const fixes = missingFieldFixes(path, json, FORMAT);
  if (owner.length > 0) return problem("missing-field", message('{0} has no "{1}". Add it.', ownerName(owner, json), name), { fixes });
  const sentence = message('The document has no "{0}". Add it{1}.', name, name === "format" ? `: "format": ${FORMAT}` : "");
  return problem("missing-field", sentence, { fixes });
}

function unionProblem(field: Argument, value: unknown, json: unknown, problem: Build, path: JsonPath): Problem {
  const known = path.at(-1) === "type" ? typesAt(path) : undefined;
  if (known === undefined)
    return problem("wrong-value", message("{0} cannot be {1}. Use one of {2}.", field, shown(value), expectation(path)));
  const owner = path.slice(0, -1);
  if (value === undefined)
    return problem("missing-field", message('{0} has no "type". Use one of {1}.', ownerName(owner, json), known.join(", ")), { at: owner });
  const name = typeof value === "string" ? value : "";
  const meant = otherName(path, name);
  const near = meant ?? nearest(typeof value === "string" ? value : shown(value), known);
  if (path[0] === "layers" && meant !== undefined) {
    const size =
      meant === "Linear"
        ? message("Layer {0}: {1} is Linear with out_features. Write that, or remove the layer.", Number(path[1]) + 1, name)
        : undefined;
    const sentence = size ?? message("Layer {0}: {1} is {2}. Write that, or remove the layer.", Number(path[1]) + 1, name, meant);
    const count = Number(valueAt(json, ["layers", "length"]));
    const fixes = [...otherLayerFixes(Number(path[1]), valueAt(json, owner)), ...removeLayerFixes(Number(path[1]), count)];
    return problem("unknown-layer", sentence, { fixes });
  }
  if (path[0] === "layers") {
    const sentence = message(
      "Layer {0} has the unknown type {1}. The nearest known one is {2}. Use it, or remove the layer.",
      Number(path[1]) + 1,
      shown(value),
      near,
    );
    const count = valueAt(json, ["layers", "length"]);
    const fixes = [...nameFixes(path, value, near), ...removeLayerFixes(Number(path[1]), Number(count))];
    return problem("unknown-layer", sentence, { fixes });
  }
  return problem(
    "unknown-type",
    message("{0} cannot be {1}. The nearest known one is {2}; known are {3}.", field, shown(value), near, known.join(", ")),
    { fixes: meant === undefined ? nameFixes(path, value, near) : [rewordFix(path, name, near)] },
  );
}

/** The name that is meant by one of another library. */
function otherName([room, field]: JsonPath, name: string): string | undefined {
  if (room === "layers") return otherLayer(name)?.type;
  return field === "loss" ? otherLoss(name) : undefined;
}

function typesAt(path: JsonPath): readonly string[] | undefined {
  if (path[0] === "layers") return Object.keys(layers);
  if (path[0] === "tests") return Object.keys(expectations());
  if (path[1] === "loss") return Object.keys(losses);
  if (path[1] === "optimizer") return Object.keys(optimizers);
  if (path[1] === "scheduler") return Object.keys(schedulers);
  return undefined;
}

/** What the fields that take more than one kind of value may be. */
function expectation(path: JsonPath): string {
  switch (path.at(-1)) {
    case "file":
      return '"file.csv" / ["a.csv", "b.csv"]';
    case "is":
    case "class":
      return '"class" / 1 / true';
    case "target":
      return '"column" / ["column", "column"]';
    case "missing":
      return '"drop" / "error" / "mean" / "median" / "most_frequent" / { "constant": 0 }';
    case "init":
      return '"default" / "xavier_uniform" / "xavier_normal" / "kaiming_uniform" / "kaiming_normal" / "zeros" / { "weight": [[…]], "bias": […] }';
    default:
      return "{ … }";
  }
}

function unknownField(key: string, path: JsonPath, json: unknown, problem: Build): Problem {
  const near = nearest(key, knownFields(path, json));
  const sentence = message('{0} has the unknown field "{1}". The nearest known one is "{2}".', ownerName(path, json), key, near);
  const fields = valueAt(json, path) as Readonly<Record<string, unknown>>;
  return problem("unknown-field", sentence, { at: [...path, key], fixes: unknownFieldFixes(path, key, near, fields) });
}

function knownFields(path: JsonPath, json: unknown): readonly string[] {
  const [room, field] = path;
  if (room === undefined) return Object.keys(documentSchema.shape);
  if (room === "tests") return expectationFields(valueAt(json, [...path, "type"]));
  if (room === "layers") {
    const type = valueAt(json, [...path.slice(0, 2), "type"]);
    if (path.length > 2) return ["weight", "bias"];
    return isLayerType(type) ? ["type", "name", ...Object.keys(layers[type].parameters)] : ["type", "name"];
  }
  if (room === "data") {
    if (field === "split") return Object.keys(splitSchema.shape);
    if (field === "columns" && path.length === 3) return Object.keys(columnSettings.shape);
    return field === undefined ? Object.keys(dataSchema.shape) : ["constant"];
  }
  const type = valueAt(json, [...path, "type"]);
  if (field === "early_stopping") return Object.keys(earlyStopping.shape);
  const records: Readonly<Record<string, { readonly parameters: object }>> = { ...losses, ...optimizers, ...schedulers };
  if (field !== undefined && typeof type === "string") return ["type", ...Object.keys(records[type]?.parameters ?? {})];
  return Object.keys(trainingSchema.shape);
}

function wrongType(field: Argument, expected: string, value: unknown): Message {
  if (field === "") return message("The document is {0}, but must be an object in braces.", shown(value));
  switch (expected) {
    case "int":
      return message("{0} is {1}, but must be a whole number.", field, shown(value));
    case "number":
      return message("{0} is {1}, but must be a number.", field, shown(value));
    case "string":
      return message("{0} is {1}, but must be a text in quotes.", field, shown(value));
    case "boolean":
      return message("{0} is {1}, but must be true or false.", field, shown(value));
    case "array":
    case "tuple":
      return message("{0} is {1}, but must be a list in square brackets.", field, shown(value));
    default:
      return message("{0} is {1}, but must be an object in braces.", field, shown(value));
  }
}

function tooSmall(field: Argument, issue: Issue & { code: "too_small" }, value: unknown): Message {
  if (issue.origin === "array" || issue.origin === "string") return message("{0} is empty. Give it a value.", field);
  if (issue.inclusive === false) return message("{0} is {1}, but must be greater than {2}.", field, shown(value), Number(issue.minimum));
  return message("{0} is {1}, but must be at least {2}.", field, shown(value), Number(issue.minimum));
}

function measure(origin: string, value: unknown): string {
  return (origin === "array" || origin === "string") && typeof value !== "number"
    ? String((value as { length: number }).length)
    : shown(value);
}

/** How a value is quoted in a sentence: JSON, cut if it is long. */
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

function valueAt(json: unknown, path: JsonPath): unknown {
  let value = json;
  for (const step of path)
    value = typeof value === "object" && value !== null ? (value as Record<string | number, unknown>)[step] : undefined;
  return value;
}

/** What the sentence is about; empty if it is the document as a whole. */
function fieldName(path: JsonPath, json: unknown): Argument {
  return path.length === 0 ? "" : pathInWords(path, json);
}

function ownerName(path: JsonPath, json: unknown): Argument {
  return path.length === 0 ? "{ … }" : pathInWords(path, json);
}
