// A host without VS Code: one document as text with undo and redo, checked and edited by the real model, data
// that was described beforehand, and a run whose losses are computed from a decay. It keeps what it was
// asked, for tests to look at.

import { LayerClipboard } from "../../src/code/reading/layer-clipboard.ts";
import { checkNetwork } from "../../src/model/diagnostics.ts";
import { parseDocument } from "../../src/model/document.ts";
import { applyEdit } from "../../src/model/edits.ts";
import type { Edit } from "../../src/model/edit.ts";
import type { Translations } from "../../src/model/message.ts";
import type { Problem } from "../../src/model/problem.ts";
import { traceShapes } from "../../src/model/shapes.ts";
import { applyTextEdits } from "../../src/model/text-edits.ts";
import type { Experiment } from "../../src/model/schema.ts";
import { isSameData, isSameNetwork, isSameRun } from "../../src/model/trained.ts";
import type { BuilderHost, BuilderState, BuilderView, CsvChanges, DataState, Snapshot } from "../../src/protocol/builder.ts";
import type { NetworkWeights, PictureKind } from "../../src/protocol/network-host.ts";
import { openChannel, type Port } from "../../src/protocol/channel.ts";
import { endOf, type Unfinished } from "../../src/protocol/run.ts";
import type { RowsQuestion } from "../../src/protocol/worker.ts";
import { sampleLayer } from "../../src/training/sample.ts";
import { inputCount, layersOf } from "../builder/network.ts";
import { describedFor, fakePrediction, fakeRows } from "./fake-data.ts";
import { FakeRun } from "./fake-run.ts";
import { FakeSweep } from "./fake-sweep.ts";
import { FakeRuns } from "./fake-runs.ts";
import { fakeWeights } from "./fake-weights.ts";

/** What a page of the gallery starts with. */
export interface Scenario {
  readonly text: string;
  readonly data: DataState;
  /** Problems that the data would have. */
  readonly problems?: readonly Problem[];
  /** How far the CSVs are read, where they are being read. */
  readonly reading?: BuilderState["reading"];
  /** What the data are once they are read. */
  readonly whole?: DataState;
  readonly changes?: CsvChanges;
  /** Starts with what a run that was cut off has left. */
  readonly unfinished?: Unfinished;
  /** Starts with a run that is over. */
  readonly trained?: boolean;
  /** Starts with so many runs kept. */
  readonly runs?: number;
}

export class FakeHost {
  /** Names of the calls, in order. */
  readonly calls: string[] = [];
  readonly edits: Edit[] = [];
  readonly pictures: { readonly kind: PictureKind; readonly bytes: Uint8Array }[] = [];
  /** What the person selected, in order. */
  readonly selections: (number | undefined)[] = [];
  /** Kinds of what was asked of the trained network, in order. */
  readonly judged: string[] = [];
  /** Whether importance is found as slowly as that of a large network. */
  isLarge = false;
  /** How often somebody asked for weights. */
  weightsAsked = 0;
  /** The pieces of the table that were asked for. */
  readonly asked: RowsQuestion[] = [];
  /** Whether the reading that the scenario starts with was cancelled. */
  #isCancelled = false;
  #described: { readonly key: string; readonly data: DataState } | undefined;
  /** Messages are lost, as to a hidden webview. */
  isDeaf = false;
  text: string;
  readonly #view: BuilderView;
  #scenario: Scenario;
  readonly #language: string;
  readonly #translations: Translations;
  readonly #run: FakeRun;
  readonly #sweep = new FakeSweep(() => this.#show());
  readonly #clipboard = new LayerClipboard();
  readonly #runs: FakeRuns;
  #past: string[] = [];
  #future: string[] = [];
  #version = 1;
  #json: unknown;
  #experiment: Experiment | undefined;
  /** What was trained last. */
  #trained: Experiment | undefined;

