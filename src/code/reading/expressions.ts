// Python's expressions as a tree, by recursive descent: calls, lists, dicts, names, arithmetic of numbers,
// and the form in which `print(model)` shows a network. Nothing is carried out here.

import type { Token } from "./tokens.ts";

export type Expression = { readonly line: number } & (
  | { readonly kind: "literal"; readonly value: number | string | boolean | null; readonly isFormatted?: boolean }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "member"; readonly of: Expression; readonly name: string }
  | { readonly kind: "list"; readonly items: readonly Argument[]; readonly at?: BracketSpan }
  /** Key and value, one after the other. */
  | { readonly kind: "dict"; readonly entries: readonly (readonly [Expression, Expression])[] }
  | { readonly kind: "call"; readonly callee: Expression; readonly items: readonly Argument[]; readonly at: BracketSpan }
  | { readonly kind: "operation"; readonly sign: string; readonly left: Expression; readonly right: Expression }
  /** `item for names in over if test` */
  | {
      readonly kind: "each";
      readonly item: Expression;
      readonly names: readonly string[];
      readonly over: Expression;
      readonly test?: Expression;
      /** Whether each item is a list of several, as of two loops in one. */
      readonly isNested?: boolean;
    }
  /** `of[key]`, `of[from:to]`, or several keys as of a table; none if a slice has a step. */
  | { readonly kind: "index"; readonly of: Expression; readonly keys: readonly Key[] }
  /** `==`, `<`, `in`, `is` and their opposites; `and`, `or`, and `not`, which has no left side. */
  | { readonly kind: "test"; readonly sign: string; readonly left?: Expression; readonly right: Expression }
  /** `value if test else otherwise` */
  | { readonly kind: "choice"; readonly test: Expression; readonly value: Expression; readonly otherwise: Expression }
  | { readonly kind: "other"; readonly text: string }
);

/** A stretch of the text, in UTF-16 units. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A call or a collection: where its opening bracket stands, which no other has, and the closing one. */
export interface BracketSpan extends Span {
  readonly open: number;
  readonly close: number;
}

/** A key in brackets: a value, or from where to where. */
export type Key = Expression | { readonly slice: readonly [Expression | undefined, Expression | undefined] };

export interface Argument {
  readonly value: Expression;
  /** The whole argument, as `lr=0.1`, and its value alone; absent if it was not written like that. */
  readonly span?: Span;
  readonly valueSpan?: Span;
  /** `name=value` */
  readonly keyword?: string;
  /** `(name): value`, as `print(model)` shows the parts of a module. */
  readonly label?: string;
  /** `3 x Linear(…)`, as it shows equal ones. */
  readonly times?: number;
  /** `*value`, or as `dict` `**value`. */
  readonly star?: boolean;
  readonly dict?: boolean;
}

/** Thrown if a text is no expression; the statement it stands in is left out. */
export class SyntaxProblem extends Error {
  readonly line: number;

  constructor(line: number) {
    super("no expression");
    this.line = line;
  }
}

const words: Readonly<Record<string, boolean | null>> = { True: true, False: false, None: null, true: true, false: false, null: null };

/** Brackets within brackets that are followed. */
const DEEPEST = 200;

