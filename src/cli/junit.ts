// The report of `perceptron test` that CI services read, in the format of
// https://github.com/testmoapp/junitxml. It is written however the command ends: if nothing could be
// tested each test is an error, so that no report of an earlier build is taken for this one's.

import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { TextPositions } from "../model/text-positions.ts";
import { expectationTitle } from "../model/expectation-words.ts";
import type { Expectation } from "../model/expectations.ts";
import { format } from "../model/message.ts";
import type { ExpectationResult } from "../training/expectations.ts";
import { notWritten, writeText } from "./files.ts";

export class JUnitReport {
  readonly #path: string;
  readonly #document: string;
  readonly #started = performance.now();

  /**
   * Makes the report's folder if it is not there, before any work is done.
   * @param document the path of the document that is tested
   * @throws ProblemError if it cannot be made
   */
  constructor(path: string, document: string) {
    this.#path = path;
    this.#document = document;
    try {
      mkdirSync(dirname(path), { recursive: true });
    } catch (error) {
      throw notWritten(path, error as NodeJS.ErrnoException);
    }
  }

  /** How each test came out. @throws ProblemError if it cannot be written */
  async write(text: string, tests: readonly Expectation[], results: readonly ExpectationResult[]): Promise<void> {
    const failures = results.filter(({ passed }) => !passed).length;
    const cases = results.map(({ index, passed, message }) =>
      this.#case(format(expectationTitle(tests[index]!)), lineOf(text, index), passed ? undefined : element("failure", format(message))),
    );
    await this.#write(cases, failures, 0);
  }

  /** Why nothing was tested. @throws ProblemError if it cannot be written */
  async writeError(sentence: string, text: string, tests: readonly Expectation[]): Promise<void> {
    const error = element("error", sentence);
    const cases = tests.map((test, index) => this.#case(format(expectationTitle(test)), lineOf(text, index), error));
    const all = cases.length > 0 ? cases : [this.#case(this.#document, 1, error)];
    await this.#write(all, 0, all.length);
  }

  #case(name: string, line: number, outcome: string | undefined): string {
    const document = escaped(this.#document);
    const head = `    <testcase classname="${document}" file="${document}" line="${line}" name="${escaped(name)}"`;
    return outcome === undefined ? `${head}/>` : `${head}>${outcome}</testcase>`;
  }

  async #write(cases: readonly string[], failures: number, errors: number): Promise<void> {
    const seconds = ((performance.now() - this.#started) / 1000).toFixed(3);
    const sums = `tests="${cases.length}" failures="${failures}" errors="${errors}" time="${seconds}"`;
    const suite = [`  <testsuite name="${escaped(this.#document)}" ${sums}>`, ...cases, "  </testsuite>"];
    await writeText(
      this.#path,
      ['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites ${sums}>`, ...suite, "</testsuites>", ""].join("\n"),
    );
  }
}

function element(name: "failure" | "error", sentence: string): string {
  return `<${name} message="${escaped(sentence)}"/>`;
}

/** The line of the document that a test begins on. */
function lineOf(text: string, index: number): number {
  const positions = new TextPositions(text);
  return positions.position(positions.range(["tests", index]).offset).line;
}

/**
 * A text as an attribute's value. Characters that XML does not know, as a bell or half a pair of surrogates,
 * become the replacement character.
 */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replace(/[&<>"\t\n\r]/g, (character) => `&#${character.codePointAt(0)!};`);
}