  constructor(port: Port, scenario: Scenario, language: string, translations: Translations) {
    this.#scenario = scenario;
    this.#language = language;
    this.#translations = translations;
    this.text = scenario.text;
    this.#run = new FakeRun({
      changed: () => this.#show(),
      grown: (batch) => this.#tell((view) => view.append(batch)),
    });
    this.#runs = new FakeRuns(scenario.text, scenario.runs ?? 0, {
      changed: () => this.#tell((view) => view.runsChanged()),
      write: (text) => this.write(text),
    });
    this.state();
    const called = (name: string): Promise<void> => {
      this.calls.push(name);
      return Promise.resolve();
    };
    const host: BuilderHost = {
      snapshot: async () => {
        this.calls.push("snapshot");
        return this.snapshot();
      },
      edit: async (version, edit) => this.edit(version, edit),
      train: async () => {
        await called("train");
        const inputs = inputCount(this.#scenario.data);
        const layers = this.#experiment?.layers ?? [];
        const parameters = traceShapes(layers as never, inputs).reduce((sum, layer) => sum + (layer.parameters ?? 0), 0);
        this.#trained = this.#experiment;
        this.#run.start(this.#experiment, parameters);
      },
      stop: async () => {
        await called("stop");
        this.#run.stop();
      },
      pause: async () => {
        await called("pause");
        this.#run.pause();
      },
      resume: async () => {
        await called("resume");
        this.#run.resume();
      },
      advance: async (stride) => {
        await called(`advance ${stride}`);
        this.#run.step(stride);
      },
      setLearningRate: async (lr) => {
        await called(`setLearningRate ${lr}`);
        this.#run.setLearningRate(lr);
      },
      trainMore: async (epochs) => {
        await called(`trainMore ${epochs}`);
        this.#run.more(epochs);
      },
      continueRun: () => called("continueRun"),
      discardUnfinished: async () => {
        await called("discardUnfinished");
        this.#run.discard();
      },
      keepWeights: async (which) => {
        await called(`keepWeights ${which}`);
        this.#run.keep(which);
      },
      saveCurve: () => called("saveCurve"),
      saveEvents: () => called("saveEvents"),
      exportCode: () => called("exportCode"),
      chooseCsv: () => called("chooseCsv"),
      openAsText: () => called("openAsText"),
      readDataAgain: () => called("readDataAgain"),
      cancelReading: async () => {
        await called("cancelReading");
        this.#isCancelled = true;
        this.#show();
      },
      saveCsvs: () => called("saveCsvs"),
      predictionForm: async () => {
        const data = this.#data();
        const weights = endOf(this.#run.status)?.weights;
        const preprocessing = data.state === "ready" ? data.summary.preprocessing : undefined;
        return weights === undefined || preprocessing === undefined ? undefined : { weights, preprocessing };
      },
      predictValues: async (values) => {
        const data = this.#data();
        return fakePrediction(data.state === "ready" ? data.summary : undefined, values);
      },
      predictFile: () => called("predictFile"),
      rows: async (question) => {
        this.asked.push(question);
        const data = this.#data();
        return data.state === "ready" ? fakeRows(data.summary, question) : undefined;
      },
      rowValues: async (row) => {
        const data = this.#data();
        if (data.state !== "ready" || row >= data.summary.rows) return undefined;
        const { columns } = data.summary;
        const [cells] = fakeRows(data.summary, { from: row, count: 1, firstColumn: 0, columnCount: columns.length }).cells;
        return Object.fromEntries(columns.map(({ name }, index) => [name, cells?.[index] ?? ""]));
      },
      openCsv: (place) => called(place ? `openCsv ${place.file}:${place.line}` : "openCsv"),
      useCsv: (uri) => called(`useCsv ${uri}`),
      copyLayers: async (layers, inputs) => {
        await called("copyLayers");
        await navigator.clipboard.writeText(this.#clipboard.write(layers, inputs));
      },
      readLayers: async (text, inputs) => this.#clipboard.read(text, inputs),
      sampleLayer: async (layer) => sampleLayer(layer),
      weights: async () => {
        this.weightsAsked++;
        return this.#weights();
      },
      savePicture: async (kind, bytes) => void this.pictures.push({ kind, bytes }),
      showCode: () => called("showCode"),
      selected: async (layer) => void this.selections.push(layer),
      saveTrials: () => called("saveTrials"),
      startSweep: async (sweep) => {
        await called(`startSweep ${sweep.kind}`);
        this.#sweep.start(sweep, this.text);
      },
      stopSweep: async () => {
        await called("stopSweep");
        this.#sweep.stop();
      },
      sweepStatus: async (band) => this.#sweep.status(band, this.text),
      ...this.#runs.host(called),
      askSpace: async (kind, question) => {
        const data = this.#data();
        const experiment = this.#trained ?? this.#experiment;
        if (experiment === undefined || data.state !== "ready" || data.summary.preprocessing === undefined) return undefined;
        const { fakeSpace } = await import("./fake-space.ts");
        return fakeSpace(experiment, data.summary, this.#run.status, kind, question, this.isLarge);
      },
      closeSpace: () => called("closeSpace"),
      judge: async (kind, question) => {
        this.judged.push(kind);
        const data = this.#data();
        if (endOf(this.#run.status)?.weights === undefined || this.#trained === undefined || data.state !== "ready") return undefined;
        const { fakeJudge, inSmallPieces } = await import("./fake-judge.ts");
        const answer = await fakeJudge(this.#trained, data.summary, kind, question);
        return this.isLarge ? inSmallPieces(answer) : answer;
      },
    };
    this.#view = openChannel<BuilderView, BuilderHost>(port, host).remote;
    if (scenario.unfinished) this.#run.leave(scenario.unfinished);
    if (scenario.trained) {
      this.#trained = this.#experiment;
      this.#run.finish(this.#experiment, 40);
    }
  }

  edit(version: number, edit: Edit): boolean {
    if (version !== this.#version) return false;
    this.edits.push(edit);
    this.write(applyTextEdits(this.text, applyEdit(this.text, edit)));
    return true;
  }

  /** Changes the text as a text editor beside the builder would. */
  write(text: string): void {
    if (text === this.text) return;
    this.#past.push(this.text);
    this.#future = [];
    this.#become(text);
  }

  undo(): void {
    const text = this.#past.pop();
    if (text === undefined) return;
    this.#future.push(this.text);
    this.#become(text);
  }

  redo(): void {
    const text = this.#future.pop();
    if (text === undefined) return;
    this.#past.push(this.text);
    this.#become(text);
  }

  /** How many steps can be undone. */
  get steps(): number {
    return this.#past.length;
  }

  /** Ends the reading that the scenario starts with. */
  finishReading(): void {
    const { whole, reading: _, ...others } = this.#scenario;
    this.#scenario = { ...others, data: whole ?? others.data };
    this.#show();
  }

  reveal(layer: number): void {
    this.#tell((view) => view.reveal(layer));
  }

  select(layer: number): void {
    this.#tell((view) => view.select(layer));
  }

  #weights(): NetworkWeights | undefined {
    const { status } = this.#run;
    const { state } = status;
    const epoch = status.state === "idle" ? 0 : status.epoch;
    const tensors = fakeWeights(layersOf(this.#json), inputCount(this.#scenario.data), epoch);
    return tensors && { from: state === "running" || state === "paused" ? "run" : state === "ended" ? "file" : "seed", tensors };
  }

  showRuns(ids: readonly string[]): void {
    this.#tell((view) => view.showRuns(ids));
  }

  /** Ends the run at once after so many more epochs. */
  advance(epochs: number): void {
    this.#run.advance(epochs);
  }

  state(): BuilderState {
    const { json, experiment, problems } = parseDocument(this.text);
    this.#json = json ?? this.#json;
    this.#experiment = experiment;
    const data = this.#data();
    const { reading, changes } = this.#scenario;
    const facts = data.state === "ready" && data.summary.preprocessing ? data.summary : undefined;
    return {
      fileName: "binary.perceptron",
      version: this.#version,
      json: this.#json,
      editable: json !== undefined,
      problems: [...problems, ...(this.#scenario.problems ?? []), ...(experiment ? checkNetwork(experiment, facts) : [])],
      data,
      ...(reading && !this.#isCancelled ? { reading } : {}),
      ...(changes ? { changes } : {}),
      run: this.#run.status,
      ...(this.#trained && experiment && !isSameRun(experiment, this.#trained) ? { isEdited: true } : {}),
      ...(this.#trained && experiment && !(isSameNetwork(experiment, this.#trained) && isSameData(experiment, this.#trained))
        ? { isOutdated: true }
        : {}),
      sweep: this.#sweep.count,
    };
  }

  /**
   * What the scenario says of the data, with the document's choices; another value only where one of them is
   * another.
   */
  #data(): DataState {
    const { data } = this.#scenario;
    if (this.#isCancelled) return { state: "cancelled" };
    if (data.state !== "ready") return data;
    const key = JSON.stringify(this.#experiment?.data ?? null);
    if (this.#described?.key !== key) {
      this.#described = { key, data: { ...data, summary: describedFor(data.summary, this.#experiment) } };
    }
    return this.#described.data;
  }

  snapshot(): Snapshot {
    return {
      language: this.#language,
      translations: this.#translations,
      state: this.state(),
      curve: this.#run.curve,
      ghost: this.#run.ghost,
    };
  }

  #become(text: string): void {
    this.text = text;
    this.#version++;
    this.#show();
  }

  #show(): void {
    const state = this.state();
    this.#tell((view) => view.show(state));
  }

  #tell(call: (view: BuilderView) => Promise<void>): void {
    if (!this.isDeaf) void call(this.#view);
  }
}
