// The custom text editor for `*.perceptron`. A panel is a page and a channel; everything it shows belongs to the document's session.

import * as vscode from "vscode";
import { LayerClipboard } from "../code/layer-clipboard.ts";
import type { Sweep } from "../model/sweep/sweep.ts";
import type { BuilderHost, BuilderView, DataState } from "../protocol/builder.ts";
import type { NetworkWeights, PictureKind } from "../protocol/network-host.ts";
import type { CsvLine } from "../protocol/data-host.ts";
import { openChannel, type Port } from "../protocol/channel.ts";
import type { RunsHost } from "../protocol/runs.ts";
import type { JudgeAnswers, JudgeKind, JudgeQuestions } from "../training/evaluation/questions.ts";
import type { KeptWeights } from "../training/types.ts";
import { log } from "./log.ts";
import { builderPage, resourceRoots } from "./page.ts";
import type { DocumentSession, SessionView } from "./session.ts";
import type { DocumentSessions } from "./sessions.ts";

const BUILDER = "perceptron.builder";

/** All builders of a window share it, so that layers go from one document to another. */
const clipboard = new LayerClipboard();

/** What a builder's buttons do beside the document itself. */
export interface BuilderActions {
  train(session: DocumentSession): Promise<void>;
  trainMore(session: DocumentSession, epochs: number): Promise<void>;
  continueRun(session: DocumentSession): Promise<void>;
  keepWeights(session: DocumentSession, which: KeptWeights): Promise<void>;
  saveCurve(session: DocumentSession): Promise<void>;
  saveEvents(session: DocumentSession): Promise<void>;
  exportCode(session: DocumentSession): Promise<void>;
  chooseCsv(session: DocumentSession): Promise<void>;
  /** In the column given. */
  openAsText(session: DocumentSession, column: vscode.ViewColumn): Promise<void>;
  openCsv(session: DocumentSession, place?: CsvLine): Promise<void>;
  useCsv(session: DocumentSession, uri: string): Promise<void>;
  sampleLayer: BuilderHost["sampleLayer"];
  weights(session: DocumentSession): Promise<NetworkWeights | undefined>;
  savePicture(session: DocumentSession, kind: PictureKind, bytes: Uint8Array): Promise<void>;
  showCode(session: DocumentSession): Promise<void>;
  selected(session: DocumentSession, layer: number | undefined): void;
  predictionForm(session: DocumentSession): ReturnType<BuilderHost["predictionForm"]>;
  predictValues(session: DocumentSession, ...values: Parameters<BuilderHost["predictValues"]>): ReturnType<BuilderHost["predictValues"]>;
  predictFile(session: DocumentSession): Promise<void>;
  saveTrials(session: DocumentSession): Promise<void>;
  startSweep(session: DocumentSession, sweep: Sweep): Promise<void>;
  runs(session: DocumentSession): RunsHost;
  judge<K extends JudgeKind>(session: DocumentSession, kind: K, question: JudgeQuestions[K]): Promise<JudgeAnswers[K] | undefined>;
}

/** Opens a document in the builder, or brings the builder of it to the front. */
export async function openBuilder(document: vscode.Uri, options?: vscode.TextDocumentShowOptions): Promise<void> {
  await vscode.commands.executeCommand("vscode.openWith", document, BUILDER, options);
}

export function registerBuilder(extension: vscode.Uri, sessions: DocumentSessions, actions: BuilderActions): vscode.Disposable {
  const provider: vscode.CustomTextEditorProvider = {
    resolveCustomTextEditor: (document, panel) => {
      panel.webview.options = { enableScripts: true, localResourceRoots: resourceRoots(extension) };
      connect(panel, sessions.of(document), actions);
      panel.webview.html = builderPage(panel.webview, extension);
    },
  };
  return vscode.window.registerCustomEditorProvider(BUILDER, provider, { supportsMultipleEditorsPerDocument: true });
}

