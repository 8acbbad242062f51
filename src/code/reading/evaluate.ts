// Carries out, in a small way, what Python's expressions do to build a network: calls of constructors, lists,
// arithmetic of sizes, and in `forward` the functions a tensor goes through. Nothing else is run: a call of
// anything else is simply not known.

import { isLayerType, layers } from "../../model/layers.ts";
import { message } from "../../model/message.ts";
import { otherLayer } from "../../model/other-names.ts";
import type { Problem } from "../../model/problem.ts";
import { builtIn, grow, itemsOf, joinedLists, MOST, slice, viewOf } from "./builtins.ts";
import { arithmetic, countedOperation } from "./arithmetic.ts";
import type { Argument, Expression, Key } from "./expressions.ts";
import { changed, frameItem, type FrameKey, frameMember, framesOf } from "./frames.ts";
import { initialise, isInitialiser } from "./initialise.ts";
import { problemAt, type Report } from "./layers.ts";
import { Scope } from "./scope.ts";
import { compare, truthOf } from "./tests.ts";
import {
  type Container,
  type Definition,
  type Flow,
  isDefinition,
  isKind,
  itemOf,
  type Module,
  modulesOf,
  named,
  pairedModule,
  type Unknown,
  unknown,
  type Value,
} from "./values.ts";
import { Watch } from "./watch.ts";

/** Calls a function or makes an object of a class. */
export type Call = (definition: Definition, places: readonly Value[], keywords: ReadonlyMap<string, Value>, line: number) => Value;

/** Methods that hand on the network, or the tensor, as it is. */
const unchanged = new Set(
  "to cuda cpu eval train double float half requires_grad_ view reshape flatten squeeze unsqueeze contiguous".split(" "),
);
/** A text is no longer than this, however often it is doubled. */
const LONGEST_TEXT = 10_000;
const containers = new Set(["Sequential", "ModuleList", "ModuleDict"]);
const lists = new Set(["OrderedDict", "dict", "list", "tuple", "tensor", "Tensor", "FloatTensor", "SimpleNamespace", "Namespace"]);
/** Where classes of layers come from, as `nn.Linear` does. */
const packages = new Set(["nn", "layers", "keras"]);
/** Keras' beginnings of a network, which are no layers. */
const inputs = new Set(["Input", "InputLayer"]);

/** PyTorch's functions by the names of the layers that do the same: `log_softmax` for LogSoftmax. */
const functions = new Map(Object.keys(layers).map((type) => [type.toLowerCase(), type]));

export class Evaluator {
  /** The names that are seen where the program is. */
  scope = new Scope();
  /** Modules that were built or gone through so far. */
  made = 0;
  /** Networks and parts of them that were built so far, also objects of classes. */
  readonly containers: Container[] = [];
  /** Linears among them. */
  #linears = 0;
  readonly watch = new Watch();
  readonly #report: Report;
  readonly #define: Call;

  /** What `super().__init__(…)` does to the object. */
  beginBase: (places: readonly Value[], keywords: ReadonlyMap<string, Value>, line: number) => Value = () => null;

  constructor(report: Report, call: Call) {
    this.#report = report;
    this.#define = call;
  }

  /** The value of a name, which may lead through objects, as in `net.fc1`. */
  resolve(name: string): Value | undefined {
    const known = this.scope.get(name);
    const dot = name.lastIndexOf(".");
    if (known !== undefined || dot < 0) return known;
    const owner = this.resolve(name.slice(0, dot));
    return owner === undefined ? undefined : memberOf(owner, name.slice(dot + 1));
  }

