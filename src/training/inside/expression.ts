// Conditions on a step, as a person writes them: `gradient_norm > 10`, `layers[1].dead > 0.5`, `isNaN(loss)`,
// `rows[17].right`. A small language of its own (never `eval`): numbers, texts, names, members, indices, a
// few functions, arithmetic, comparisons, `&&`, `||` and `!`.

import { message } from "../../model/message.ts";
import { ProblemError } from "../../model/problem.ts";

/** What an expression gives; an object has members, whose values are found when they are asked for. */
export type Value = number | boolean | string | Scope | undefined;

export interface Scope {
  /** What it is if a number is wanted, as the `batch` in `batch == 3`. */
  readonly number?: number;
  /** How many items it has by index. */
  readonly length?: number;
  /** A member, or an item of a list by its index; undefined if there is none. */
  get(name: string | number): Value;
  /** What can be asked for, for completion. */
  readonly names: readonly string[];
  /** What it is, in a word, if it is shown with its type. */
  readonly type?: string;
  /** What it is, in a few words, if it is shown as a whole. */
  readonly text?: string;
}

export type Expression = (scope: Scope) => Value;

type Token = { readonly kind: "number" | "text" | "name" | "sign" | "end"; readonly text: string; readonly at: number };

const TOKEN = /\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|([A-Za-z_]\w*)|("[^"]*"|'[^']*')|(&&|\|\||[<>=!]=|[-+*/<>!()[\].,]))/y;

const functions: Readonly<Record<string, (...values: number[]) => number | boolean>> = {
  abs: Math.abs,
  sqrt: Math.sqrt,
  log: Math.log,
  exp: Math.exp,
  min: Math.min,
  max: Math.max,
  isNaN: (value) => Number.isNaN(value),
  isFinite: (value) => Number.isFinite(value),
};

/** Functions that answer yes or no. */
const QUESTIONS: ReadonlySet<string> = new Set(["isNaN", "isFinite"]);
const CONSTANTS: ReadonlySet<string> = new Set(["true", "false", "NaN"]);

/** Names of the functions, for completion. */
export const functionNames: readonly string[] = Object.keys(functions);

/** @throws ProblemError with what is wrong and where, if it is none */
export function parseExpression(text: string): Expression {
  return new Parser(text).parse();
}

/** What a condition goes by: one side of a comparison, or what is asked whether it is so. */
export interface Measure {
  /** As it stands in the condition. */
  readonly text: string;
  readonly value: Expression;
}

/** A condition with what it measures, in the order of its text, each once. @throws as `parseExpression` */
export function parseCondition(text: string): { readonly holds: Expression; readonly measures: readonly Measure[] } {
  const parser = new Parser(text);
  return { holds: parser.parse(), measures: parser.measures };
}

