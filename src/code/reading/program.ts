// A piece of Python, statement by statement, for the networks that are built in it: modules alone, an
// nn.Sequential, classes with their `__init__` and `forward`, functions, or what `print(model)` shows. What
// has nothing to do with a network is passed over.

import { isLayerType } from "../../model/layers.ts";
import { message } from "../../model/message.ts";
import { otherLayer } from "../../model/other-names.ts";
import { isOwnScript } from "../pytorch/about.ts";
import { arithmetic } from "./arithmetic.ts";
import { grow, itemsOf, MOST } from "./builtins.ts";
import { Evaluator, notKnown } from "./evaluate.ts";
import { type Expression, ExpressionParser, SyntaxProblem } from "./expressions.ts";
import { recordUses, returnedFlow } from "./flows.ts";
import { problemAt, type Report } from "./layers.ts";
import { Networks, replacePart } from "./networks.ts";
import type { Observations, ReadScript } from "./observed.ts";
import { Scope } from "./scope.ts";
import {
  augmented,
  closing,
  lastEquals,
  missingClosers,
  splitAt,
  type Statement,
  statementsOf,
  textOf,
  withoutAnnotation,
} from "./statements.ts";
import { truthOf } from "./tests.ts";
import { type Token, tokenize } from "./tokens.ts";
import { type Container, type Definition, isDefinition, isKind, type Module, modulesOf, named, unknown, type Value } from "./values.ts";

const passedOver = new Set("import from except pass raise assert global nonlocal del print @ async continue break yield".split(" "));
/** Statements that are carried out at most, and calls within calls. */
const MOST_STEPS = 20_000;
const DEEPEST = 20;
/** What a call counts for, because what it is given may be large. */
const CALL_STEPS = 20;
/** What a body comes to at `break` and `continue`. */
const BREAK = unknown("break", 0);
const CONTINUE = unknown("continue", 0);

/** All modules of a text, in the order in which a row goes through them as far as that is said. */
export function modulesIn(source: string, report: Report): readonly Module[] {
  const program = new Program(report);
  program.run(statementsOf(tokenize(source)));
  return program.modules();
}

/**
 * @param lines the line in the file of each line of the source, if they differ
 * @param line where the network that is meant begins; of several without it, the one that an optimizer gets
 */
export function readScript(source: string, report: Report, lines?: readonly number[], line?: number): ReadScript {
  const program = new Program(report, true);
  program.isOurs = isOwnScript(source);
  const tokens = tokenize(source);
  program.run(
    statementsOf(lines === undefined ? tokens : tokens.map((token) => Object.assign(token, { line: lines[token.line - 1] ?? token.line }))),
  );
  const modules = line === undefined ? (program.trained() ?? program.modules()) : program.modulesAt(line);
  return {
    modules,
    uses: program.uses,
    seen: program.seen,
    tables: program.seen.tables,
    isOurs: program.seen.isOurs,
    text: source,
    constant: (name) => program.constant(name),
    rowOf: (dataset) => program.rowOf(dataset),
  };
}

class Program {
  readonly #report: Report;
  readonly #evaluator: Evaluator;
  readonly #networks: Networks;
  readonly #definitions: Definition[] = [];
  readonly #called = new Set<Definition>();
  /** For each module that `forward` goes through, where the calls stand by which it does, in order. */
  readonly uses = new Map<Module, number[]>();
  #steps = 0;
  #depth = 0;
  /** Whether the body of a loop is carried out that is only read once. */
  #isReadOnce = false;
  /** Whether what `forward` does must be known to its end, because nobody looks at what was read. */
  readonly #isStrict: boolean;
  #following = 0;
  /** Whether the body of a loop is carried out in which the network is trained. */
  #isTraining = false;