  evaluate(expression: Expression): Value {
    const { line } = expression;
    switch (expression.kind) {
      case "literal":
        return expression.isFormatted === true ? this.#formatted(String(expression.value)) : expression.value;
      case "name":
        return orUnknown(this.resolve(expression.name), expression.name, line);
      case "list":
        return { kind: "list", items: this.#items(expression.items) };
      case "dict":
        return {
          kind: "list",
          items: expression.entries.map(([key, value]) => ({ kind: "list", items: [this.evaluate(key), this.evaluate(value)] })),
        };
      case "operation":
        return this.#operation(expression.sign, this.evaluate(expression.left), this.evaluate(expression.right), line);
      case "each":
        return { kind: "list", items: this.#each(expression) };
      case "index": {
        const of = this.evaluate(expression.of);
        return this.#item(of, expression.keys) ?? unknown("[…]", line);
      }
      case "test":
        return this.#test(expression.sign, expression.left, expression.right, line);
      case "choice":
        return this.#choice(expression);
      case "call":
        return this.#call(expression.callee, expression.items, line, expression.at.open);
      case "member":
        return orUnknown(memberOf(this.evaluate(expression.of), expression.name), expression.name, line);
      case "other":
        return unknown(expression.text, line);
    }
  }

  /** `f"fc{i}"`; what is not known stays in its braces. */
  #formatted(text: string): string {
    return text.replace(/\{([\p{L}_][\p{L}\p{N}_.]*)\}/gu, (whole, name: string) => {
      const value = this.resolve(name);
      return typeof value === "number" || typeof value === "string" ? String(value) : whole;
    });
  }

  #item(of: Value, keys: readonly Key[]): Value | undefined {
    const known = keys.map((key): FrameKey => {
      if (!("slice" in key)) return this.evaluate(key);
      const [from, to] = key.slice;
      return { bounds: [from && this.evaluate(from), to && this.evaluate(to)] };
    });
    if (isKind(of, "frame")) return frameItem(of, known);
    const [key] = known;
    if (key === undefined || known.length > 1) return undefined;
    // A row of several columns that were put beside one another.
    if (isKind(of, "list") && isKind(key as Value, "unknown") && framesOf(of).length > 0) return of;
    if (typeof key === "object" && key !== null && "bounds" in key) return slice(of, ...key.bounds);
    return itemOf(of, key);
  }

  /** Gives names to a value, or to its parts if there are several names. */
  bind(names: readonly string[], value: Value): void {
    const [only = ""] = names;
    if (names.length < 2) return this.scope.set(only, value);
    const parts = itemsOf(value) ?? [];
    // `for i, (a, b) in …`: the brackets are gone from the names.
    const flat = parts.length < names.length ? parts.flatMap((part) => itemsOf(part) ?? [part]) : parts;
    for (const [index, name] of names.entries()) this.scope.set(name, flat[index] ?? unknown(name, 1));
  }

  reportLoop(line: number): void {
    const sentence = message("Line {0} is in a loop, which is read once. Write its layers out, or duplicate them.", line);
    this.#report(problemAt(line, "warning", "loop", sentence));
  }

  reportBranch(line: number): void {
    const sentence = message("Line {0}: it is not known which way this if goes, so the first one is read. Check the layers.", line);
    this.#report(problemAt(line, "warning", "branch", sentence));
  }

