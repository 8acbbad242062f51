// The commands, each a thin line over a function. One that fails says why in a sentence; none fails silently.

import * as vscode from "vscode";
import type { TrainingWorker } from "../protocol/worker.ts";
import { type BuilderActions, openBuilder } from "./builder-editor.ts";
import { chooseCsv, useDroppedCsv } from "./choose-csv.ts";
import { chooseDocument, chooseSession } from "./choose-document.ts";
import type { CodeBeside } from "./code-beside.ts";
import { exportCode } from "./export-code.ts";
import { judge } from "./judge.ts";
import { log } from "./log.ts";
import { weightsOf } from "./network-weights.ts";
import { newNetwork, trainOnCsvs } from "./new-network.ts";
import { predictFile, predictionForm, predictValues } from "./predict.ts";
import { openCsvs } from "./open-csv.ts";
import { rangeInDocument, REVEAL_COMMAND } from "./problem-list.ts";
import { runCommands } from "./run-commands.ts";
import type { RunActions } from "./runs/run-actions.ts";
import { saveEvents } from "./save-events.ts";
import { saveCurve, savePicture, saveTrials } from "./save-picture.ts";
import type { DocumentSession } from "./session.ts";
import type { DocumentSessions } from "./sessions.ts";
import { say } from "./text.ts";
import { reasonOf } from "../model/problem.ts";
import { startSweep } from "./start-sweep.ts";
import { continueRun, train, trainMore } from "./train.ts";

/** What the builder's buttons do: the same functions as the commands. */
export function builderActions(worker: TrainingWorker, code: CodeBeside, runs: RunActions): BuilderActions {
  return {
    train: (session) => orSay(() => train(session)),
    trainMore: (session, epochs) => orSay(() => trainMore(session, epochs)),
    continueRun: (session) => orSay(() => continueRun(session)),
    keepWeights: ({ run }, which) => orSay(() => run.keepWeights(which)),
    saveCurve: (session) => orSay(() => saveCurve(session)),
    saveEvents: (session) => orSay(() => saveEvents(session)),
    exportCode: async (session) => void (await orSay(() => exportCode(session))),
    chooseCsv: (session) => orSay(() => chooseCsv(worker, session)),
    predictionForm: (session) => predictionForm(worker, session),
    predictValues: (session, values) => predictValues(worker, session, values),
    predictFile: async (session) => void (await orSay(() => predictFile(worker, session))),
    openAsText: async ({ document, problems }, viewColumn) => {
      // What is wrong with the text itself is shown in it.
      const problem = problems.find(({ file, line }) => file === undefined && line !== undefined);
      const options: vscode.TextDocumentShowOptions = {
        viewColumn,
        ...(problem ? { selection: rangeInDocument(document, problem) } : {}),
      };
      await vscode.commands.executeCommand("vscode.openWith", document.uri, "default", options);
    },
    openCsv: ({ data }, place) => openCsvs(data.files, place),
    useCsv: (session, uri) => orSay(() => useDroppedCsv(worker, session, vscode.Uri.parse(uri, true))),
    sampleLayer: (layer) => worker.sample(layer),
    weights: (session) => weightsOf(worker, session),
    savePicture: (session, kind, bytes) => orSay(() => savePicture(session, kind, bytes)),
    showCode: (session) => orSay(() => code.show(session)),
    selected: (session, layer) => code.select(session, layer),
    saveTrials: (session) => orSay(() => saveTrials(session)),
    startSweep: (session, sweep) => orSay(() => startSweep(session, sweep)),
    runs: (session) => runs.host(session),
    judge: (session, kind, question) => judge(worker, session, kind, question),
  };
}

export function registerCommands(sessions: DocumentSessions, worker: TrainingWorker, code: CodeBeside): vscode.Disposable {
  /** A command about one document: called on it from a menu, or on the one in front. */
  const about = (act: (session: DocumentSession, option: unknown) => Promise<unknown>) => async (uri?: vscode.Uri, option?: unknown) => {
    const session = await chooseSession(sessions, uri);
    return session && act(session, option);
  };
  const commands: Record<string, (uri?: vscode.Uri, option?: unknown) => Promise<unknown>> = {
    "perceptron.openBuilder": async (uri) => {
      const document = await chooseDocument(sessions, uri);
      if (document) await openBuilder(document);
    },
    "perceptron.newNetwork": () => newNetwork(worker),
    "perceptron.trainOnCsv": (uri, selected) => trainOnCsvs(worker, selectedUris(uri, selected)),
    "perceptron.train": about(train),
    "perceptron.exportCode": about((session, format) => exportCode(session, format === "pytorch" ? format : undefined)),
    "perceptron.showCode": about((session) => code.show(session)),
    "perceptron.predict": about((session) => predictFile(worker, session)),
    ...runCommands(sessions),
  };
  const registered = Object.entries(commands).map(([name, act]) =>
    // Menus pass the resource they were opened on first, other callers anything.
    vscode.commands.registerCommand(name, (first?: unknown, option?: unknown) =>
      orSay(() => act(first instanceof vscode.Uri ? first : undefined, option)),
    ),
  );
  const reveal = vscode.commands.registerCommand(REVEAL_COMMAND, (document: string, layer: number | null) =>
    orSay(async () => {
      const uri = vscode.Uri.parse(document);
      if (layer !== null) sessions.of(await vscode.workspace.openTextDocument(uri)).reveal(layer);
      await openBuilder(uri);
    }),
  );
  return vscode.Disposable.from(reveal, ...registered);
}

/** Every resource a menu was opened on: the explorer passes the one under the pointer, and then all that are selected. */
function selectedUris(clicked: vscode.Uri | undefined, selected: unknown): vscode.Uri[] {
  const uris = Array.isArray(selected) ? selected.filter((uri) => uri instanceof vscode.Uri) : [];
  return uris.length > 0 ? uris : clicked ? [clicked] : [];
}

/** Does something the person asked for; where it fails, shows why and gives nothing. */
export async function orSay<T>(act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    log.error(error instanceof Error ? error : String(error));
    void vscode.window.showErrorMessage(say(reasonOf(error)));
    return undefined;
  }
}
