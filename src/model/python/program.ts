// A piece of Python, statement by statement, for the networks that are built in it: a module alone, an nn.Sequential, the `__init__` and
// `forward` of a class, or what `print(model)` shows. What has nothing to do with a network is passed over.

import { isLayerType } from "../layers.ts";
import { message } from "../message.ts";
import { Evaluator, named } from "./evaluate.ts";
import { type Expression, ExpressionParser, SyntaxProblem } from "./expressions.ts";
import { problemAt, type Report } from "./layers.ts";
import { type Token, tokenize } from "./tokens.ts";
import { isKind, type Module, modulesOf, type Value } from "./values.ts";

const passedOver = new Set("import from with if elif else try except finally pass raise assert global del print @ async".split(" "));
const closers: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** All modules of a text, in the order in which a row goes through them as far as that is said. */
export function modulesIn(source: string, report: Report): Module[] {
  const program = new Program(report);
  for (const statement of statementsOf(tokenize(source))) program.run(statement);
  return program.modules();
}

/** Statements as lists of tokens, without what separates them. */
function statementsOf(tokens: readonly Token[]): Token[][] {
  const statements: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === "mark" && "([{".includes(token.text)) depth++;
    if (token.kind === "mark" && ")]}".includes(token.text)) depth = Math.max(0, depth - 1);
    if (token.kind === "newline" || (depth === 0 && token.kind === "mark" && token.text === ";")) statements.push([]);
    else statements.at(-1)!.push(token);
  }
  return statements.filter((statement) => statement.length > 0);
}

class Program {
  readonly #report: Report;
  readonly #evaluator: Evaluator;
  /** What was built, in order; a part of another one counts with it. */
  readonly #built: Value[] = [];
  readonly #classes = new Set<string>();
  /** The way through `forward`, where it was followed to its end. */
  #path: readonly Module[] = [];
  /** Lines deeper than this belong to a block that is not read, to `forward`, or to a loop. */
  #skipped = Infinity;
  #forward = Infinity;
  #loop = Infinity;
  /** Modules that the loop goes through. */
  #looped = 0;

  constructor(report: Report) {
    this.#report = report;
    this.#evaluator = new Evaluator(report);
  }

  modules(): Module[] {
    if (this.#path.length > 0) return [...this.#path];
    const built = this.#built.map(modulesOf);
    const sets = built.map((modules) => new Set(modules));
    // What became part of another one counts with that; of two alike the later one does.
    const isPart = (modules: readonly Module[], index: number): boolean =>
      sets.some((others, at) => {
        const comesFirst = at > index || others.size > modules.length;
        return at !== index && comesFirst && modules.every((module) => others.has(module));
      });
    return built.filter((modules, index) => !isPart(modules, index)).flat();
  }

  run(statement: readonly Token[]): void {
    const [first, second] = statement;
    if (first === undefined) return;
    if (first.column <= this.#skipped) this.#skipped = Infinity;
    if (first.column <= this.#forward) this.#forward = Infinity;
    if (first.column <= this.#loop) this.#loop = Infinity;
    if (this.#skipped < Infinity) return;
    if (first.kind === "name" && first.text === "class") {
      this.#classes.add(second?.text ?? "");
      // The definition of a layer that PyTorch has not.
      if (isLayerType(second?.text)) this.#skipped = first.column;
      return;
    }
    if (first.kind === "name" && first.text === "def") return this.#define(first.column, statement);
    if (first.kind === "name" && (first.text === "for" || first.text === "while")) return this.#enterLoop(first.column, statement);
    if (first.kind !== "string" && passedOver.has(first.text)) return;
    this.#attempt(statement);
  }

  /** Defaults of a function's parameters are what they are here; those of `forward` are tensors. */
  #define(column: number, statement: readonly Token[]): void {
    const isForward = statement[1]?.text === "forward";
    if (isForward) this.#forward = column;
    const end = closing(statement);
    for (const [name, ...rest] of splitAt(statement.slice(3, end), ",")) {
      if (name?.kind !== "name" || name.text === "self") continue;
      if (isForward) this.#evaluator.set(name.text, { kind: "flow", modules: [] });
      const value = rest.at(-1);
      if (rest.at(-2)?.text === "=" && value?.kind === "number") this.#evaluator.set(name.text, Number(value.text));
    }
    // What follows the colon on the same line is its body.
    const colon = statement.findIndex(({ text }, index) => index > end && text === ":");
    const body = statement.slice(colon + 1);
    if (colon > 0 && body.length > 0) this.run(body);
  }

  /** `for layer in self.layers:` stands for all of them at once; what a loop does beside is read once. */
  #enterLoop(column: number, statement: readonly Token[]): void {
    this.#loop = column;
    const [, variable, word, ...over] = statement;
    const value = word?.text === "in" ? this.#evaluator.get(textOf(over.slice(0, -1))) : undefined;
    if (variable !== undefined && value !== undefined) this.#evaluator.set(variable.text, value);
    this.#looped = modulesOf(value).length;
  }

  /** A statement; where a bracket is never closed, as if it were. */
  #attempt(statement: readonly Token[]): void {
    for (const tokens of [statement, [...statement, ...missingClosers(statement)]]) {
      try {
        return this.#carryOut(tokens);
      } catch (error) {
        if (!(error instanceof SyntaxProblem)) throw error;
        if (tokens === statement && missingClosers(statement).length > 0) continue;
        const isAboutLayers = statement.some(({ kind, text }) => kind === "name" && (text === "nn" || isLayerType(text)));
        const sentence = message("Line {0} cannot be read as Python, and is left out. Check its brackets and commas.", error.line);
        if (isAboutLayers) this.#report(problemAt(error.line, "error", "not-python", sentence));
        return;
      }
    }
  }

  #carryOut(tokens: readonly Token[]): void {
    const isReturn = tokens[0]?.text === "return" && tokens[0].kind === "name";
    const equals = lastEquals(tokens);
    const parser = new ExpressionParser(tokens.slice(isReturn ? 1 : equals + 1));
    const items = parser.rest();
    const [only] = items;
    const value: Value =
      items.length === 1 && only && only.label === undefined && !only.star
        ? this.#evaluator.evaluate(only.value)
        : this.#evaluator.evaluate({ kind: "list", items, line: tokens[0]?.line ?? 1 } satisfies Expression);
    if (this.#loop < Infinity && this.#growsOncePerPass(tokens.slice(0, Math.max(0, equals)), value))
      this.#reportLoop(tokens[0]?.line ?? 1);
    if (isReturn && isKind(value, "flow") && this.#forward < Infinity) this.#path = value.modules;
    else if (tokens[equals]?.text === "+=") this.#extend(tokens.slice(0, equals), value);
    else if (equals >= 0) this.#assign(tokens.slice(0, equals), value);
    else this.#build(value, isReturn);
  }

  /** Whether a statement in a loop adds layers that each pass would add again. */
  #growsOncePerPass(target: readonly Token[], value: Value): boolean {
    if (!isKind(value, "flow")) return modulesOf(value).length > 0;
    const before = this.#evaluator.get(textOf(target));
    const added = value.modules.length - (isKind(before, "flow") ? before.modules.length : 0);
    return added !== this.#looped && added > 0;
  }

  #reportLoop(line: number): void {
    this.#report(
      problemAt(
        line,
        "warning",
        "loop",
        message("Line {0} is in a loop, which is read once. Write its layers out, or duplicate them.", line),
      ),
    );
  }