  #each({ item, names, over, test, isNested, line }: Expression & { kind: "each" }): Value[] {
    const items = itemsOf(this.evaluate(over));
    const before = this.made;
    const passes = (items ?? [unknown(names[0] ?? "", line)]).slice(0, MOST).flatMap((value) => {
      this.bind(names, value);
      return test !== undefined && truthOf(this.evaluate(test)) === false ? [] : this.#once(item, isNested === true);
    });
    if (items === undefined && this.made > before) this.reportLoop(line);
    return items === undefined && this.made === before ? [] : passes;
  }

  #once(item: Expression, isNested: boolean): readonly Value[] {
    const value = this.evaluate(item);
    return isNested ? (itemsOf(value) ?? [value]) : [value];
  }

  #test(sign: string, left: Expression | undefined, right: Expression, line: number): Value {
    const first = left && this.evaluate(left);
    if (sign === "and" || sign === "or") {
      const truth = truthOf(first!);
      if (truth === undefined) return unknown(sign, line);
      return truth === (sign === "and") ? this.evaluate(right) : first!;
    }
    const second = this.evaluate(right);
    this.watch.compared(sign, first, second, line);
    const truth = first === undefined ? truthOf(second) : compare(sign, first, second);
    return truth === undefined ? unknown(sign, line) : first === undefined ? !truth : truth;
  }

  #choice({ test, value, otherwise, line }: Expression & { kind: "choice" }): Value {
    const truth = truthOf(this.evaluate(test));
    const before = this.made;
    const chosen = this.evaluate(truth === false ? otherwise : value);
    const isOfLayers = this.made > before || modulesOf(chosen).length > 0 || isKind(chosen, "flow");
    if (truth === undefined && isOfLayers) this.reportBranch(line);
    // A number that is not known stays so, rather than being one of two.
    return truth === undefined && !isOfLayers ? unknown("if", line) : chosen;
  }

  /** The values by place, with what a star spreads and what has a label. */
  #items(items: readonly Argument[]): Value[] {
    return items.flatMap((item) => {
      if (item.keyword !== undefined || item.dict) return [];
      const times = Array.from({ length: Math.min(item.times ?? 1, MOST) }, () => this.evaluate(item.value));
      if (item.label !== undefined) return times.map((value) => named(value, item.label));
      return item.star ? times.flatMap((value) => itemsOf(value) ?? [value]) : times;
    });
  }

  #keywords(items: readonly Argument[]): Map<string, Value> {
    return new Map(
      items.flatMap(({ keyword, dict, value }) => {
        if (keyword !== undefined) return [[keyword, this.evaluate(value)] as const];
        return dict ? (itemsOf(this.evaluate(value)) ?? []).flatMap(keyAndValue) : [];
      }),
    );
  }

  #operation(sign: string, left: Value, right: Value, line: number): Value {
    if (typeof left === "number" && typeof right === "number") return arithmetic(sign, left, right);
    if (typeof left === "string" && typeof right === "string" && sign === "+") return (left + right).slice(0, LONGEST_TEXT);
    // `FOLDER / "data.csv"`: the folder of the script.
    if (sign === "/" && typeof right === "string" && (typeof left === "string" || isKind(left, "unknown")))
      return typeof left === "string"
        ? `${left}/${right}`.slice(0, LONGEST_TEXT)
        : /parent|FOLDER|dirname/.test(left.text)
          ? right
          : unknown("/", line);
    const count = countedOperation(sign, left, right);
    if (count !== undefined) return count;
    const frame = isKind(left, "frame") ? left : isKind(right, "frame") ? right : undefined;
    if (frame !== undefined) return changed(frame, sign);
    if (sign === "+" && isKind(left, "list") && isKind(right, "list")) return joinedLists(left.items, right.items);
    if (sign === "*" && isKind(left, "list") && typeof right === "number")
      return joinedLists(...Array.from({ length: Math.max(0, Math.min(right, MOST)) }, () => left.items));
    return this.joined([left, right], line) ?? unknown(sign, line);
  }

  /** Where paths come together, the longest of them; undefined if no value is a path. */
  joined(paths: readonly Value[], line: number): Flow | undefined {
    const longest = longestFlow(paths);
    const sentence = message("Line {0}: two paths come together, which is not a sequence of layers. Only the longer one is read.", line);
    if (longest !== undefined) this.#report(problemAt(line, "error", "not-sequential", sentence));
    return longest;
  }

  #call(callee: Expression, items: readonly Argument[], line: number, at: number): Value {
    const isName = callee.kind === "name" || callee.kind === "member";
    if (callee.kind === "member" && callee.name === "__init__" && callee.of.kind === "call" && isNamed(callee.of.callee, "super"))
      return this.beginBase(this.#items(items), this.#keywords(items), line);
    // Each part of a chain of calls is evaluated once, or its work would double with each.
    const before = callee.kind === "member" ? this.evaluate(callee.of) : undefined;
    const known =
      callee.kind === "name"
        ? this.resolve(callee.name)
        : before === undefined || callee.kind !== "member"
          ? this.evaluate(callee)
          : (memberOf(before, callee.name) ?? unknown(callee.name, line));
    // By its own name if a variable stands for it, as in `act = nn.ReLU`.
    const path = isKind(known, "unknown") ? known.text : isName ? callee.name : "";
    const parts = path.split(".");
    const name = parts.at(-1) ?? "";
    const owner = before !== undefined ? before : this.resolve(parts.slice(0, -1).join("."));
    const places = this.#items(items);
    const keywords = this.#keywords(items);
    const [first] = places;
    // What `print(model)` shows has labels.
    const seen = this.watch.see({ name, path, known, owner, places, keywords, line, at, made: this.made });
    if (seen !== undefined) return seen;
    if (isDefinition(known) && items.every(({ label }) => label === undefined)) return this.#define(known, places, keywords, line);
    if (name === "apply") return this.#apply(owner, first, line);
    if (isKind(owner, "list") || isKind(owner, "container")) {
      const changed =
        this.#change(owner, name, places) ?? viewOf(owner, name) ?? (name === "get" ? itemOf(owner, first ?? null) : undefined);
      if (changed !== undefined) return changed;
    }
    if (owner !== undefined && unchanged.has(name))
      return isKind(owner, "flow") || (isKind(owner, "unknown") && owner.call !== undefined) || modulesOf(owner).length > 0
        ? owner
        : unknown(path, line);
    if (isKind(owner, "flow")) return this.#through(owner, name, keywords, places, line, at);
    if (isInitialiser(path))
      return initialise({ path, places, keywords, line, at }, (target) => this.resolve(target), this.#report, this.#linears);
    if (isKind(first, "flow")) {
      // A module that is called on a tensor; `net.forward(x)` is the same.
      const own = known === undefined && name === "forward" ? owner : known;
      if (modulesOf(own).length > 0) return this.#extended(first, modulesOf(own), at);
      if (name !== "Model") return this.#through(first, name, keywords, places.slice(1), line, at);
    }
    // `torch.cat([x, y])`
    const joined = isKind(first, "list") && parts.includes("torch") ? this.joined(first.items, line) : undefined;
    if (joined !== undefined) return joined;
    if (name === "setattr" && isKind(first, "container") && typeof places[1] === "string") {
      first.scope?.set(`self.${places[1]}`, named(places[2] ?? null, places[1]));
      return null;
    }
    const attribute = name === "getattr" && typeof places[1] === "string" && first !== undefined ? memberOf(first, places[1]) : undefined;
    if (attribute !== undefined) return attribute;
    if (name === "getattr" && isKind(first, "unknown") && typeof places[1] === "string") return unknown(`${first.text}.${places[1]}`, line);
    const answer = parts.length === 1 ? builtIn(name, places) : undefined;
    if (answer !== undefined) return answer;
    if (name === "Path" && typeof first === "string") return first;
    if (lists.has(name)) return this.#collect(first, keywords);
    if (inputs.has(name) && parts.length < 4) return { kind: "flow", modules: [] };
    return this.#construct(name, parts, items, places, keywords, line, at);
  }

  #collect(first: Value | undefined, keywords: ReadonlyMap<string, Value>): Value {
    if (isKind(first, "list")) return first;
    return { kind: "list", items: [...keywords].map(([key, value]) => ({ kind: "list", items: [key, value] })) };
  }

  /** `net.apply(init_weights)`: the function is called with each module. */
  #apply(owner: Value | undefined, first: Value | undefined, line: number): Value {
    const modules =
      modulesOf(owner).length === 0 && isKind(owner, "container") ? (owner.scope?.members() ?? []).flatMap(modulesOf) : modulesOf(owner);
    if (isDefinition(first)) for (const module of modules) this.#define(first, [module], new Map(), line);
    else if (modules.length > 0) {
      const shown = isKind(first, "unknown") ? first.text : "…";
      const sentence = message("Line {0}: apply({1}) is not carried out. Choose the first weights under init.", line, shown);
      this.#report(problemAt(line, "information", "left-out", sentence));
    }
    return owner ?? null;
  }

  #construct(
    name: string,
    parts: readonly string[],
    items: readonly Argument[],
    places: readonly Value[],
    keywords: ReadonlyMap<string, Value>,
    line: number,
    at: number,
  ): Value {
    // Classes of other packages, as io.StringIO, are no layers.
    const isOfPackage = parts.some((part) => packages.has(part));
    const isOurs = parts.length === 1 || isOfPackage || containers.has(name) || isLayerType(name) || otherLayer(name) !== undefined;
    const isConstructor = /^\p{Lu}/u.test(name) && !name.endsWith("Loss");
    if (!isOurs || !isConstructor) return unknown(parts.join("."), line);
    const out = [...places, ...keywords.values()].findLast((value) => isKind(value, "flow"));
    if (name === "Model" && out !== undefined) return { kind: "container", items: [...out.modules], line };
    const isContainer =
      containers.has(name) || items.some(({ label }) => label !== undefined) || places.some((value) => modulesOf(value).length > 0);
    if (!isContainer) {
      if (isLayerType(name) || otherLayer(name) || parts.includes("nn")) this.made++;
      if (name === "Linear") this.#linears++;
      return {
        kind: "module",
        type: name,
        isQualified: parts.length > 1,
        line,
        places,
        keywords,
        at,
        order: this.#linears,
      } satisfies Module;
    }
    const inner = [...places, ...keywords.values()].filter((value) => typeof value === "object");
    for (const value of inner) if (isKind(value, "unknown")) this.#report(notKnown(value));
    const container: Container = { kind: "container", items: inner.flatMap(partsOf).filter((part) => !isKind(part, "flow")), line };
    this.containers.push(container);
    return container;
  }

  /** `append` and its like; undefined if the method is none of them. */
  #change(owner: { readonly items: Value[] }, method: string, places: readonly Value[]): Value | undefined {
    const last = places.at(-1) ?? null;
    switch (method) {
      case "append":
      case "add":
        if (isKind(last, "flow")) return null;
        owner.items.push(last);
        return null;
      case "extend":
        grow(owner.items, itemsOf(last) ?? [last]);
        return null;
      case "insert":
        owner.items.splice(Number(places[0]) || 0, 0, last);
        return null;
      case "pop":
        return owner.items.splice(typeof last === "number" ? last : -1, 1)[0] ?? null;
      case "add_module":
      case "register_module":
        owner.items.push(named(last, places[0]));
        return null;
      default:
        return undefined;
    }
  }

  #extended(flow: Flow, modules: readonly Module[], at: number): Flow {
    this.made += modules.length;
    return { kind: "flow", modules: [...flow.modules, ...modules], uses: [...(flow.uses ?? []), ...modules.map(() => at)] };
  }

  /** A tensor through a function: the layer of the same name, or nothing if it keeps its numbers. */
  #through(flow: Flow, name: string, keywords: ReadonlyMap<string, Value>, places: readonly Value[], line: number, at: number): Value {
    const type = functions.get(name.replaceAll("_", ""));
    if (unchanged.has(name)) return flow;
    // What is asked of a tensor, as in `x.view(x.size(0), -1)`.
    if (name === "size" || name === "dim" || name === "numel") return unknown(name, line);
    if (type === undefined || !isLayerType(type)) {
      const sentence = message(
        "Line {0}: Perceptron has no layer for {1}, so it is left out. Replace it if the network needs it.",
        line,
        name,
      );
      this.#report(problemAt(line, "error", "unknown-module", sentence));
      return flow;
    }
    return this.#extended(flow, [{ kind: "module", type, isQualified: true, line, places, keywords, at }], at);
  }
}

