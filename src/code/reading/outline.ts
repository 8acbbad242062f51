// Where things stand in a piece of Python: its statements, every call with its arguments, what it is part of,
// and the literals that names stand for. It says nothing of what they mean; positions are offsets in the
// text.

import { type Argument, type BracketSpan, type Expression, ExpressionParser, type Span, SyntaxProblem } from "./expressions.ts";
import { lastEquals, missingClosers, type Statement, statementsOf } from "./statements.ts";
import { type Token, tokenize } from "./tokens.ts";

export interface StatementNode extends Span {
  readonly tokens: readonly Token[];
  /** The class, function, loop or branch that it stands in. */
  readonly parent: StatementNode | undefined;
  readonly body: readonly StatementNode[];
}

/** What a call or a collection is an argument or an item of. */
export interface Holder {
  readonly items: readonly Argument[];
  readonly index: number;
  readonly at: BracketSpan;
  /** The call whose argument it is; undefined in a list or a tuple. */
  readonly call: CallNode | undefined;
  /** What that list or tuple is part of. */
  readonly outer: Holder | undefined;
}

export interface CallNode {
  /** As it is written, as `nn.Linear`. */
  readonly callee: string;
  readonly at: BracketSpan;
  readonly items: readonly Argument[];
  readonly holder: Holder | undefined;
  readonly statement: StatementNode;
}

export interface Outline {
  readonly text: string;
  readonly statements: readonly StatementNode[];
  /** By the offset of the opening bracket. */
  readonly calls: ReadonlyMap<number, CallNode>;
  /** By name, the literals that it stands for: by assignment, as a default, or where it is an argument. */
  readonly literals: ReadonlyMap<string, readonly Span[]>;
  /** By variable, where it is an argument or an item. */
  readonly given: ReadonlyMap<string, readonly Holder[]>;
}

const headers = new Set(["for", "if", "elif", "while", "with", "return", "assert"]);

/** The outline of a text without prompts; a statement that is no Python has no calls. */
export function outlineOf(text: string): Outline {
  const calls = new Map<number, CallNode>();
  const literals = new Map<string, Span[]>();
  const given = new Map<string, Holder[]>();
  const reader = new OutlineReader(text, calls, literals, given);
  const statements = statementsOf(tokenize(text)).map((statement) => reader.read(statement, undefined));
  return { text, statements, calls, literals, given };
}

/**
 * What a statement's tokens hold; if a bracket is never closed, as if it were, and nothing if they are no
 * Python.
 */
function argumentsIn(tokens: readonly Token[]): readonly Argument[] {
  for (const whole of [tokens, [...tokens, ...missingClosers(tokens)]]) {
    try {
      return new ExpressionParser(whole).rest();
    } catch (error) {
      if (!(error instanceof SyntaxProblem)) throw error;
    }
  }
  return [];
}

class OutlineReader {
  readonly #text: string;
  readonly #calls: Map<number, CallNode>;
  readonly #literals: Map<string, Span[]>;
  readonly #given: Map<string, Holder[]>;

  constructor(text: string, calls: Map<number, CallNode>, literals: Map<string, Span[]>, given: Map<string, Holder[]>) {
    this.#text = text;
    this.#calls = calls;
    this.#literals = literals;
    this.#given = given;
  }

  read({ tokens, body }: Statement, parent: StatementNode | undefined): StatementNode {
    const inner: StatementNode[] = [];
    const node: StatementNode = { tokens, from: tokens[0]?.from ?? 0, to: tokens.at(-1)?.to ?? 0, parent, body: inner };
    this.#statement(node);
    for (const statement of body) inner.push(this.read(statement, node));
    return node;
  }

