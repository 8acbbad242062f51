// A curve as a Python function of one number, laid out as Black leaves it.

import { around, call, type Code, lines } from "../pytorch/python.ts";

const WIDTH = 88;

export function curveFunction(name: string, expression: string): string {
  return [`def ${name}(v):`, ...returned(expression)].join("\n");
}

function returned(expression: string): string[] {
  const line = `    return ${expression}`;
  if (line.length <= WIDTH) return [line];
  const choice = topLevel(expression, / if | else /g);
  if (choice.length < 3) return lines(around("return ", codeOf(expression)), 1);
  const [yes, condition, ...no] = choice;
  return ["    return (", `        ${yes!}`, `        if ${condition!}`, `        else ${no.join(" else ")}`, "    )"];
}

/** A call with its arguments; what is none stays on its line. */
function codeOf(expression: string): Code {
  const [, name, inner] = /^([\w.]+)\((.*)\)$/s.exec(expression) ?? [];
  if (name === undefined || inner === undefined || topLevel(`(${inner})`, /[-+*/]/g).length > 1) return expression;
  return call(name, ...topLevel(inner, /, /g).map(codeOf));
}

/** Pieces between marks that stand outside of brackets. */
function topLevel(text: string, marks: RegExp): string[] {
  const pieces: string[] = [];
  let from = 0;
  for (const { 0: mark, index } of text.matchAll(marks)) {
    const before = text.slice(0, index);
    if (before.split("(").length !== before.split(")").length) continue;
    pieces.push(text.slice(from, index));
    from = index + mark.length;
  }
  return [...pieces, text.slice(from)];
}
