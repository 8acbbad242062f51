// Carries out, in a small way, what Python would do to build a network: calls of constructors, lists, arithmetic of sizes, and in
// `forward` the functions a tensor goes through. Nothing else is run: a call of anything else is simply not known.

import { isLayerType, layers } from "../layers.ts";
import { message } from "../message.ts";
import { initialisers } from "../parameters.ts";
import type { Problem } from "../problem.ts";
import type { Argument, Expression } from "./expressions.ts";
import { problemAt, type Report } from "./layers.ts";
import { type Container, type Flow, isKind, type Module, modulesOf, type Plain, type Unknown, type Value } from "./values.ts";

/** As many copies as a list may be multiplied to. */
const MOST = 1000;

/** Methods that hand on the network, or the tensor, as it is. */
const unchanged = new Set(
  "to cuda cpu eval train double float half requires_grad_ view reshape flatten squeeze unsqueeze contiguous".split(" "),
);
const containers = new Set(["Sequential", "ModuleList", "ModuleDict"]);
const lists = new Set(["OrderedDict", "dict", "list", "tuple", "tensor", "Tensor", "FloatTensor"]);

/** PyTorch's functions by the names of the layers that do the same: `log_softmax` for LogSoftmax. */
const functions = new Map(Object.keys(layers).map((type) => [type.toLowerCase(), type]));

export class Evaluator {
  readonly #variables = new Map<string, Value>();
  readonly #report: Report;

  constructor(report: Report) {
    this.#report = report;
  }

  get(name: string): Value | undefined {
    return this.#variables.get(name);
  }

  set(name: string, value: Value): void {
    this.#variables.set(name, value);
  }

  evaluate(expression: Expression): Value {
    const { line } = expression;
    switch (expression.kind) {
      case "literal":
        return expression.value;
      case "name":
        return this.#variables.get(expression.name) ?? unknown(expression.name, line);
      case "list":
        return { kind: "list", items: this.#items(expression.items) };
      case "dict":
        return {
          kind: "list",
          items: expression.entries.map(([key, value]) => ({ kind: "list", items: [this.evaluate(key), this.evaluate(value)] })),
        };
      case "operation":
        return this.#operation(expression.sign, this.evaluate(expression.left), this.evaluate(expression.right), line);
      case "each": {
        const over = this.evaluate(expression.over);
        const count = isKind(over, "list") ? over.items.length : 0;
        return { kind: "list", items: Array.from({ length: count }, () => this.evaluate(expression.item)) };
      }
      case "call":
        return this.#call(expression.callee, expression.items, line);
      case "member":
      case "other":
        return unknown(expression.kind === "member" ? expression.name : expression.text, line);
    }
  }

  /** The values by place, with what a star spreads and what has a label. */
  #items(items: readonly Argument[]): Value[] {
    return items.flatMap((item) => {
      if (item.keyword !== undefined) return [];
      const times = Array.from({ length: Math.min(item.times ?? 1, MOST) }, () => this.evaluate(item.value));
      if (item.label !== undefined) return times.map((value) => named(value, item.label));
      return item.star ? times.flatMap((value) => (isKind(value, "list") || isKind(value, "container") ? value.items : [value])) : times;
    });
  }

