// What a script takes of a table: which columns, by place or by name, through pandas, NumPy and tensors. Rows
// are never looked at; the names of the columns come later, from the table's first record.

import { type Choice, type Frame, isKind, type Source, unknown, type Value } from "./values.ts";

/** A key in brackets whose parts are known as far as they can be. */
export type FrameKey = Value | { readonly bounds: readonly [Value | undefined, Value | undefined] };

/** Methods and functions that keep which columns these are. */
const kept = new Set(
  (
    "to_numpy astype copy unsqueeze reshape view float double long int to squeeze flatten tolist to_list type clone detach ravel " +
    "dropna reset_index contiguous item numpy cpu"
  ).split(" "),
);
/** Methods whose answer has the same columns with other values. */
const changing = new Set(
  "apply map applymap mask fillna replace clip round abs interpolate ffill bfill str lower strip add sub mul div where pow log sample".split(
    " ",
  ),
);
/** Changes of a frame that are remembered. */
const MOST_CHANGES = 20;
const makers = new Set(
  "tensor FloatTensor LongTensor Tensor from_numpy as_tensor array asarray int float float32 int64 bool DataFrame".split(" "),
);
const scalers: Readonly<Record<string, "standard" | "minmax">> = { StandardScaler: "standard", MinMaxScaler: "minmax" };

/** The table that `pd.read_csv` or `np.loadtxt` reads; undefined if the call reads no table. */
export function readTable(name: string, places: readonly Value[], keywords: ReadonlyMap<string, Value>, line: number): Frame | undefined {
  const isPandas = name === "read_csv" || name === "read_table" || name === "read_parquet";
  if (!isPandas && name !== "loadtxt" && name !== "genfromtxt") return undefined;
  const file = places[0] ?? keywords.get("filepath_or_buffer") ?? keywords.get("fname");
  const source: Source = { file, line, keywords, hasNames: isPandas };
  const wanted = keywords.get("usecols");
  const choice = wanted === undefined ? undefined : choiceOf(wanted);
  return { kind: "frame", source, choices: choice === undefined ? [] : [choice], shape: isPandas ? "table" : "array", line };
}

/** What a call makes of columns; undefined if it has nothing to do with them, or the answer is not known. */
export function frameCall(
  name: string,
  owner: Value | undefined,
  places: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
): Value | undefined {
  const [first] = places;
  if (isKind(owner, "frame")) {
    if (name === "drop" || name === "pop") return dropped(name, owner, places, keywords);
    if (name === "to_numpy" || name === "numpy") return { ...owner, shape: owner.shape === "row" ? "row" : "array" };
    if (changing.has(name)) return changed(owner, name);
    return kept.has(name) ? owner : unknown(name, owner.line);
  }
  if (isKind(owner, "module") && isKind(first, "frame") && (name === "fit_transform" || name === "transform")) {
    const scale = scalers[owner.type];
    return scale === undefined ? undefined : { ...first, shape: "array", scale };
  }
  if (name === "concat" && keywords.get("ignore_index") === true) return below(framesOf(first));
  if (name === "concat" || name === "hstack" || name === "cat")
    return framesOf(first).length > 0 && isKind(first, "list") ? first : undefined;
  // Both number classes in sorted order, as is done here.
  if (name === "fit_transform" && isKind(owner, "module") && owner.type === "LabelEncoder" && isKind(first, "frame")) return first;
  if (name === "get_dummies" && isKind(first, "frame")) return { ...first, isOneHot: true };
  if (isKind(owner, "list") && kept.has(name) && name !== "copy" && framesOf(owner).length > 0) return owner;
  if (name === "factorize" && isKind(first, "frame") && keywords.get("sort") === true)
    return { kind: "list", items: [first, unknown("classes", first.line)] };
  if (!makers.has(name)) return undefined;
  if (isKind(first, "frame")) return { ...first, shape: first.shape === "row" || name === "DataFrame" ? first.shape : "array" };
  return isKind(first, "list") && framesOf(first).length > 0 ? first : undefined;
}

/** Tables one below the other, with the same columns. */
function below(frames: readonly Frame[]): Frame | undefined {
  const [top] = frames;
  if (top === undefined) return undefined;
  const files = frames.map(({ source }) => source.file ?? null);
  return { ...top, source: { ...top.source, file: { kind: "list", items: files } } };
}

/** The same columns after something that the document has no word for. */
export function changed(frame: Frame, by: string): Frame {
  const { changes = [] } = frame;
  return changes.length >= MOST_CHANGES ? frame : { ...frame, changes: [...changes, by] };
}

