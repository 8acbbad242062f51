// What changed in a Python file, into the document that is bound to it: the smallest edits after which the
// document says what the code does. What the code does not say stays as it is.

import type { Edit, JsonLayer } from "../../model/edit.ts";
import type { JsonPath, JsonValue } from "../../model/json.ts";
import type { Problem } from "../../model/problem.ts";
import type { ExperimentInput } from "../../model/schema.ts";
import { derivedSizes } from "../../model/shapes.ts";
import { withoutSizes } from "../reading/parse-layers.ts";
import { align, comparable, differing, isEqual, isTyped, parametersOf, plain, type Typed, typed, withoutDefaults } from "./compare.ts";
import { type CodeSide, codeSide } from "./sides.ts";

export type FromCode =
  | { readonly kind: "edits"; readonly edits: readonly Edit[] }
  /** Why the code says no network, each with its line. */
  | { readonly kind: "unread"; readonly problems: readonly Problem[] };

/**
 * The edits of a document, one after the other; none if it says the same already.
 * @param document as its JSON has it
 * @param before the code as it was when both said the same; a name that changed since is one that was given
 * @param inputs values per row of the data; undefined if they are not known
 */
export function mergeFromCode(document: ExperimentInput, code: string, before: string | undefined, inputs: number | undefined): FromCode {
  const read = codeSide(code, inputs);
  if (read.side === undefined) return { kind: "unread", problems: read.problems };
  const old = before === undefined ? undefined : codeSide(before, inputs).side;
  return {
    kind: "edits",
    edits: [...layerEdits(document.layers as readonly JsonLayer[], read.side, old, inputs), ...trainingEdits(document, read.side)],
  };
}

function layerEdits(own: readonly JsonLayer[], side: CodeSide, old: CodeSide | undefined, inputs: number | undefined): Edit[] {
  const written = withoutSizes(side.written, inputs);
  const earlier = old && new Map(align(old.layers, side.layers).pairs.map((pair) => [pair.document, pair.code]));
  const { pairs } = align(side.layers, comparable(own, inputs));
  const result: JsonLayer[] = [];
  const edits: Edit[] = [];
  // From the first layer to the last, so that each edit finds the layers before it as they will be.
  for (const { code, document } of pairs) {
    const at = result.length;
    if (code === undefined) {
      edits.push({ op: "remove", at });
      continue;
    }
    const wanted = written[code]!;
    const present = document === undefined ? undefined : own[document]!;
    if (present === undefined) edits.push({ op: "insert", at, layer: wanted });
    const next = present === undefined ? wanted : changed(present, wanted, at, edits);
    const before = earlier?.get(code);
    const isNamed = old === undefined ? next["name"] === undefined : before !== undefined && isRenamed(old.written[before]!, wanted, next);
    result.push(isNamed ? renamed(next, wanted["name"], at, edits) : next);
  }
  return [...edits, ...sizeEdits(result, side, inputs)];
}

/** A layer with the code's values; its sizes are looked at when all layers are known. */
function changed(present: JsonLayer, wanted: JsonLayer, at: number, edits: Edit[]): JsonLayer {
  if (present.type !== wanted.type) {
    const kept = present["name"] === undefined ? wanted : { ...wanted, name: present["name"] };
    edits.push({ op: "set", path: ["layers", at], value: kept });
    return kept;
  }
  const next: Record<string, JsonValue> & { type: string } = { ...present };
  const names = differing(comparable([wanted], undefined)[0]!, comparable([present], undefined)[0]!);
  for (const name of names) set(next, ["layers", at, name], name, wanted[name], edits);
  return next;
}

/**
 * A name that changed in the code is one that the person gave. If the code has none any more, only the one
 * that it had is gone.
 */
function isRenamed(before: JsonLayer, wanted: JsonLayer, { name }: JsonLayer): boolean {
  if (before.type !== wanted.type || isEqual(before["name"], wanted["name"])) return false;
  return wanted["name"] !== undefined || isEqual(name, before["name"]);
}

function renamed(layer: JsonLayer, name: JsonValue | undefined, at: number, edits: Edit[]): JsonLayer {
  if (isEqual(layer["name"], name)) return layer;
  const next: Record<string, JsonValue> & { type: string } = { ...layer };
  set(next, ["layers", at, "name"], "name", name, edits);
  return next;
}

/** Sizes that would follow otherwise than the code says are written down, or corrected. */
function sizeEdits(layers: readonly JsonLayer[], side: CodeSide, inputs: number | undefined): Edit[] {
  const known = [...layers];
  return layers.flatMap((layer, index): Edit[] => {
    const size = derivedSizes.find((name) => side.layers[index]![name] !== undefined);
    const wanted = size === undefined ? undefined : side.layers[index]![size];
    if (size === undefined || wanted === undefined || isEqual(comparable(known, inputs)[index]![size], wanted)) return [];
    known[index] = { ...layer, [size]: wanted };
    return [{ op: "set", path: ["layers", index, size], value: wanted }];
  });
}

function trainingEdits({ training }: ExperimentInput, side: CodeSide): Edit[] {
  const own = training as unknown as Readonly<Record<string, JsonValue | undefined>>;
  const edits: Edit[] = [];
  for (const part of plain) {
    const value = side.training[part];
    const isSaid = value !== undefined && !isEqual(own[part] ?? standards[part] ?? null, value);
    if (isSaid) set({}, ["training", part], part, value === null ? undefined : value, edits);
  }
  for (const part of typed) typedEdits(part, own[part], side.training[part], edits);
  return edits;
}

/** What a document means that does not say these. */
const standards: Readonly<Record<string, JsonValue>> = {
  seed: 0,
  epochs: 100,
  batch_size: 32,
  shuffle: true,
  drop_last: false,
  threshold: 0.5,
};

function typedEdits(part: (typeof typed)[number], own: JsonValue | undefined, wanted: JsonValue | undefined, edits: Edit[]): void {
  if (!isTyped(wanted)) {
    if (wanted === null && own !== undefined) edits.push({ op: "set", path: ["training", part] });
    return;
  }
  if (!isTyped(own) || own.type !== wanted.type) {
    edits.push({ op: "set", path: ["training", part], value: wanted });
    return;
  }
  const parameters = parametersOf(part, own.type);
  const present: Record<string, JsonValue> = { ...own };
  for (const name of differing(wanted, withoutDefaults<Typed>(own, parameters)))
    set(present, ["training", part, name], name, wanted[name], edits);
}

function set(object: Record<string, JsonValue>, path: JsonPath, name: string, value: JsonValue | undefined, edits: Edit[]): void {
  if (value === undefined) delete object[name];
  else object[name] = value;
  edits.push({ op: "set", path, ...(value === undefined ? {} : { value }) });
}