  constructor(report: Report, isStrict = false) {
    this.#report = report;
    this.#isStrict = isStrict;
    this.#evaluator = new Evaluator(report, (...call) => this.#call(...call));
    this.#networks = new Networks(report);
    this.#evaluator.beginBase = (...given) => this.#beginBase(...given);
    this.#evaluator.scope.set("__name__", "__main__");
  }

  set isOurs(isOurs: boolean) {
    this.#evaluator.watch.isOurs = isOurs;
  }

  get seen(): Observations {
    return this.#evaluator.watch;
  }

  /** The network whose parameters an optimizer got; undefined if there is none, or more than one. */
  trained(): readonly Module[] | undefined {
    const owners = new Set(this.#evaluator.watch.calls.filter(({ name }) => name === "parameters").map(({ owner }) => owner));
    const [modules, ...others] = [...owners].map(modulesOf).filter((found) => found.length > 0);
    return others.length > 0 ? undefined : modules;
  }

  constant(name: string): Value | undefined {
    return this.#evaluator.scope.get(name);
  }

  rowOf(dataset: Value | undefined): Value | undefined {
    if (!isKind(dataset, "container") || dataset.scope === undefined) return undefined;
    const method = dataset.scope.get("self.__getitem__");
    return isDefinition(method) ? this.#call(method, [unknown("index", method.line)], new Map(), method.line) : undefined;
  }

  /** The modules of the network that begins on a line, of an object also on that of its class. */
  modulesAt(line: number): readonly Module[] {
    // Classes that nobody calls are called by this.
    this.modules();
    const isHere = (of: Container): boolean => of.line === line || of.of?.line === line;
    return modulesOf(this.#evaluator.containers.findLast(isHere));
  }

  modules(): readonly Module[] {
    const { scope } = this.#evaluator;
    // The lines of a class without its head.
    const forward = scope.get("forward");
    const path = isDefinition(forward) ? this.#followed(forward, scope) : [];
    if (path.length > 0) return path;
    for (const definition of this.#definitions)
      if (definition.kind === "class" && !this.#called.has(definition))
        this.#networks.add(this.#call(definition, [], new Map(), definition.line), definition.name);
    for (const definition of this.#definitions) {
      // One that is called by others only, as by `main`, may still be what makes the network.
      if (!this.#networks.isEmpty || definition === forward || definition.kind === "class") continue;
      this.#networks.add(this.#call(definition, [], new Map(), definition.line), undefined);
    }
    return this.#networks.modules();
  }

  /** What is returned; undefined if the statements come to their end. */
  run(statements: readonly Statement[]): Value | undefined {
    /** Whether a branch of the if before was taken. */
    let isDecided = false;
    for (const statement of statements) {
      if (++this.#steps > MOST_STEPS) return undefined;
      const { tokens, body } = statement;
      const [first] = tokens;
      const word = first?.kind === "name" || first?.text === "@" ? first.text : "";
      if (word === "elif" || word === "else") {
        if (isDecided) continue;
      } else isDecided = false;
      let returned: Value | undefined;
      if (word === "break" && this.#isTraining) this.#evaluator.watch.stops.push(first!.line);
      if (word === "break" || word === "continue") returned = word === "break" ? BREAK : CONTINUE;
      else if (word === "class" || word === "def") this.#define(word, statement);
      else if (word === "for" || word === "while") returned = this.#loop(word, tokens, body);
      else if (word === "if" || word === "elif") {
        const branch = this.#branch(tokens, body);
        isDecided = branch.isTaken;
        returned = branch.returned;
      } else if (word === "else" || word === "with" || word === "try" || word === "finally") returned = this.run(body);
      else if (!passedOver.has(word)) returned = this.#attempt(tokens);
      if (returned !== undefined) return returned;
    }
    return undefined;
  }

  #define(word: "class" | "def", { tokens, body }: Statement): void {
    const [first, second] = tokens;
    const name = second?.text ?? "";
    // The definition of a layer that PyTorch has not.
    if (word === "class" && isLayerType(name)) return;
    const inner = tokens.slice(3, closing(tokens));
    const { scope } = this.#evaluator;
    const kind = word === "class" ? "class" : "function";
    const definition: Definition = { kind, name, line: first!.line, parameters: splitAt(inner, ","), body, scope };
    scope.set(name, definition);
    if (this.#depth > 0) return;
    // The lines of a class without its head.
    if (name === "__init__") this.#call(definition, [], new Map(), definition.line);
    else this.#definitions.push(definition);
  }

  #branch(tokens: readonly Token[], body: readonly Statement[]): { readonly isTaken: boolean; readonly returned?: Value | undefined } {
    const truth = truthOf(this.#value(tokens.slice(1)));
    if (truth === false) return { isTaken: false };
    const before = this.#evaluator.made;
    const returned = this.run(body);
    if (truth === undefined && this.#evaluator.made > before) this.#evaluator.reportBranch(tokens[0]!.line);
    const isJump = returned === BREAK || returned === CONTINUE;
    return { isTaken: true, returned: truth === undefined && isJump ? undefined : returned };
  }

  #loop(word: "for" | "while", tokens: readonly Token[], body: readonly Statement[]): Value | undefined {
    const at = tokens.findIndex(({ text, kind }) => kind === "name" && text === "in");
    const names = tokens.slice(1, Math.max(1, at)).filter(({ kind }) => kind === "name");
    const over = word === "for" && at > 0 ? this.#value(tokens.slice(at + 1)) : undefined;
    this.#evaluator.watch.looped(over, this.#isTraining);
    if (this.#trains(body)) return this.#train(names, over ?? unknown(word, tokens[0]!.line), tokens[0]!.line, body);
    const items = itemsOf(over);
    if (items !== undefined) {
      // A list may grow while it is gone through.
      for (const item of items.slice()) {
        this.#evaluator.bind(
          names.map(({ text }) => text),
          item,
        );
        const returned = this.run(body);
        if (returned === BREAK) break;
        if (returned !== undefined && returned !== CONTINUE) return returned;
      }
      return undefined;
    }
    for (let times = 0; times < MOST && this.#steps < MOST_STEPS; times++) {
      const truth = word === "while" ? truthOf(this.#value(tokens.slice(1))) : undefined;
      if (truth === undefined) break;
      const returned = truth ? this.run(body) : BREAK;
      if (returned === BREAK) return undefined;
      if (returned !== undefined && returned !== CONTINUE) return returned;
    }
    for (const { text, line } of names) this.#evaluator.scope.set(text, unknown(text, line));
    const before = this.#isReadOnce;
    this.#isReadOnce = true;
    const returned = this.run(body);
    this.#isReadOnce = before;
    return returned === BREAK || returned === CONTINUE ? undefined : returned;
  }

  /** The body of a loop in which the network is trained is the same each time, so it is gone through once. */
  #train(names: readonly Token[], over: Value, line: number, body: readonly Statement[]): Value | undefined {
    const times = isKind(over, "list") ? (over.length ?? over.items.length) : undefined;
    this.#evaluator.watch.loops.push({ line, over, times });
    for (const { text } of names) this.#evaluator.scope.set(text, unknown(text, line));
    const before = this.#isTraining;
    this.#isTraining = true;
    const returned = this.run(body);
    this.#isTraining = before;
    return returned === BREAK || returned === CONTINUE ? undefined : returned;
  }

  /**
   * Whether statements, or functions that they call, go backward through a network, or move weights by hand.
   */
  #trains(body: readonly Statement[], seen = new Set<Value>()): boolean {
    return body.some(
      ({ tokens, body: inner }) =>
        tokens.some(({ kind, text }, index) => {
          if (kind !== "name") return false;
          if (text === "backward" || (text === "weight" && augmented.has(tokens[index + 1]?.text ?? ""))) return true;
          const known = this.#evaluator.scope.get(text);
          if (!isDefinition(known) || known.kind !== "function" || seen.has(known)) return false;
          seen.add(known);
          return this.#trains(known.body, seen);
        }) || this.#trains(inner, seen),
    );
  }

  /** The value of an expression; unknown if it is none. */
  #value(tokens: readonly Token[]): Value {
    const line = tokens[0]?.line ?? 1;
    try {
      const [only, ...others] = new ExpressionParser(tokens).rest();
      return only === undefined || others.length > 0 ? unknown(textOf(tokens), line) : this.#evaluator.evaluate(only.value);
    } catch (error) {
      if (!(error instanceof SyntaxProblem)) throw error;
      return unknown(textOf(tokens), line);
    }
  }

  /** A statement; if a bracket is never closed, as if it were. */
  #attempt(statement: readonly Token[]): Value | undefined {
    for (const tokens of [statement, [...statement, ...missingClosers(statement)]]) {
      try {
        return this.#carryOut(tokens);
      } catch (error) {
        if (!(error instanceof SyntaxProblem)) throw error;
        if (tokens === statement && missingClosers(statement).length > 0) continue;
        const isAboutLayers = statement.some(({ kind, text }) => kind === "name" && (text === "nn" || isLayerType(text)));
        const sentence = message("Line {0} cannot be read as Python, and is left out. Check its brackets and commas.", error.line);
        if (isAboutLayers || (this.#isStrict && this.#following > 0)) this.#report(problemAt(error.line, "error", "not-python", sentence));
        return undefined;
      }
    }
    return undefined;
  }

  #carryOut(tokens: readonly Token[]): Value | undefined {
    const line = tokens[0]?.line ?? 1;
    const isReturn = tokens[0]?.text === "return" && tokens[0].kind === "name";
    const equals = isReturn ? 0 : lastEquals(tokens);
    const items = new ExpressionParser(tokens.slice(equals + 1)).rest();
    const [only] = items;
    const before = this.#evaluator.made;
    const value: Value =
      items.length === 1 && only && only.label === undefined && !only.star
        ? this.#evaluator.evaluate(only.value)
        : this.#evaluator.evaluate({ kind: "list", items, line } satisfies Expression);
    if (this.#isReadOnce && this.#evaluator.made > before) this.#evaluator.reportLoop(line);
    if (isReturn) return value;
    const sign = tokens[equals]?.text ?? "";
    if (equals > 0 && augmented.has(sign)) this.#extend(textOf(tokens.slice(0, equals)), sign.slice(0, -1), value, line);
    else if (equals >= 0) for (const target of splitAt(tokens.slice(0, equals), "=")) this.#assign(withoutAnnotation(target), value, line);
    else this.#build(value, undefined);
    return undefined;
  }

  /** `layers += [value]`, `size += 1`, `x += y` */
  #extend(name: string, sign: string, value: Value, line: number): void {
    const owner = this.#evaluator.resolve(name);
    if (sign === "+" && isKind(owner, "list")) grow(owner.items, itemsOf(value) ?? []);
    else if (typeof owner === "number" && typeof value === "number") this.#evaluator.scope.set(name, arithmetic(sign, owner, value));
    else this.#evaluator.scope.set(name, this.#evaluator.joined([value, owner ?? null], line) ?? unknown(name, line));
  }

  /** `name = value`, `a, b = 1, 2`, `[only] = values`, `model[2] = value`, `net.fc = value` */
  #assign(target: readonly Token[], value: Value, line: number): void {
    const isList = /^[[(]/.test(target[0]?.text ?? "") && closing(target) === target.length - 1;
    const names = splitAt(isList ? target.slice(1, -1) : target, ",").filter((name) => name.length > 0);
    if (isList || names.length > 1) {
      const values = itemsOf(value);
      const first = values?.[0];
      const call = isKind(first, "unknown") ? first.call : undefined;
      if (call?.name === "random_split") call.names = names.map(textOf);
      for (const [index, each] of names.entries()) this.#assign(each, values?.[index] ?? unknown(textOf(each), line), line);
      return;
    }
    if (target.at(-1)?.text === "]" && target[0]?.kind === "name") return this.#assignItem(target, value);
    const name = textOf(target);
    const dot = name.lastIndexOf(".");
    const owner = dot < 0 || name.startsWith("self.") ? undefined : this.#evaluator.resolve(name.slice(0, dot));
    if (isKind(owner, "container") && owner.scope !== undefined) {
      const old = owner.scope.get(`self.${name.slice(dot + 1)}`);
      owner.scope.set(`self.${name.slice(dot + 1)}`, value);
      return replacePart(owner, old, value);
    }
    if (isKind(owner, "unknown") && modulesOf(value).length > 0) return this.#report(notKnown({ ...owner, line }));
    const own = name.startsWith("self.") ? named(value, name.slice("self.".length)) : value;
    this.#evaluator.scope.set(name, own);
    this.#build(own, name);
  }

  #assignItem(target: readonly Token[], value: Value): void {
    const [argument] = new ExpressionParser(target).rest();
    if (argument?.value.kind !== "index") return;
    const [only, second] = argument.value.keys;
    if (only === undefined || second !== undefined || "slice" in only) return;
    const owner = this.#evaluator.evaluate(argument.value.of);
    const key = this.#evaluator.evaluate(only);
    if (!isKind(owner, "list") && !isKind(owner, "container")) return;
    const at = typeof key === "number" ? (key < 0 ? owner.items.length + key : key) : -1;
    if (at >= 0 && at < owner.items.length) owner.items[at] = value;
    else if (typeof key === "string") owner.items.push({ kind: "list", items: [key, value] });
  }

  /** @param name the variable it was given to, which other things than layers are too */
  #build(value: Value, name: string | undefined): void {
    if (this.#depth > 0) return;
    const isVariable = name !== undefined && !name.startsWith("self.");
    const isOther =
      isKind(value, "module") && !isLayerType(value.type) && otherLayer(value.type) === undefined && isVariable && !value.isQualified;
    if (!isOther) this.#networks.add(value, name);
  }

  #call(definition: Definition, places: readonly Value[], keywords: ReadonlyMap<string, Value>, line: number): Value {
    this.#called.add(definition);
    this.#steps += CALL_STEPS;
    if (this.#depth >= DEEPEST || this.#steps > MOST_STEPS) return unknown(definition.name, line);
    this.#depth++;
    const outside = this.#evaluator.scope;
    try {
      if (definition.kind === "class") return this.#instantiate(definition, places, keywords, line);
      this.#evaluator.scope = new Scope(definition.scope);
      this.#bindParameters(definition, places, keywords);
      return this.run(definition.body) ?? null;
    } finally {
      this.#depth--;
      this.#evaluator.scope = outside;
    }
  }

  #instantiate(definition: Definition, places: readonly Value[], keywords: ReadonlyMap<string, Value>, line: number): Value {
    const scope = new Scope(definition.scope, true);
    const object: Container = { kind: "container", items: [], line, scope, of: definition };
    this.#evaluator.containers.push(object);
    scope.set("self", object);
    scope.set("self.training", true);
    this.#runBody(definition, scope);
    const initialiser = scope.get("self.__init__");
    if (isDefinition(initialiser)) this.#call(initialiser, places, keywords, line);
    object.items = scope.members().filter((value) => !isDefinition(value) && modulesOf(value).length > 0);
    const forward = scope.get("self.forward");
    const path = isDefinition(forward) ? this.#followed(forward, scope) : [];
    if (path.length > 0) object.items = [...path];
    else if (this.#isStrict && isDefinition(forward) && object.items.length > 0) {
      const sentence = message(
        "Line {0}: what forward does with its input cannot be followed to the end. Write it as a chain of layers.",
        forward.line,
      );
      this.#report(problemAt(forward.line, "error", "forward-not-read", sentence));
    }
    return object;
  }

  /** `super().__init__(…)`: an nn.Sequential gets its parts, a class of the text does what its own says. */
  #beginBase(places: readonly Value[], keywords: ReadonlyMap<string, Value>, line: number): Value {
    const { scope } = this.#evaluator;
    const self = scope.get("self");
    if (!isKind(self, "container") || self.scope === undefined) return null;
    const begun = scope.get("__class__") ?? self.of;
    if (!isDefinition(begun)) return null;
    for (const base of begun.parameters) {
      const name = textOf(base);
      const known = this.#evaluator.resolve(name);
      if (/^(?:(?:torch\.)?nn\.)?Sequential$/.test(name))
        for (const [index, place] of places.entries()) self.scope.set(`self.${index}`, place);
      const initialiser = isDefinition(known)
        ? known.body.find(({ tokens }) => tokens[0]?.text === "def" && tokens[1]?.text === "__init__")
        : undefined;
      if (!isDefinition(known) || initialiser === undefined) continue;
      const inner = new Scope(self.scope);
      inner.set("__class__", known);
      const parameters = splitAt(initialiser.tokens.slice(3, closing(initialiser.tokens)), ",");
      this.#call({ kind: "function", name: "__init__", line, parameters, body: initialiser.body, scope: inner }, places, keywords, line);
    }
    return null;
  }

  /** What a class and those it extends say outside of their functions; its functions are the object's. */
  #runBody(definition: Definition, scope: Scope): void {
    for (const base of definition.parameters) {
      const known = this.#evaluator.resolve(textOf(base));
      if (!isDefinition(known) || known.kind !== "class" || known === definition) continue;
      this.#called.add(known);
      this.#runBody(known, scope);
    }
    this.#evaluator.scope = scope;
    this.run(definition.body);
    for (const { tokens } of definition.body) {
      const name =
        tokens[0]?.text === "def"
          ? (tokens[1]?.text ?? "")
          : tokens[0]?.kind === "name" && tokens[1]?.kind === "mark"
            ? tokens[0].text
            : "";
      const value = name === "" ? undefined : scope.get(name);
      if (value !== undefined) scope.set(`self.${name}`, value);
    }
  }

  /** The modules that a row goes through in `forward`. */
  #followed(forward: Definition, scope: Scope): readonly Module[] {
    const outside = this.#evaluator.scope;
    this.#evaluator.scope = new Scope(scope);
    this.#depth++;
    this.#called.add(forward);
    this.#bindParameters(forward, [], new Map(), true);
    this.#following++;
    const returned = this.run(forward.body);
    this.#following--;
    this.#depth--;
    this.#evaluator.scope = outside;
    const flow = returnedFlow(returned, forward.line, this.#report);
    if (flow !== undefined) recordUses(flow, this.uses);
    return flow?.modules ?? [];
  }

  /**
   * Gives a function's parameters their values: those of the call, else their defaults, else nothing that is
   * known.
   */
  #bindParameters(definition: Definition, places: readonly Value[], keywords: ReadonlyMap<string, Value>, isForward = false): void {
    const { scope } = this.#evaluator;
    let place = 0;
    for (const [index, [name, ...rest]] of definition.parameters.entries()) {
      if (name === undefined || (index === 0 && (name.text === "self" || name.text === "cls"))) continue;
      if (name.text === "*" && rest[0] !== undefined) scope.set(rest[0].text, { kind: "list", items: places.slice(place) });
      if (name.kind !== "name") continue;
      const given = keywords.get(name.text) ?? places[place++];
      const equals = rest.findIndex(({ text }) => text === "=");
      const standard = equals < 0 ? undefined : this.#value(rest.slice(equals + 1));
      const otherwise: Value = isForward ? { kind: "flow", modules: [] } : unknown(name.text, name.line);
      scope.set(name.text, given ?? standard ?? otherwise);
    }
  }
}