  #operation(sign: string, left: Value, right: Value, line: number): Value {
    if (typeof left === "number" && typeof right === "number") return arithmetic(sign, left, right);
    if (sign === "+" && isKind(left, "list") && isKind(right, "list")) return { kind: "list", items: [...left.items, ...right.items] };
    if (sign === "*" && isKind(left, "list") && typeof right === "number")
      return { kind: "list", items: Array.from({ length: Math.min(right, MOST) }, () => left.items).flat() };
    if (isKind(left, "flow") || isKind(right, "flow")) {
      this.#report(
        problemAt(
          line,
          "error",
          "not-sequential",
          message("Line {0}: a sum or product of two paths is not a sequence of layers. Only one path is read.", line),
        ),
      );
      return isKind(left, "flow") ? left : right;
    }
    return unknown(sign, line);
  }

  #call(callee: Expression, items: readonly Argument[], line: number): Value {
    const path = this.#pathOf(callee);
    const parts = path.split(".");
    const name = parts.at(-1) ?? "";
    const owner = callee.kind === "member" ? this.evaluate(callee.of) : this.#variables.get(parts.slice(0, -1).join("."));
    const places = this.#items(items);
    const [first] = places;
    if (isKind(owner, "list") || isKind(owner, "container")) {
      const changed = this.#change(owner, name, places);
      if (changed !== undefined) return changed;
    }
    if (owner !== undefined && unchanged.has(name))
      return isKind(owner, "flow") || modulesOf(owner).length > 0 ? owner : unknown(path, line);
    if (isKind(owner, "flow")) return this.#through(owner, name, items, places, line);
    if (name === "copy_" || path.includes("init.")) return this.#initialise(path, first, line);
    // A module that is called on a tensor.
    const own = callee.kind === "name" ? this.#variables.get(path) : this.evaluate(callee);
    if (isKind(first, "flow")) {
      if (modulesOf(own).length > 0) return { kind: "flow", modules: [...first.modules, ...modulesOf(own)] };
      return this.#through(first, name, items, places.slice(1), line);
    }
    if (name === "range")
      return { kind: "list", items: Array.from({ length: Math.min(Number(places.at(-1)) || 0, MOST) }, (_, index) => index) };
    if (lists.has(name)) return isKind(first, "list") ? first : { kind: "list", items: [] };
    return this.#construct(name, parts, items, places, line);
  }

  /** What is called, by its own name where a variable stands for it, as in `act = nn.ReLU`. */
  #pathOf(callee: Expression): string {
    if (callee.kind !== "name" && callee.kind !== "member") return "";
    const known = callee.kind === "name" ? this.#variables.get(callee.name) : undefined;
    return isKind(known, "unknown") ? known.text : callee.name;
  }

  #construct(name: string, parts: readonly string[], items: readonly Argument[], places: readonly Value[], line: number): Value {
    // Classes of other packages, as io.StringIO, are no layers.
    const isOurs = parts.length === 1 || parts.includes("nn") || isLayerType(name);
    const isConstructor = /^\p{Lu}/u.test(name) && !name.endsWith("Loss");
    if (!isOurs || !isConstructor) return unknown(parts.join("."), line);
    const keywords = new Map(
      items.flatMap(({ keyword, value }) => (keyword === undefined ? [] : [[keyword, this.evaluate(value)] as const])),
    );
    const isContainer =
      containers.has(name) || items.some(({ label }) => label !== undefined) || places.some((value) => modulesOf(value).length > 0);
    if (!isContainer) return { kind: "module", type: name, isQualified: parts.length > 1, line, places, keywords } satisfies Module;
    const inner = [...places, ...keywords.values()].filter((value) => typeof value === "object");
    for (const value of inner) if (isKind(value, "unknown")) this.#report(notKnown(value));
    return { kind: "container", items: inner.flatMap(partsOf) } satisfies Container;
  }

  /** `append` and its like; undefined where the method is none of them. */
  #change(owner: { readonly items: Value[] }, method: string, places: readonly Value[]): Value | undefined {
    const last = places.at(-1) ?? null;
    switch (method) {
      case "append":
        owner.items.push(last);
        return null;
      case "extend":
        owner.items.push(...(isKind(last, "list") || isKind(last, "container") ? last.items : [last]));
        return null;
      case "insert":
        owner.items.splice(Number(places[0]) || 0, 0, last);
        return null;
      case "add_module":
      case "register_module":
        owner.items.push(named(last, places[0]));
        return null;
      default:
        return undefined;
    }
  }

  /** `nn.init.xavier_uniform_(fc.weight)`, `fc.weight.copy_(torch.tensor(…))` */
  #initialise(path: string, first: Value | undefined, line: number): Value {
    const target = path.endsWith(".copy_") ? path.slice(0, -".copy_".length) : isKind(first, "unknown") ? first.text : "";
    const parts = target.split(".");
    const module = this.#variables.get(parts.slice(0, -1).join("."));
    if (isKind(module, "module")) {
      const which = parts.at(-1);
      const method = path.split(".").at(-1)?.replace(/_$/, "");
      const known = initialisers.find((name) => name === method);
      const numbers = numbersOf(first);
      const written = typeof module.init === "object" ? module.init : {};
      if (path.endsWith(".copy_") && which === "weight") module.init = { ...written, weight: numbers as number[][] };
      else if (path.endsWith(".copy_")) module.init = { ...written, bias: numbers as number[] };
      else if (which === "weight" && known !== undefined) module.init = known;
      // A bias of zeros beside another initialiser has no name in the document.
      else if (module.init !== "zeros" || method !== "zeros")
        this.#report(
          problemAt(
            line,
            "information",
            "left-out",
            message("Line {0}: {1} of {2} is left out. Choose its first weights under init.", line, method ?? path, target),
          ),
        );
    }
    return null;
  }

  /** A tensor through a function: the layer of the same name, or nothing where it keeps its numbers. */
  #through(flow: Flow, name: string, items: readonly Argument[], places: readonly Value[], line: number): Flow {
    const type = functions.get(name.replaceAll("_", ""));
    if (unchanged.has(name)) return flow;
    if (type === undefined || !isLayerType(type)) {
      this.#report(
        problemAt(
          line,
          "error",
          "unknown-module",
          message("Line {0}: Perceptron has no layer for {1}, so it is left out. Replace it if the network needs it.", line, name),
        ),
      );
      return flow;
    }
    const keywords = new Map(
      items.flatMap(({ keyword, value }) => (keyword === undefined ? [] : [[keyword, this.evaluate(value)] as const])),
    );
    return { kind: "flow", modules: [...flow.modules, { kind: "module", type, isQualified: true, line, places, keywords }] };
  }
}

/** A part of a network that is built elsewhere. */
function notKnown({ text, line }: Unknown): Problem {
  return problemAt(line, "error", "unknown-value", message("Line {0}: {1} is not known, so it is left out. Write its layers.", line, text));
}

function unknown(text: string, line: number): Unknown {
  return { kind: "unknown", text, line };
}

function arithmetic(sign: string, left: number, right: number): Plain {
  switch (sign) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "//":
      return Math.floor(left / right);
    case "%":
      return left - right * Math.floor(left / right);
    default:
      return left ** right;
  }
}

/** The parts of a container: one alone, or those of a list, also under names as in `[("fc1", nn.Linear(3, 8))]`. */
function partsOf(value: Value): Value[] {
  return isKind(value, "list") && pair(value) === undefined ? value.items.map((item) => pair(item) ?? item) : [pair(value) ?? value];
}

function pair(value: Value): Value | undefined {
  if (!isKind(value, "list") || value.items.length !== 2) return undefined;
  const [name, module] = value.items;
  return typeof name === "string" && module !== undefined && modulesOf(module).length > 0 ? named(module, name) : undefined;
}

/** The same value under a name; a number is no name, and of a container the parts keep theirs. */
export function named(value: Value, name: Value | undefined): Value {
  if (isKind(value, "module") && typeof name === "string" && !/^\d*$/.test(name)) value.name = name;
  return value;
}

function numbersOf(value: Value | undefined): unknown {
  return isKind(value, "list") ? value.items.map(numbersOf) : value;
}