/** Reads expressions from the tokens of one statement. */
export class ExpressionParser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  /** Takes the next token if it is this mark. */
  take(mark: string): boolean {
    const is = this.#is(mark);
    if (is) this.#at++;
    return is;
  }

  /** All that is left, as `value, (name): value, …`. */
  rest(): Argument[] {
    return this.#arguments(undefined);
  }

  /** From the token at an index to the one that was taken last. */
  #spanFrom(index: number): Span {
    const [first, last] = [this.#tokens[index], this.#tokens[this.#at - 1]];
    return { from: first?.from ?? 0, to: last?.to ?? 0 };
  }

  /** The brackets around what was just read. @param start of the whole, and of its opening bracket */
  #brackets(start: number, open: number): BracketSpan {
    const { from, to } = this.#spanFrom(start);
    return { from, to, open: this.#tokens[open]?.from ?? 0, close: to - 1 };
  }

  #is(mark: string, ahead = 0): boolean {
    const token = this.#tokens[this.#at + ahead];
    return token?.text === mark && token.kind !== "string";
  }

  get #line(): number {
    return (this.#tokens[this.#at] ?? this.#tokens.at(-1))?.line ?? 1;
  }

  #expect(mark: string): void {
    if (!this.take(mark)) throw new SyntaxProblem(this.#line);
  }

  expression(): Expression {
    if (this.take("lambda")) return this.#lambda();
    const value = this.#either();
    if (!this.take("if")) return value;
    const { line } = value;
    const test = this.#either();
    this.#expect("else");
    return { kind: "choice", test, value, otherwise: this.expression(), line };
  }

  /** Parameters, a colon and what comes of them, which is not carried out. */
  #lambda(): Expression {
    const line = this.#line;
    while (!this.isAtEnd && !this.take(":")) this.#at++;
    this.expression();
    return { kind: "other", text: "lambda", line };
  }

  #either(): Expression {
    let left = this.#both();
    while (this.take("or")) left = { kind: "test", sign: "or", left, right: this.#both(), line: left.line };
    return left;
  }

  #both(): Expression {
    let left = this.#comparison();
    while (this.take("and")) left = { kind: "test", sign: "and", left, right: this.#comparison(), line: left.line };
    return left;
  }

  #comparison(): Expression {
    const line = this.#line;
    if (this.take("not")) return { kind: "test", sign: "not", right: this.#comparison(), line };
    let left = this.#bits();
    const sign = this.#comparisonSign();
    if (sign === undefined) return left;
    let middle = this.#bits();
    left = { kind: "test", sign, left, right: middle, line };
    // `0 < x < 1`
    for (let next = this.#comparisonSign(); next !== undefined; next = this.#comparisonSign()) {
      const right = this.#bits();
      left = { kind: "test", sign: "and", left, right: { kind: "test", sign: next, left: middle, right, line }, line };
      middle = right;
    }
    return left;
  }

  #comparisonSign(): string | undefined {
    for (const sign of ["==", "!=", "<=", ">=", "<", ">", "in"]) if (this.take(sign)) return sign;
    if (this.take("is")) return this.take("not") ? "!=" : "==";
    if (!this.#is("not") || !this.#is("in", 1)) return undefined;
    this.#at += 2;
    return "not in";
  }

  /** `&`, `|`, `^` of masks and whole numbers, whose values nobody needs here. */
  #bits(): Expression {
    let left = this.#sum();
    for (;;) {
      const sign = ["&", "|", "^"].find((mark) => this.#is(mark));
      if (sign === undefined) return left;
      this.#at++;
      left = { kind: "operation", sign, left, right: this.#sum(), line: left.line };
    }
  }

  #sum(): Expression {
    let left = this.#product();
    for (;;) {
      const sign = ["+", "-"].find((mark) => this.#is(mark));
      if (sign === undefined) return left;
      this.#at++;
      left = { kind: "operation", sign, left, right: this.#product(), line: left.line };
    }
  }

  #product(): Expression {
    let left = this.#power();
    for (;;) {
      const sign = ["*", "/", "//", "%", "@"].find((mark) => this.#is(mark));
      if (sign === undefined) return left;
      this.#at++;
      left = { kind: "operation", sign, left, right: this.#power(), line: left.line };
    }
  }

  #power(): Expression {
    if (this.#depth >= DEEPEST) throw new SyntaxProblem(this.#line);
    this.#depth++;
    const value = this.#signed();
    this.#depth--;
    return value;
  }

  #signed(): Expression {
    const line = this.#line;
    if (this.take("-")) {
      const zero: Expression = { kind: "literal", value: 0, line };
      return { kind: "operation", sign: "-", left: zero, right: this.#power(), line };
    }
    if (this.take("+")) return this.#power();
    if (this.take("~")) return { kind: "operation", sign: "~", left: this.#power(), right: { kind: "literal", value: null, line }, line };
    const left = this.#chain();
    return this.take("**") ? { kind: "operation", sign: "**", left, right: this.#power(), line } : left;
  }

  /** A value with `.name`, `(…)` and `[…]` behind it. */
  #chain(): Expression {
    const start = this.#at;
    let value = this.#atom();
    for (;;) {
      const { line } = value;
      if (this.take(".")) {
        const name = this.#tokens[this.#at++];
        if (name?.kind !== "name") throw new SyntaxProblem(line);
        value =
          value.kind === "name"
            ? { kind: "name", name: `${value.name}.${name.text}`, line }
            : { kind: "member", of: value, name: name.text, line };
      } else if (this.#is("(") && !this.#isLabel()) {
        const open = this.#at++;
        const items = this.#arguments(")");
        value = { kind: "call", callee: value, items, line, at: this.#brackets(start, open) };
      } else if (this.take("[")) {
        value = this.#index(value);
      } else {
        return value;
      }
    }
  }

  #index(of: Expression): Expression {
    const { line } = of;
    const start = this.#at;
    const keys: Key[] = [];
    do {
      if (keys.length > 0 && this.#is("]")) break;
      const from = this.#is(":") ? undefined : this.expression();
      if (this.take(":")) keys.push({ slice: [from, [",", "]", ":"].some((mark) => this.#is(mark)) ? undefined : this.expression()] });
      else keys.push(from!);
    } while (this.take(","));
    if (this.take("]")) return { kind: "index", of, keys, line };
    // A slice with a step.
    this.#at = start;
    for (let depth = 1; !this.isAtEnd && depth > 0; this.#at++) depth += this.#is("[") ? 1 : this.#is("]") ? -1 : 0;
    return { kind: "index", of, keys: [], line };
  }

  #atom(): Expression {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw new SyntaxProblem(this.#line);
    const { line, text } = token;
    this.#at++;
    switch (token.kind) {
      case "number":
        return { kind: "literal", value: Number(text.replaceAll("_", "")), line };
      case "string": {
        // Strings beside one another are one.
        let value = text;
        while (this.#tokens[this.#at]?.kind === "string") value += this.#tokens[this.#at++]!.text;
        return { kind: "literal", value, line, ...(token.isFormatted === true ? { isFormatted: true } : {}) };
      }
      case "name":
        return Object.hasOwn(words, text) ? { kind: "literal", value: words[text]!, line } : { kind: "name", name: text, line };
      case "mark":
        if (text === "[") return this.#collection(line, "]");
        if (text === "{") return this.#braces(line);
        if (text === "(") return this.#collection(line, ")");
        throw new SyntaxProblem(line);
      case "newline":
        throw new SyntaxProblem(line);
    }
  }

  /** `[…]`, `(…)`; one value in parentheses without a comma is that value. */
  #collection(line: number, end: string): Expression {
    const start = this.#at;
    const items = this.#arguments(end);
    const [only] = items;
    const comma = this.#tokens[this.#at - 2]?.text === "," && this.#at - 2 > start;
    if (end === ")" && items.length === 1 && only && !only.star && !comma) return only.value;
    return { kind: "list", items, line, at: this.#brackets(start - 1, start - 1) };
  }

  #braces(line: number): Expression {
    const entries: (readonly [Expression, Expression])[] = [];
    while (!this.take("}")) {
      if (this.isAtEnd) throw new SyntaxProblem(this.#line);
      const key = this.expression();
      // A set.
      if (entries.length === 0 && !this.#is(":")) return this.#set(key, line);
      this.#expect(":");
      const value = this.expression();
      if (entries.length === 0 && this.#is("for")) {
        const pair: Expression = { kind: "list", items: [{ value: key }, { value }], line };
        const each = this.#each(pair);
        this.#expect("}");
        return { kind: "list", items: [{ value: each, star: true }], line };
      }
      entries.push([key, value]);
      if (!this.take(",") && !this.#is("}")) throw new SyntaxProblem(this.#line);
    }
    return { kind: "dict", entries, line };
  }

  #set(first: Expression, line: number): Expression {
    if (this.#is("for")) {
      const each = this.#each(first);
      this.#expect("}");
      return each;
    }
    if (this.take("}")) return { kind: "list", items: [{ value: first }], line };
    this.#expect(",");
    return { kind: "list", items: [{ value: first }, ...this.#arguments("}")], line };
  }

  /** Values up to a closing bracket, or to the end of the statement. */
  #arguments(end: string | undefined): Argument[] {
    const items: Argument[] = [];
    for (;;) {
      if (end === undefined ? this.isAtEnd : this.take(end)) return items;
      if (this.isAtEnd) throw new SyntaxProblem(this.#line);
      const item = this.#argument(end !== ")");
      items.push(item);
      // The parts that `print(model)` shows stand without commas.
      const isOver = this.take(",") || this.#isLabel() || (end === undefined ? this.isAtEnd : this.#is(end));
      if (!isOver) throw new SyntaxProblem(this.#line);
    }
  }

  /** @param isSpread whether a loop's items stand for themselves, as in a list, or are one generator */
  #argument(isSpread: boolean): Argument {
    const start = this.#at;
    const argument = this.#isLabel() ? this.#labelled() : this.#plainArgument(isSpread);
    const span = this.#spanFrom(start);
    if (argument.label !== undefined || argument.star === true) return { ...argument, span };
    return { ...argument, span, valueSpan: argument.keyword === undefined ? span : this.#spanFrom(start + 2) };
  }

  #plainArgument(isSpread: boolean): Argument {
    if (this.take("**")) return { value: this.expression(), star: true, dict: true };
    if (this.take("*")) return { value: this.expression(), star: true };
    const [token] = this.#tokens.slice(this.#at, this.#at + 1);
    if (token?.kind === "name" && this.#is("=", 1)) {
      this.#at += 2;
      return { keyword: token.text, value: this.expression() };
    }
    const value = this.expression();
    return this.#is("for") ? { value: this.#each(value), ...(isSpread ? { star: true } : {}) } : { value };
  }

  /** `for names in over if test`, perhaps with another loop behind it. */
  #each(item: Expression): Expression {
    if (this.#depth >= DEEPEST) throw new SyntaxProblem(this.#line);
    this.#expect("for");
    const names: string[] = [];
    while (!this.isAtEnd && !this.#is("in")) {
      const name = this.#tokens[this.#at++]!;
      if (name.kind === "name") names.push(name.text);
    }
    this.#expect("in");
    const over = this.#either();
    const tests: Expression[] = [];
    while (this.take("if")) tests.push(this.#either());
    const test = tests.reduceRight<Expression | undefined>(
      (right, left) => (right === undefined ? left : { kind: "test", sign: "and", left, right, line: left.line }),
      undefined,
    );
    this.#depth++;
    const inner = this.#is("for") ? this.#each(item) : undefined;
    this.#depth--;
    const more = { ...(test ? { test } : {}), ...(inner ? { isNested: true } : {}) };
    return { kind: "each", item: inner ?? item, names, over, ...more, line: item.line };
  }

  /** Whether `(0):`, `(fc1):` or `(0-2):` comes next. */
  #isLabel(): boolean {
    if (!this.#is("(")) return false;
    const range = this.#is("-", 2) ? 2 : 0;
    const label = this.#tokens[this.#at + 1];
    return (label?.kind === "name" || label?.kind === "number") && this.#is(")", 2 + range) && this.#is(":", 3 + range);
  }

  #labelled(): Argument {
    const label = this.#tokens[this.#at + 1]!.text;
    this.#at += this.#is("-", 2) ? 6 : 4;
    const count = this.#tokens[this.#at];
    if (count?.kind !== "number" || !this.#is("x", 1)) return { label, value: this.expression() };
    this.#at += 2;
    return { label, times: Number(count.text), value: this.expression() };
  }
}
