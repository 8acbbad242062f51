// The tests of a document's text, as a list of tests needs them: what each is called and where it stands. One
// that is edited is another test, so that no old result is shown for it.

import * as vscode from "vscode";
import { parseDocument } from "../../model/document.ts";
import { expectationTitle } from "../../model/expectation-words.ts";
import type { Message } from "../../model/message.ts";
import { TextPositions } from "../../model/text-positions.ts";
import type { Problem } from "../../model/problem.ts";
import type { JsonPath } from "../../model/json.ts";
import type { Experiment } from "../../model/schema.ts";

export interface ListedTest {
  /** What the test says, and of equal ones which. */
  readonly id: string;
  readonly title: Message;
  readonly range: vscode.Range;
}

export interface ListedTests {
  /** In the document's order; absent while it breaks the schema. */
  readonly tests?: readonly ListedTest[];
  /** Whether it has tests, as far as that can be read. */
  readonly hasTests: boolean;
  readonly experiment?: Experiment;
  /** What keeps it from being read. */
  readonly problem?: Problem;
}

export function listTests(text: string): ListedTests {
  const { json, experiment, problems } = parseDocument(text);
  if (experiment === undefined) return { hasTests: mentionsTests(json), ...(problems[0] ? { problem: problems[0] } : {}) };
  const counts = new Map<string, number>();
  const positions = new TextPositions(text);
  const tests = experiment.tests.map((expectation, index) => {
    const said = JSON.stringify(expectation);
    const count = (counts.get(said) ?? 0) + 1;
    counts.set(said, count);
    return {
      id: count === 1 ? said : `${said} ${count}`,
      title: expectationTitle(expectation),
      range: rangeOf(positions, ["tests", index]),
    };
  });
  return { tests, experiment, hasTests: tests.length > 0 };
}

function mentionsTests(json: unknown): boolean {
  const tests = typeof json === "object" && json !== null && "tests" in json ? json.tests : [];
  return !Array.isArray(tests) || tests.length > 0;
}

/** The range to show for a path. */
export function rangeOf(positions: TextPositions, path: JsonPath): vscode.Range {
  const { offset, length } = positions.range(path);
  const [start, end] = [positions.position(offset), positions.position(offset + length)];
  return new vscode.Range(start.line - 1, start.column - 1, end.line - 1, end.column - 1);
}
