// Variables, watches and completion: each is an expression that the worker answers on the present batch.

import { Handles } from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { message } from "../../model/message.ts";
import { ProblemError } from "../../model/problem.ts";
import type { DebugStop } from "../../protocol/debug-host.ts";
import type { Inside } from "../../protocol/worker.ts";
import type { VariableScope } from "../../session/debug/call-stack.ts";
import type { InsideAnswer, InsideCompletion, InsideValue } from "../../training/inside/types.ts";
import { say } from "../text.ts";

/** What can be opened: a scope with its variables, or a value with its members. */
type Opened = VariableScope | { readonly expression: string };

export class DebugVariables {
  readonly #worker: Inside;
  readonly #document: string;
  readonly #opened = new Handles<Opened>();
  /** Where the debugger waits. */
  at: DebugStop = { pass: "forward", layer: 0 };

  constructor(worker: Inside, document: string) {
    this.#worker = worker;
    this.#document = document;
  }

  /** What was opened so far belongs to a stop that was left. */
  forget(): void {
    this.#opened.reset();
  }

  scope(scope: VariableScope): DebugProtocol.Scope {
    return { name: say(scope.name), variablesReference: this.#opened.create(scope), expensive: false };
  }

  async list({ variablesReference, filter, start, count }: DebugProtocol.VariablesArguments): Promise<DebugProtocol.Variable[]> {
    const opened = this.#opened.get(variablesReference);
    if (opened === undefined) return [];
    if ("variables" in opened) {
      const answers = await this.#evaluate(opened.variables.map(({ expression }) => expression));
      return opened.variables.map(({ name, expression }, index) => this.#shown(name, expression, answers[index]));
    }
    const question = { expression: opened.expression, at: this.at, part: filter, start, count };
    const members = (await this.#worker.membersInside(this.#document, question)) ?? [];
    return members.map((member) => this.#shown(member.name, member.expression, member));
  }

  /** @throws ProblemError if the expression gives nothing */
  async evaluate(expression: string): Promise<DebugProtocol.EvaluateResponse["body"]> {
    const [answer] = await this.#evaluate([expression]);
    if (answer === undefined || "error" in answer) throw refused(answer);
    const { text, type } = answer;
    return { result: text, type, ...this.#reference(expression, answer) };
  }

  async complete(typed: string): Promise<InsideCompletion> {
    const offered = await this.#worker.completeInside(this.#document, { expression: typed, at: this.at });
    return offered ?? { from: typed.length, names: [] };
  }

  async #evaluate(expressions: readonly string[]): Promise<readonly InsideAnswer[]> {
    const placed = expressions.map((expression) => ({ expression, at: this.at }));
    return (await this.#worker.evaluateInside(this.#document, placed)) ?? [];
  }

  #shown(name: string, expression: string, answer: InsideAnswer | undefined): DebugProtocol.Variable {
    if (answer === undefined || "error" in answer) return { name, value: answer ? say(answer.error) : "", variablesReference: 0 };
    const { text, type } = answer;
    return { name, value: text, type, evaluateName: expression, ...this.#reference(expression, answer) };
  }

  #reference(
    expression: string,
    { named, indexed }: InsideValue,
  ): { variablesReference: number; namedVariables: number; indexedVariables: number } {
    const variablesReference = named + indexed > 0 ? this.#opened.create({ expression }) : 0;
    return { variablesReference, namedVariables: named, indexedVariables: indexed };
  }
}

function refused(answer: { readonly error: ProblemError["problem"]["message"] } | undefined): ProblemError {
  const sentence = answer?.error ?? message("Nothing is debugged any more.");
  return new ProblemError({ severity: "error", code: "condition", path: [], message: sentence });
}