/** None is a value, not one that is unknown. */
function orUnknown(value: Value | undefined, text: string, line: number): Value {
  return value === undefined ? unknown(text, line) : value;
}

function isNamed(expression: Expression, name: string): boolean {
  return expression.kind === "name" && expression.name === name;
}

function learnt({ modules }: Flow): number {
  return modules.filter(({ type }) => type === "Linear" || !functions.has(type.toLowerCase())).length;
}

/**
 * The path with the most layers that learn, of equal ones the first; undefined if none of the values is a
 * path.
 */
export function longestFlow(of: readonly Value[]): Flow | undefined {
  const flows = of.filter((value) => isKind(value, "flow"));
  return flows.reduce<Flow | undefined>((best, flow) => (best === undefined || learnt(flow) > learnt(best) ? flow : best), undefined);
}

/** What an object has under a name, or a dict that is used as one. */
function memberOf(owner: Value, name: string): Value | undefined {
  if (isKind(owner, "frame")) return frameMember(owner, name);
  if (isKind(owner, "container")) return owner.scope?.get(`self.${name}`) ?? itemOf(owner, name);
  return isKind(owner, "list") ? itemOf(owner, name) : undefined;
}

function keyAndValue(item: Value): (readonly [string, Value])[] {
  if (!isKind(item, "list")) return [];
  const [key, value] = item.items;
  return typeof key === "string" && value !== undefined ? [[key, value]] : [];
}

/** A part of a network that is built elsewhere. */
export function notKnown({ text, line }: Unknown): Problem {
  return problemAt(line, "error", "unknown-value", message("Line {0}: {1} is not known, so it is left out. Write its layers.", line, text));
}

/**
 * The parts of a container: one alone, or those of a list, also under names as in `[("fc1", nn.Linear(3,
 * 8))]`.
 */
function partsOf(value: Value): Value[] {
  return isKind(value, "list") && pairedModule(value) === undefined
    ? value.items.map((item) => pairedModule(item) ?? item)
    : [pairedModule(value) ?? value];
}
