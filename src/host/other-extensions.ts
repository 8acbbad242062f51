// The API for other extensions, over the sessions of open documents.

import * as vscode from "vscode";
import { message } from "../model/message.ts";
import { ProblemError, reasonOf } from "../model/problem.ts";
import type { RunStatus } from "../protocol/run.ts";
import type { TrainedNetworks } from "../protocol/worker.ts";
import { startOrRefuse } from "../session/run/start-run.ts";
import type { TrainedNetwork } from "../session/network/trained-network.ts";
import type { SplitReport } from "../training/evaluation/report.ts";
import { openBuilder } from "./builder/builder-editor.ts";
import type { DocumentSession } from "./document/session.ts";
import type { DocumentSessions } from "./document/sessions.ts";
import type { Evaluation, Network, PerceptronAPI, RunState, Split, TargetEvaluation } from "./exported-api.ts";
import { nameOf } from "./files.ts";
import { networkOf } from "./network/network-ports.ts";
import { showProgress } from "./run/run-progress.ts";
import { say } from "./text.ts";

/** @param worker the one that evaluates */
export function apiForOthers(sessions: DocumentSessions, worker: TrainedNetworks): PerceptronAPI {
  const known = new WeakMap<DocumentSession, Network>();
  const networkFor = (session: DocumentSession): Network => {
    const own = known.get(session) ?? networkForOthers(session, worker);
    known.set(session, own);
    return own;
  };
  return {
    open: (uri) =>
      inSentences(async () => {
        if (!uri.path.endsWith(".perceptron")) throw problem(message("{0} is no .perceptron document. Name one.", nameOf(uri)));
        const document = await vscode.workspace.openTextDocument(uri);
        await openBuilder(uri);
        return networkFor(sessions.of(document));
      }),
    get networks() {
      return sessions.all.map(networkFor);
    },
  };
}

function networkForOthers(session: DocumentSession, worker: TrainedNetworks): Network {
  const { run, document } = session;
  return {
    document: document.uri,
    get run() {
      return stateOf(run.status);
    },
    onDidChangeRun: listening((listener) => run.onDidChange((status) => listener(stateOf(status)))),
    onDidTrain: listening((listener) =>
      run.onDidAppend(({ points }) =>
        listener(
          points.map(({ epoch, trainLoss, validationLoss }) => ({
            epoch,
            trainLoss,
            ...(validationLoss === undefined ? {} : { validationLoss }),
          })),
        ),
      ),
    ),
    train: () =>
      inSentences(async () => {
        await startOrRefuse(session);
        showProgress(session);
        await run.over;
        const { status } = run;
        if (status.state === "failed") throw problem(status.note);
        return stateOf(status);
      }),
    stop: () => run.stop(),
    evaluate: (split) => inSentences(() => evaluated(networkOf(worker, session), split)),
  };
}

async function evaluated(network: TrainedNetwork, split: Split | undefined): Promise<Evaluation> {
  const report = await network.report(split);
  return { split: report.split, rows: report.rows[report.split], loss: report.loss, targets: report.targets.map(targetOf) };
}

function targetOf(report: SplitReport["targets"][number]): TargetEvaluation {
  if (report.kind === "numbers") {
    const { target, r2, mae, rmse } = report;
    return { kind: "numbers", target, r2, mae, rmse };
  }
  const { target, classes, counts } = report;
  const confusion = classes.map((_, row) => [...counts.subarray(row * classes.length, (row + 1) * classes.length)]);
  const right = confusion.reduce((sum, row, index) => sum + row[index]!, 0);
  return { kind: "classes", target, classes, confusion, accuracy: right / counts.reduce((sum, count) => sum + count, 0) };
}

function stateOf(status: RunStatus): RunState {
  // A run that is only watched is no run of this window.
  if (status.state === "idle" || status.state === "watched") return { state: "idle", epoch: 0, epochs: 0 };
  const { state, epoch, epochs, note } = status;
  const ended = status.state === "ended" ? status : undefined;
  return {
    state,
    epoch,
    epochs,
    ...(ended?.stopped ? { stopped: ended.stopped } : {}),
    ...(ended?.weights === undefined ? {} : { weights: ended.weights }),
    ...(note ? { note: say(note) } : {}),
  };
}

/** An event as VS Code's are: with what the listener is called on, and where to put what ends it. */
function listening<T>(listen: (listener: (value: T) => void) => { dispose(): void }): vscode.Event<T> {
  return (listener, receiver, disposables) => {
    const subscription = listen((value) => void listener.call(receiver, value));
    const disposable = new vscode.Disposable(() => subscription.dispose());
    disposables?.push(disposable);
    return disposable;
  };
}

/** Others know nothing of problems: they get an error with the sentence. */
async function inSentences<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw new Error(say(reasonOf(error)), { cause: error });
  }
}

function problem(sentence: ReturnType<typeof message>): ProblemError {
  return new ProblemError({ severity: "error", code: "api", message: sentence, path: [] });
}