class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #next = 0;
  #measures: readonly Measure[] = [];

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokensOf(text);
  }

  parse(): Expression {
    const expression = this.#either();
    if (this.#token.kind !== "end") throw wrong(this.#text, this.#token.at);
    return expression;
  }

  get measures(): readonly Measure[] {
    return this.#measures.filter(({ text }, index) => this.#measures.findIndex((other) => other.text === text) === index);
  }

  get #token(): Token {
    return this.#tokens[this.#next]!;
  }

  #take(...texts: readonly string[]): string | undefined {
    const { kind, text } = this.#token;
    if (kind !== "sign" || !texts.includes(text)) return undefined;
    this.#next++;
    return text;
  }

  #expect(text: string): void {
    if (this.#take(text) === undefined) throw wrong(this.#text, this.#token.at);
  }

  #either(): Expression {
    let left = this.#both();
    while (this.#take("||") !== undefined) {
      const [one, other] = [left, this.#both()];
      left = (scope) => isHeld(one(scope)) || isHeld(other(scope));
    }
    return left;
  }

  #both(): Expression {
    let left = this.#comparison();
    while (this.#take("&&") !== undefined) {
      const [one, other] = [left, this.#comparison()];
      left = (scope) => isHeld(one(scope)) && isHeld(other(scope));
    }
    return left;
  }

  #comparison(): Expression {
    const [from, before] = [this.#next, this.#measures];
    const left = this.#sum();
    const middle = this.#next;
    const sign = this.#take("<", ">", "<=", ">=", "==", "!=");
    if (sign === undefined) {
      // A comparison in brackets has told already what it measures.
      if (this.#measures === before) this.#measure(from, middle, left);
      return left;
    }
    const right = this.#sum();
    this.#measures = before;
    this.#measure(from, middle, left);
    this.#measure(middle + 1, this.#next, right);
    return (scope) => compare(sign, left(scope), right(scope));
  }

  /** Takes the value of some tokens as a measure, unless it is the same at every step. */
  #measure(from: number, to: number, value: Expression): void {
    const tokens = this.#tokens.slice(from, to);
    const isFixed = !tokens.some(({ kind, text }) => kind === "name" && !CONSTANTS.has(text) && !Object.hasOwn(functions, text));
    if (isFixed) return;
    const text = this.#text.slice(tokens[0]!.at, this.#tokens[to]!.at).trim();
    this.#measures = [...this.#measures, { text, value }];
  }

  #sum(): Expression {
    let left = this.#product();
    for (let sign = this.#take("+", "-"); sign !== undefined; sign = this.#take("+", "-")) {
      const [one, other, factor] = [left, this.#product(), sign === "+" ? 1 : -1];
      left = (scope) => numberOf(one(scope)) + factor * numberOf(other(scope));
    }
    return left;
  }

  #product(): Expression {
    let left = this.#unary();
    for (let sign = this.#take("*", "/"); sign !== undefined; sign = this.#take("*", "/")) {
      const [one, other, isProduct] = [left, this.#unary(), sign === "*"];
      left = (scope) => (isProduct ? numberOf(one(scope)) * numberOf(other(scope)) : numberOf(one(scope)) / numberOf(other(scope)));
    }
    return left;
  }

  #unary(): Expression {
    if (this.#take("!") !== undefined) {
      const inner = this.#unary();
      return (scope) => !isHeld(inner(scope));
    }
    if (this.#take("-") !== undefined) {
      const inner = this.#unary();
      return (scope) => -numberOf(inner(scope));
    }
    return this.#member();
  }

  #member(): Expression {
    let value = this.#primary();
    for (;;) {
      const inner = value;
      if (this.#take(".") !== undefined) {
        const { kind, text, at } = this.#token;
        if (kind !== "name") throw wrong(this.#text, at);
        this.#next++;
        // `norm()` reads as in PyTorch.
        if (this.#take("(") !== undefined) this.#expect(")");
        value = (scope) => memberOf(inner(scope), text);
      } else if (this.#take("[") !== undefined) {
        const before = this.#measures;
        const index = this.#either();
        this.#measures = before;
        this.#expect("]");
        value = (scope) => memberOf(inner(scope), numberOf(index(scope)));
      } else {
        return value;
      }
    }
  }

  #primary(): Expression {
    const { kind, text, at } = this.#token;
    this.#next++;
    if (kind === "number") {
      const value = Number(text);
      return () => value;
    }
    if (kind === "text") return () => text.slice(1, -1);
    if (kind === "name") return this.#name(text);
    if (kind === "sign" && text === "(") {
      const inner = this.#either();
      this.#expect(")");
      return inner;
    }
    throw wrong(this.#text, at);
  }

  #name(text: string): Expression {
    const call = Object.hasOwn(functions, text) ? functions[text] : undefined;
    if (call && this.#take("(") !== undefined) {
      const values: Expression[] = [];
      const before = this.#measures;
      do values.push(this.#either());
      while (this.#take(",") !== undefined);
      // Of a question the number is told that it is about, of a calculation what comes out.
      if (!QUESTIONS.has(text)) this.#measures = before;
      this.#expect(")");
      return (scope) => call(...values.map((value) => numberOf(value(scope))));
    }
    if (text === "true" || text === "false") return () => text === "true";
    if (text === "NaN") return () => NaN;
    return (scope) => memberOf(scope, text);
  }
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  const end = text.trimEnd().length;
  while (pattern.lastIndex < end) {
    const at = pattern.lastIndex;
    const found = pattern.exec(text);
    if (found === null) throw wrong(text, at);
    const [, number, name, quoted, sign] = found;
    if (number !== undefined) tokens.push({ kind: "number", text: number, at });
    else if (name !== undefined) tokens.push({ kind: "name", text: name, at });
    else if (quoted !== undefined) tokens.push({ kind: "text", text: quoted, at });
    else tokens.push({ kind: "sign", text: sign ?? "", at });
  }
  return [...tokens, { kind: "end", text: "", at: end }];
}

function memberOf(value: Value, name: string | number): Value {
  const found = typeof value === "object" ? value.get(name) : undefined;
  if (found !== undefined) return found;
  const names = typeof value === "object" ? value.names : [];
  throw new ProblemError({
    severity: "error",
    code: "condition",
    path: [],
    message:
      names.length === 0
        ? message("There is no {0} here.", String(name))
        : message("There is no {0} here. There are: {1}.", String(name), names.join(", ")),
  });
}

function numberOf(value: Value): number {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "object" && value.number !== undefined) return value.number;
  throw new ProblemError({
    severity: "error",
    code: "condition",
    path: [],
    message: message("{0} is no number.", typeof value === "object" ? (value.text ?? "…") : String(value)),
  });
}

/**
 * Whether a condition that gave this holds. @throws ProblemError if it is neither a truth value nor a number
 */
export function isHeld(value: Value): boolean {
  return typeof value === "boolean" ? value : numberOf(value) !== 0;
}

function compare(sign: string, left: Value, right: Value): boolean {
  if (typeof left === "string" || typeof right === "string") return sign === "==" ? left === right : sign === "!=" && left !== right;
  const [one, other] = [numberOf(left), numberOf(right)];
  switch (sign) {
    case "<":
      return one < other;
    case ">":
      return one > other;
    case "<=":
      return one <= other;
    case ">=":
      return one >= other;
    case "==":
      return one === other;
    default:
      return one !== other;
  }
}

function wrong(text: string, at: number): ProblemError {
  const rest = text.slice(at).trim();
  return new ProblemError({
    severity: "error",
    code: "condition",
    path: [],
    message:
      rest === ""
        ? message("The condition ends too early. Write one such as {0}.", "gradient_norm > 10")
        : message('The condition is not understood at "{0}". Write one such as {1}.', rest, "gradient_norm > 10"),
  });
}