function connect(panel: vscode.WebviewPanel, session: DocumentSession, actions: BuilderActions): void {
  /** A hidden page is gone; a page that has asked for its snapshot is there. */
  let isReady = false;
  /** The data that the page has. */
  let sentData: DataState | undefined;
  const host: BuilderHost = {
    snapshot: async () => {
      await session.restored;
      isReady = true;
      setTimeout(() => {
        reveal(session.takeReveal());
        showRuns();
      });
      sentData = session.data.state;
      return session.snapshot;
    },
    edit: (version, edit) => session.edit(version, edit),
    train: () => actions.train(session),
    stop: () => session.run.stop(),
    pause: () => session.run.pause(),
    resume: () => session.run.resume(),
    advance: (stride) => session.run.advance(stride),
    setLearningRate: (lr) => session.run.setLearningRate(lr),
    trainMore: (epochs) => actions.trainMore(session, epochs),
    continueRun: () => actions.continueRun(session),
    keepWeights: (which) => actions.keepWeights(session, which),
    discardUnfinished: () => session.run.discard(),
    saveCurve: () => actions.saveCurve(session),
    saveEvents: () => actions.saveEvents(session),
    exportCode: () => actions.exportCode(session),
    chooseCsv: () => actions.chooseCsv(session),
    // Beside this builder, also where VS Code has not heard yet that the click went into it and not into another.
    openAsText: () => actions.openAsText(session, (panel.viewColumn ?? vscode.ViewColumn.One) + 1),
    readDataAgain: async () => session.data.readAgain(),
    cancelReading: () => session.data.cancel(),
    saveCsvs: () => session.data.saveCsvs(),
    rows: (question) => session.data.rows(question),
    rowValues: (row) => session.data.rowValues(row),
    predictionForm: () => actions.predictionForm(session),
    predictValues: (values) => actions.predictValues(session, values),
    predictFile: () => actions.predictFile(session),
    openCsv: (place) => actions.openCsv(session, place),
    useCsv: (uri) => actions.useCsv(session, uri),
    copyLayers: async (layers, inputs) => vscode.env.clipboard.writeText(clipboard.write(layers, inputs)),
    readLayers: async (text, inputs) => clipboard.read(text, inputs),
    sampleLayer: actions.sampleLayer,
    weights: () => actions.weights(session),
    savePicture: (kind, bytes) => actions.savePicture(session, kind, bytes),
    showCode: () => actions.showCode(session),
    selected: async (layer) => actions.selected(session, layer),
    saveTrials: () => actions.saveTrials(session),
    startSweep: (sweep) => actions.startSweep(session, sweep),
    stopSweep: () => session.sweep.stop(),
    sweepStatus: async (band) => session.sweep.status(band, session.document.getText()),
    ...actions.runs(session),
    judge: (kind, question) => actions.judge(session, kind, question),
  };
  const channel = openChannel<BuilderView, BuilderHost>(portOf(panel.webview), host);
  const tell = (call: (view: BuilderView) => Promise<void>): void => {
    if (!isReady) return;
    call(channel.remote).catch((error: unknown) => {
      // A page that is gone answers nothing any more; that is no failure.
      if (isReady) log.error(String(error));
    });
  };
  const reveal = (layer: number | undefined): void => {
    if (layer !== undefined) tell((view) => view.reveal(layer));
  };
  const showRuns = (): void => {
    const ids = isReady ? session.takeRuns() : undefined;
    if (ids) tell((view) => view.showRuns(ids));
  };
  const view: SessionView = {
    get isVisible() {
      return panel.visible;
    },
    show: ({ data, ...state }) => {
      if (!isReady) return;
      const isSent = data === sentData;
      sentData = data;
      tell((page) => page.show(isSent ? state : { ...state, data }));
    },
    append: (curve) => tell((page) => page.append(curve)),
    select: (layer) => tell((page) => page.select(layer)),
    runsChanged: () => tell((page) => page.runsChanged()),
    showRuns,
    reveal: () => {
      if (isReady && panel.active) reveal(session.takeReveal());
    },
  };
  panel.onDidChangeViewState(() => {
    isReady &&= panel.visible;
    session.visibilityChanged();
    view.reveal(0);
  });
  panel.onDidDispose(() => {
    isReady = false;
    channel.close();
    session.detach(view);
  });
  session.attach(view);
}

function portOf(webview: vscode.Webview): Port {
  return {
    post: (value) => void webview.postMessage(value),
    listen: (listener) => {
      const subscription = webview.onDidReceiveMessage(listener);
      return () => subscription.dispose();
    },
  };
}