function dropped(name: string, owner: Frame, places: readonly Value[], keywords: ReadonlyMap<string, Value>): Value {
  const given = keywords.get("columns") ?? places[0] ?? keywords.get("labels");
  const names = textsOf(given);
  const isColumns =
    name === "pop" || keywords.has("columns") || keywords.get("axis") === 1 || keywords.get("axis") === "columns" || places[1] === 1;
  if (names === undefined || !isColumns) return unknown(name, owner.line);
  const rest: Choice = { without: names };
  if (name === "drop") {
    if (keywords.get("inplace") !== true) return { ...owner, choices: [...owner.choices, rest] };
    owner.choices = [...owner.choices, rest];
    return null;
  }
  const popped: Frame = { ...owner, choices: [...owner.choices, { names }] };
  owner.choices = [...owner.choices, rest];
  return popped;
}

/** `df.values`, `df.iloc`, `df.shape`, `df.price` */
export function frameMember(owner: Frame, name: string): Value | undefined {
  if (name === "values") return { ...owner, shape: "array" };
  if (name === "iloc" || name === "loc") return { ...owner, shape: name };
  // `df["x"].str.lower()`
  if (name === "str" || name === "dt" || name === "cat") return owner;
  if (name === "shape") return { kind: "list", items: [{ kind: "count", of: (rows) => rows, depth: 0 }, unknown("shape[1]", owner.line)] };
  const isNoColumn = owner.shape !== "table" || name === "columns" || name === "T" || name === "index" || kept.has(name);
  return isNoColumn ? undefined : { ...owner, choices: [...owner.choices, { names: [name] }] };
}

/** `df["x"]`, `df.iloc[:, 0:3]`, `values[:, -1]`, `row[:3]` */
export function frameItem(frame: Frame, keys: readonly FrameKey[]): Value | undefined {
  const [first, second] = keys;
  if (first === undefined || keys.length > 2) return undefined;
  if (second !== undefined) {
    if (frame.shape === "table") return undefined;
    const choice = choiceOf(second);
    return choice && ofRows({ ...frame, choices: [...frame.choices, choice] }, first);
  }
  if (frame.shape === "row" || (frame.shape === "table" && textsOf(first) !== undefined)) {
    const choice = choiceOf(first);
    return choice === undefined ? frame : { ...frame, choices: [...frame.choices, choice] };
  }
  return ofRows(frame, first);
}

/** All rows, some of them, or one. */
function ofRows(frame: Frame, key: FrameKey): Frame {
  const shape = frame.shape === "iloc" || frame.shape === "loc" ? "table" : frame.shape;
  if (isSlice(key))
    return key.bounds.every((bound) => bound === undefined || bound === null) ? { ...frame, shape } : { ...frame, shape, isPart: true };
  const isOne = typeof key === "number" || (isKind(key, "unknown") && key.call === undefined);
  return isOne && frame.shape !== "table" ? { ...frame, shape: "row" } : { ...frame, shape, isPart: true };
}

function isSlice(key: FrameKey): key is Extract<FrameKey, { bounds: unknown }> {
  return typeof key === "object" && key !== null && "bounds" in key;
}

function choiceOf(key: FrameKey): Choice | undefined {
  if (isSlice(key)) {
    const [from, to] = key.bounds.map((bound) => bound ?? undefined);
    if ([from, to].every((bound) => bound === undefined || typeof bound === "number"))
      return { from: from as number | undefined, to: to as number | undefined };
    return undefined;
  }
  if (typeof key === "number") return { places: [key] };
  const names = textsOf(key);
  if (names !== undefined) return { names };
  const places = isKind(key, "list") ? key.items.filter((item) => typeof item === "number") : [];
  return isKind(key, "list") && places.length === key.items.length ? { places } : undefined;
}

function textsOf(value: FrameKey | undefined): readonly string[] | undefined {
  if (typeof value === "string") return [value];
  if (value === undefined || isSlice(value) || !isKind(value, "list") || value.items.length === 0) return undefined;
  const texts = value.items.filter((item) => typeof item === "string");
  return texts.length === value.items.length ? texts : undefined;
}

/** The columns in a value, in order: itself, or the parts of a list; none if a part is something else. */
export function framesOf(value: Value | undefined, level = 0): readonly Frame[] {
  if (isKind(value, "frame")) return [value];
  if (!isKind(value, "list") || level > 3) return [];
  const parts = value.items.map((item) => framesOf(item, level + 1));
  return parts.some((part) => part.length === 0) ? [] : parts.flat();
}

/**
 * The names of the columns that are left.
 * @param all the table's names; undefined if nobody knows them
 */
export function columnsOf({ choices }: Frame, all: readonly string[] | undefined): readonly string[] | undefined {
  return choices.reduce<readonly string[] | undefined>((names, choice) => {
    if ("names" in choice) return choice.names;
    if (names === undefined) return undefined;
    if ("without" in choice) return names.filter((name) => !choice.without.includes(name));
    if (!("places" in choice)) return names.slice(choice.from, choice.to);
    const chosen = choice.places.map((place) => names.at(place));
    return chosen.every((name) => name !== undefined) ? chosen : undefined;
  }, all);
}
