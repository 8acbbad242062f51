// Where networks stand in a piece of Python: every nn.Sequential or Keras Sequential that is no part of
// another, and every class with a `forward`. Whether they can be read is found out later.

import { type CallNode, outlineOf, type StatementNode } from "../reading/outline.ts";
import { mayHoldNetwork } from "./first-look.ts";
import type { PythonText } from "./notebook.ts";

export interface NetworkPlace {
  readonly kind: "Sequential" | "class";
  /** The class, or the variable that gets the network; undefined if it gets no name. */
  readonly name: string | undefined;
  /** Lines of the file, from 1: where it begins, and its last one. */
  readonly line: number;
  readonly last: number;
}

/** In the order of their lines. */
export function networkPlaces({ text, lines }: PythonText): NetworkPlace[] {
  if (!mayHoldNetwork(text)) return [];
  const { statements, calls } = outlineOf(text);
  const lineOf = (line: number): number => lines[line - 1] ?? line;
  const classes = classesIn(statements).map((statement): NetworkPlace => {
    const [first, name] = statement.tokens;
    return { kind: "class", name: name?.text, line: lineOf(first!.line), last: lineOf(lastLine(statement)) };
  });
  const all = [...calls.values()].filter(({ callee }) => /(?:^|\.)Sequential$/.test(callee));
  const outermost = all.filter(({ at }) => !all.some((other) => other.at.open < at.from && other.at.close > at.from));
  const own = outermost.map((call): NetworkPlace => {
    const before = text.slice(0, call.at.from).split(/\r\n|\n|\r/).length;
    const inside = text.slice(call.at.from, call.at.to).split(/\r\n|\n|\r/).length - 1;
    return { kind: "Sequential", name: targetOf(call), line: lineOf(before), last: lineOf(before + inside) };
  });
  return [...classes, ...own].toSorted((one, other) => one.line - other.line);
}

/** Classes with a `forward`, also within others. */
function classesIn(statements: readonly StatementNode[]): StatementNode[] {
  return statements.flatMap((statement) => {
    const isClass = statement.tokens[0]?.kind === "name" && statement.tokens[0].text === "class";
    const hasForward = statement.body.some(({ tokens }) => tokens[0]?.text === "def" && tokens[1]?.text === "forward");
    return [...(isClass && hasForward ? [statement] : []), ...classesIn(statement.body)];
  });
}

function lastLine({ tokens, body }: StatementNode): number {
  return Math.max(tokens.at(-1)?.line ?? 1, ...body.map(lastLine));
}

function targetOf({ statement: { tokens } }: CallNode): string | undefined {
  const equals = tokens.findIndex(({ text, kind }) => text === "=" && kind === "mark");
  const target = tokens
    .slice(0, Math.max(0, equals))
    .map(({ text }) => text)
    .join("");
  return /^[\w.]+$/.test(target) ? target : undefined;
}