  #statement(node: StatementNode): void {
    const { tokens } = node;
    const [first] = tokens;
    if (first?.kind === "name" && (first.text === "def" || first.text === "class")) return this.#defaults(tokens);
    const isHeader = first?.kind === "name" && headers.has(first.text);
    const start = isHeader
      ? first.text === "for"
        ? tokens.findIndex(({ kind, text }) => kind === "name" && text === "in")
        : 0
      : lastEquals(tokens);
    const value = tokens.slice(start + 1);
    const [target, ...others] = start > 0 && !isHeader ? tokens.slice(0, start) : [];
    if (target?.kind === "name" && (others.length === 0 || others[0]?.text === ":")) this.#literal(target.text, value);
    for (const { value: expression } of argumentsIn(value)) this.#walk(expression, undefined, node);
  }

  /** The literals that parameters of a function have if nothing is given. */
  #defaults(tokens: readonly Token[]): void {
    for (const [index, { kind, text }] of tokens.entries()) {
      if (kind !== "name" || tokens[index + 1]?.text !== "=") continue;
      const end = tokens.findIndex((token, at) => at > index + 1 && (token.text === "," || token.text === ")"));
      this.#literal(text, tokens.slice(index + 2, end < 0 ? undefined : end));
    }
  }

  #literal(name: string, tokens: readonly Token[]): void {
    const [first, second] = tokens;
    const isSigned = first?.text === "-" && second?.kind === "number";
    const isLiteral = first?.kind === "number" || first?.kind === "string" || first?.text === "True" || first?.text === "False";
    if (!(isSigned && tokens.length === 2) && !(isLiteral && tokens.length === 1)) return;
    this.#name(name, { from: first.from, to: tokens.at(-1)!.to });
  }

  #name(name: string, span: Span): void {
    this.#literals.set(name, [...(this.#literals.get(name) ?? []), span]);
  }

  #walk(expression: Expression, holder: Holder | undefined, statement: StatementNode): void {
    const walk = (inner: Expression | undefined): void => inner && this.#walk(inner, undefined, statement);
    switch (expression.kind) {
      case "call": {
        const { at, items } = expression;
        const node: CallNode = { callee: this.#text.slice(at.from, at.open).trim(), at, items, holder, statement };
        this.#calls.set(at.open, node);
        walk(expression.callee);
        this.#options(node);
        return this.#items(items, at, node, undefined, statement);
      }
      case "list":
        return expression.at && this.#items(expression.items, expression.at, undefined, holder, statement);
      case "member":
        return walk(expression.of);
      case "operation":
      case "test":
        walk(expression.left);
        return walk(expression.right);
      case "each":
        walk(expression.item);
        walk(expression.over);
        return walk(expression.test);
      case "index":
        return walk(expression.of);
      case "choice":
        walk(expression.test);
        walk(expression.value);
        return walk(expression.otherwise);
      case "dict":
        for (const [, value] of expression.entries) walk(value);
        return;
      case "literal":
      case "name":
      case "other":
        return;
    }
  }

  #items(
    items: readonly Argument[],
    at: BracketSpan,
    call: CallNode | undefined,
    outer: Holder | undefined,
    statement: StatementNode,
  ): void {
    for (const [index, item] of items.entries()) {
      const holder = { items, index, at, call, outer };
      if (item.value.kind === "name") this.#given.set(item.value.name, [...(this.#given.get(item.value.name) ?? []), holder]);
      this.#walk(item.value, holder, statement);
      if (item.keyword !== undefined && item.value.kind === "literal" && item.valueSpan) this.#name(item.keyword, item.valueSpan);
    }
  }

  /** `parser.add_argument("--epochs", default=10)` */
  #options({ callee, items }: CallNode): void {
    if (!callee.endsWith("add_argument")) return;
    const standard = items.find(({ keyword }) => keyword === "default")?.valueSpan;
    const flags = items.flatMap(({ value }) => (value.kind === "literal" && typeof value.value === "string" ? [value.value] : []));
    const long = flags.find((flag) => flag.startsWith("--")) ?? flags[0];
    if (standard && long !== undefined) this.#name(long.replace(/^-+/, "").replaceAll("-", "_"), standard);
  }
}
