// What a script does with data and training while it is gone through: tables that it reads, calls of losses,
// optimizers, loaders and splits, its own options. Nothing is carried out; each is kept with its arguments.

import { counted, roundHalfEven } from "./arithmetic.ts";
import { builtIn, itemsOf } from "./builtins.ts";
import { frameCall, readTable } from "./frames.ts";
import { answerOf, isObserved, type Observations, type TrainingLoop } from "./observed.ts";
import { helped, treatedBy } from "./own-helpers.ts";
import { type Frame, isDefinition, isKind, modulesOf, type Observed, type Unknown, type Value } from "./values.ts";

/** A call, as far as its parts are known. */
export interface SeenCall {
  /** The last part of its name. */
  readonly name: string;
  readonly path: string;
  /** What the name stands for. */
  readonly known: Value | undefined;
  /** What stands before its last dot. */
  readonly owner: Value | undefined;
  readonly places: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
  readonly line: number;
  /** Where its opening bracket stands. */
  readonly at: number;
  /** Layers that were made before it. */
  readonly made: number;
}

export class Watch implements Observations {
  readonly calls: Observed[] = [];
  readonly loops: TrainingLoop[] = [];
  readonly passes: { readonly call: Observed; readonly isInTraining: boolean }[] = [];
  readonly tables: Frame["source"][] = [];
  readonly stops: number[] = [];
  readonly thresholds: { readonly value: number; readonly line: number }[] = [];
  /** The options of the script's own command line, with their defaults. */
  readonly #options: Value[] = [];

  /** Whether the script is one that Perceptron wrote, whose helpers are known by their names. */
  isOurs = false;

  /** A comparison, which is a threshold if the left side is the network's answer. */
  compared(sign: string, left: Value | undefined, right: Value, line: number): void {
    const value = isKind(right, "list") && right.items.length === 1 ? right.items[0] : right;
    if ((sign === ">" || sign === ">=") && typeof value === "number" && isAnswer(left)) this.thresholds.push({ value, line });
  }

  /** A loop over something, whose body may train the network. */
  looped(over: Value | undefined, isInTraining: boolean): void {
    if (isKind(over, "unknown") && over.call?.name === "DataLoader") this.passes.push({ call: over.call, isInTraining });
  }

  /** The value of a call that has to do with data or training; undefined if it has not. */
  see(call: SeenCall): Value | undefined {
    const { name, known, owner, places, keywords, line } = call;
    const [first] = places;
    if (isDefinition(known)) return this.isOurs ? helped(name, first, places[1], keywords) : undefined;
    const treated = this.isOurs && isKind(owner, "frame") ? treatedBy(name, owner, first) : undefined;
    if (treated !== undefined) return treated;
    const isObject = isKind(known, "unknown") && known.call !== undefined;
    const isModel = modulesOf(known).length > 0 && first !== undefined && !isKind(first, "flow");
    if (isObject || isModel) return this.#observe({ ...call, name: "call", owner: known });
    if (name === "parse_args" || name === "parse_known_args") return { kind: "list", items: [...this.#options] };
    if (name === "add_argument") return this.#addOption(places, keywords);
    if (isObserved(name) && !isKind(first, "flow")) return this.#observe(call);
    const table = readTable(name, places, keywords, line);
    if (table !== undefined) this.tables.push(table.source);
    const columns = table ?? frameCall(name, owner, places, keywords);
    if (columns !== undefined) return columns;
    if (name === "len" && isRows(first)) return counted(0, (rows) => rows);
    if (isKind(first, "count")) return rounded(name, first);
    // A loop over what is handed on, with its number or a bar of progress.
    if (name === "trange") return builtIn("range", places);
    if (name === "tqdm" || (name === "enumerate" && isKind(first, "unknown") && first.call !== undefined)) return first;
    return (name === "sigmoid" || name === "softmax") && isAnswer(first) ? first : undefined;
  }

  #observe({ name, path, owner, places, keywords, line, at, made }: SeenCall): Value {
    const call: Observed = { name, path, owner, places, keywords, line, at, order: made };
    this.calls.push(call);
    if (name !== "train_test_split") return answerOf(call, itemsOf(places[1] ?? keywords.get("lengths"))?.length ?? 0);
    const parts = places.flatMap((place): Value[] =>
      [0, 1].map((part): Value => {
        const answer: Unknown = { kind: "unknown", text: path, line, call, part };
        return isKind(place, "frame") ? splitFrame(place, answer) : answer;
      }),
    );
    return { kind: "list", items: parts };
  }

  /** `parser.add_argument("--epochs", type=int, default=100)` */
  #addOption(places: readonly Value[], keywords: ReadonlyMap<string, Value>): Value {
    const flags = places.filter((place) => typeof place === "string");
    const long = flags.find((flag) => flag.startsWith("--")) ?? flags[0];
    const given = keywords.get("dest");
    const name = typeof given === "string" ? given : long?.replace(/^-+/, "").replaceAll("-", "_");
    if (name === undefined) return null;
    const action = keywords.get("action");
    const standard = keywords.get("default") ?? (action === "store_true" ? false : action === "store_false" ? true : null);
    this.#options.push({ kind: "list", items: [name, standard] });
    return null;
  }
}

function splitFrame(frame: Frame, split: Unknown): Frame {
  return { ...frame, split };
}

function rounded(name: string, count: Extract<Value, { kind: "count" }>): Value | undefined {
  const round = { int: Math.trunc, floor: Math.floor, ceil: Math.ceil, round: roundHalfEven }[name];
  return round && counted(count.depth + 1, (rows) => round(count.of(rows)));
}

/** Whether a value is what the network answered, also as a probability. */
function isAnswer(value: Value | undefined): boolean {
  return isKind(value, "unknown") && value.call?.name === "call" && modulesOf(value.call.owner).length > 0;
}

/** Whether `len` of a value is the number of the table's rows. */
function isRows(value: Value | undefined): boolean {
  if (isKind(value, "frame")) return value.isPart !== true && value.split === undefined;
  if (isKind(value, "unknown")) return value.call?.name === "TensorDataset";
  return isKind(value, "container") && isDefinition(value.scope?.get("self.__getitem__"));
}
