// A test run: document by document, with the weights beside it or with those of a run made now. A worker of
// its own answers, so that no builder waits and a cancelled run ends at once. The sentence of a test is shown
// where the test stands.

import * as vscode from "vscode";
import { message } from "../../model/message.ts";
import { TextPositions } from "../../model/text-positions.ts";
import { type Problem, ProblemError, reasonOf } from "../../model/problem.ts";
import { endOf } from "../../protocol/run.ts";
import type { Experiment } from "../../model/schema.ts";
import type { ExpectationResult } from "../../training/expectations.ts";
import { encodingHint } from "../data/encoding-hint.ts";
import { stemOf } from "../files.ts";
import { listTests, type ListedTest, rangeOf } from "./listed-tests.ts";
import type { DocumentSessions } from "../document/sessions.ts";
import { sourceReferences } from "../data/sources.ts";
import { say } from "../text.ts";
import { textOf } from "../document/text-of.ts";
import { train } from "../run/train.ts";
import { readWeights } from "../run/weight-file.ts";
import type { WorkerFactory } from "../worker-client.ts";

/** What training anew helps against. */
const trainingHelps = new Set(["not-trained", "other-data", "other-weights"]);

/** A document's tests that are to run. */
interface Asked {
  readonly document: vscode.TestItem;
  readonly tests: readonly vscode.TestItem[];
}

export class TestRunner {
  readonly #controller: vscode.TestController;
  readonly #sessions: DocumentSessions;
  readonly #startWorker: WorkerFactory;
  /** The documents that are tested at the moment. */
  readonly #testing = new Set<string>();

  constructor(controller: vscode.TestController, sessions: DocumentSessions, startWorker: WorkerFactory) {
    this.#controller = controller;
    this.#sessions = sessions;
    this.#startWorker = startWorker;
  }

  /** Whether the document is being tested, and perhaps trained for that. */
  isTesting(document: vscode.Uri): boolean {
    return this.#testing.has(document.toString());
  }

  /**
   * Runs what was asked for.
   * @param trains whether each document is trained before
   */
  async run(trains: boolean, request: vscode.TestRunRequest, asked: vscode.CancellationToken): Promise<void> {
    const run = this.#controller.createTestRun(request);
    const untrained: vscode.TestItem[] = [];
    // A run that an offer started is cancelled through itself alone.
    const source = new vscode.CancellationTokenSource();
    const cancels = [asked, run.token].map((token) => token.onCancellationRequested(() => source.cancel()));
    const cancelled = source.token;
    const documents = this.#asked(request);
    for (const { tests } of documents) for (const test of tests) run.enqueued(test);
    try {
      for (const { document, tests } of documents) {
        if (cancelled.isCancellationRequested) break;
        this.#testing.add(document.id);
        const problem = await this.#test(run, document, tests, trains, cancelled).finally(() => this.#testing.delete(document.id));
        if (problem && trainingHelps.has(problem.code)) untrained.push(document);
      }
    } finally {
      run.end();
      for (const cancel of cancels) cancel.dispose();
      source.dispose();
    }
    if (untrained.length > 0 && !cancelled.isCancellationRequested) void this.#offerTraining(untrained);
  }

  #asked({ include, exclude = [] }: vscode.TestRunRequest): Asked[] {
    const isExcluded = (item: vscode.TestItem): boolean => exclude.includes(item) || (item.parent !== undefined && isExcluded(item.parent));
    const chosen = include ?? [...this.#controller.items].map(([, item]) => item);
    const documents = new Set(chosen.map((item) => item.parent ?? item));
    // As the list shows them.
    const inOrder = [...documents].toSorted((one, other) => one.label.localeCompare(other.label, "en", { numeric: true }));
    return inOrder.map((document) => {
      const all = [...document.children].map(([, item]) => item);
      const tests = chosen.includes(document) ? all : all.filter((item) => chosen.includes(item));
      return { document, tests: tests.filter((item) => !isExcluded(item)) };
    });
  }