  /** `layers += [value]` */
  #extend(target: readonly Token[], value: Value): void {
    const list = this.#evaluator.get(textOf(target));
    if (isKind(list, "list") && isKind(value, "list")) list.items.push(...value.items);
  }

  /** `name = value`, `a = b = value`, `a, b = 1, 2` */
  #assign(target: readonly Token[], value: Value): void {
    for (const one of splitAt(target, "=")) {
      const names = splitAt(withoutAnnotation(one), ",").map(textOf);
      const [name = ""] = names;
      if (names.length > 1) {
        const values = isKind(value, "list") ? value.items : [];
        for (const [index, each] of names.entries()) if (values[index] !== undefined) this.#evaluator.set(each, values[index]);
        continue;
      }
      this.#evaluator.set(name, name.startsWith("self.") ? named(value, name.slice("self.".length)) : value);
      this.#build(value, !name.startsWith("self."));
    }
  }

  /** @param isVariable whether it was given to a variable, which other things than layers are too */
  #build(value: Value, isVariable: boolean): void {
    const isOther =
      isKind(value, "module") && !isLayerType(value.type) && (this.#classes.has(value.type) || (isVariable && !value.isQualified));
    if (isOther || this.#built.includes(value) || this.#forward < Infinity) return;
    // What is empty may still grow.
    if (isKind(value, "list") || isKind(value, "container") || isKind(value, "module")) this.#built.push(value);
  }
}

/** The place of the last `=` outside of brackets, or of `+=`; −1 where nothing is assigned. */
function lastEquals(tokens: readonly Token[]): number {
  let depth = 0;
  let last = -1;
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind !== "mark") continue;
    if ("([{".includes(text)) depth++;
    else if (")]}".includes(text)) depth--;
    else if (depth === 0 && (text === "=" || text === "+=")) last = index;
  }
  return last;
}

/** The place of the bracket that closes the first one. */
function closing(tokens: readonly Token[]): number {
  let depth = 0;
  const end = tokens.findIndex(({ kind, text }) => {
    if (kind === "mark" && "([{".includes(text)) depth++;
    return kind === "mark" && ")]}".includes(text) && --depth === 0;
  });
  return end < 0 ? tokens.length : end;
}

function textOf(tokens: readonly Token[]): string {
  return tokens.map(({ text }) => text).join("");
}

function withoutAnnotation(target: readonly Token[]): readonly Token[] {
  const colon = target.findIndex(({ text }) => text === ":");
  return colon < 0 ? target : target.slice(0, colon);
}

function splitAt(tokens: readonly Token[], mark: string): Token[][] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (token.text === mark) parts.push([]);
    else parts.at(-1)!.push(token);
  }
  return parts;
}

/** The brackets that a statement leaves open, closed. */
function missingClosers(statement: readonly Token[]): Token[] {
  const open: Token[] = [];
  for (const token of statement) {
    if (token.kind !== "mark") continue;
    if (token.text in closers) open.push(token);
    else if (")]}".includes(token.text)) open.pop();
  }
  const line = statement.at(-1)?.line ?? 1;
  return open.toReversed().map(({ text }) => ({ kind: "mark", text: closers[text]!, line, column: 0 }));
}