  /** Tests a document. Gives what kept it from being tested. */
  async #test(
    run: vscode.TestRun,
    document: vscode.TestItem,
    tests: readonly vscode.TestItem[],
    trains: boolean,
    cancelled: vscode.CancellationToken,
  ): Promise<Problem | undefined> {
    const uri = document.uri!;
    for (const test of tests) run.started(test);
    const text = (await textOf(uri)) ?? "";
    try {
      const listed = listTests(text);
      if (listed.experiment === undefined || listed.tests === undefined) throw new ProblemError(listed.problem!);
      if (trains) await this.#train(uri, cancelled);
      const began = performance.now();
      const results = await this.#evaluate(uri, listed.experiment, cancelled);
      const took = (performance.now() - began) / Math.max(1, tests.length);
      for (const test of tests) {
        const index = listed.tests.findIndex(({ id }) => id === test.id);
        const [place, result] = [listed.tests[index], results[index]];
        // One that has been edited away in the meantime is none any more.
        if (place && result) report(run, test, result, place, took);
        else run.skipped(test);
      }
      return undefined;
    } catch (error) {
      if (cancelled.isCancellationRequested) {
        for (const test of tests) run.skipped(test);
        return undefined;
      }
      const problem = error instanceof ProblemError ? error.problem : undefined;
      const sentence = say(reasonOf(error));
      run.appendOutput(`${document.label}: ${sentence}\r\n`);
      // A document that cannot be read has perhaps no test to say it at.
      for (const test of tests.length > 0 ? tests : [document]) {
        const said = new vscode.TestMessage(sentence);
        const range = problem && problem.path.length > 0 ? rangeOf(new TextPositions(text), problem.path) : test.range;
        if (range) said.location = new vscode.Location(uri, range);
        run.errored(test, said);
      }
      return problem;
    }
  }

  /** @throws ProblemError if no weights came out of it */
  async #train(uri: vscode.Uri, cancelled: vscode.CancellationToken): Promise<void> {
    const session = this.#sessions.of(await vscode.workspace.openTextDocument(uri));
    const name = stemOf(uri);
    const [wrong] = (await session.ready()).errors;
    if (wrong) throw new ProblemError(wrong);
    if (!(await train(session))) throw mistake("not-started", message("{0} was not trained, so nothing was tested.", name));
    const stop = cancelled.onCancellationRequested(() => void session.run.stop());
    await session.run.over;
    stop.dispose();
    const { status } = session.run;
    if (status.state === "failed") throw mistake("run-failed", status.note);
    const end = endOf(status);
    if (end?.stopped === "diverged") throw mistake("diverged", message("{0} diverged, so nothing was tested.", name));
    if (end?.weights === undefined) throw mistake("not-saved", message("The weights were not saved."));
  }

  /** @throws ProblemError if there are no weights to test, or none of this document */
  async #evaluate(uri: vscode.Uri, experiment: Experiment, cancelled: vscode.CancellationToken): Promise<readonly ExpectationResult[]> {
    const weights = await readWeights(uri);
    if (weights === undefined) throw mistake("not-trained", message("{0} has no trained weights yet. Train it, then test.", stemOf(uri)));
    const sources = await sourceReferences(uri, experiment.data.file);
    const worker = this.#startWorker();
    const cancel = cancelled.onCancellationRequested(() => worker.dispose());
    try {
      return await worker.test(experiment, sources, weights, encodingHint(uri));
    } finally {
      cancel.dispose();
      worker.dispose();
    }
  }

  async #offerTraining(documents: readonly vscode.TestItem[]): Promise<void> {
    const [first = "", ...others] = documents.map(({ uri }) => stemOf(uri!));
    const now = say(message("Train and Test"));
    const sentence =
      others.length === 0
        ? message("{0} has no weights that can be tested. Train first.", first)
        : message("{0} have no weights that can be tested. Train first.", [first, ...others].join(", "));
    if ((await vscode.window.showInformationMessage(say(sentence), now)) !== now) return;
    const source = new vscode.CancellationTokenSource();
    await this.run(true, new vscode.TestRunRequest(documents), source.token);
    source.dispose();
  }
}

function report(run: vscode.TestRun, test: vscode.TestItem, result: ExpectationResult, { range }: ListedTest, took: number): void {
  const location = new vscode.Location(test.uri!, range);
  const sentence = say(result.message);
  run.appendOutput(`${result.passed ? "✔" : "✘"} ${test.label}: ${sentence}\r\n`, location, test);
  if (result.passed) {
    run.passed(test, took);
    return;
  }
  const said = new vscode.TestMessage(sentence);
  said.location = location;
  if (result.compared) {
    said.expectedOutput = result.compared.expected;
    said.actualOutput = result.compared.actual;
  }
  run.failed(test, said, took);
}

function mistake(code: string, sentence: Problem["message"]): ProblemError {
  return new ProblemError({ severity: "error", code, message: sentence, path: [] });
}
