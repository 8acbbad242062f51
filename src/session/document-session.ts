// One open document and everything that belongs to it: what its text says, its problems, its data, its run.
// All builder panels of the document show this one session; whoever owns the text, VS Code say, has its undo
// and its saving.

import type { BoundCode } from "../model/bound-code.ts";
import { withDataFixes } from "../model/data-fixes.ts";
import { checkNetwork } from "../model/diagnostics.ts";
import { parseDocument, readDataOnly } from "../model/document.ts";
import type { Edit } from "../model/edit.ts";
import { message } from "../model/message.ts";
import type { Problem } from "../model/problem.ts";
import type { Experiment } from "../model/schema.ts";
import { isSameData, isSameNetwork, isSameRun } from "../model/trained.ts";
import type { BuilderState, BuilderView, Snapshot } from "../protocol/builder.ts";
import type { EngineChoice } from "../protocol/engine-host.ts";
import type { DebugState } from "../protocol/debug-host.ts";
import { healthOf, type RunStatus, type ShownFinding } from "../protocol/run.ts";
import { type DataPorts, DocumentData } from "./data/document-data.ts";
import { DocumentPlace } from "./document-place.ts";
import { Emitter, type Subscription } from "./emitter.ts";
import type { Clock, RunPorts } from "./ports.ts";
import { runProblems } from "./run/run-problems.ts";
import { RunSlot } from "./run/run-slot.ts";
import { DocumentSweep, type SweepPorts } from "./sweep/document-sweep.ts";

/** Milliseconds that a run waits without a panel: a tab that moves closes one before it opens the other. */
const MOVE = 1000;

/** A builder panel as its session sees it. */
export type SessionView = { [K in keyof Omit<BuilderView, "show" | "wish" | "visible">]: (...args: Parameters<BuilderView[K]>) => void } & {
  show(state: BuilderState): void;
  /** Takes what the session wishes to be shown, if it can show it. */
  wishes(): void;
  /** Whether it is on the screen, and not behind another tab. */
  readonly isVisible: boolean;
};

/** The text of a document, which somebody else owns, with its undo and its saving. */
export interface SessionText {
  readonly fileName: string;
  /** Counts up with every change. */
  readonly version: number;
  text(): string;
  /**
   * Changes the text by an edit, as one step of undo; false if that did not work.
   * @throws ProblemError if the edit does not fit the text
   */
  edit(edit: Edit): Promise<boolean>;
  /** Puts another text in the place of the whole, as one step of undo. */
  rewrite(text: string): Promise<boolean>;
}

/** A document that can be trained, or the errors that keep it from that. */
export type Readiness =
  | { readonly experiment: Experiment; readonly errors: readonly [] }
  | { readonly experiment?: never; readonly errors: readonly Problem[] };

export interface SessionPorts {
  readonly clock: Clock;
  readonly text: SessionText;
  readonly data: DataPorts;
  readonly run: RunPorts;
  readonly sweep: SweepPorts;
  /** Language and translations of whoever looks. */
  readonly words: () => Pick<Snapshot, "language" | "translations">;
  /** Who computes the next run; absent, or undefined, if there is nothing to choose. */
  readonly engine?: () => EngineChoice | undefined;
  /** Shows what is wrong elsewhere too, as in VS Code's Problems. */
  readonly showProblems: (problems: readonly Problem[]) => void;
  /** Shows the last run of an earlier window in the slot; resolves when that was looked at. */
  readonly restore: (slot: RunSlot) => { readonly restored: Promise<void> } & Subscription;
}

export class DocumentSession {
  readonly data: DocumentData;
  readonly run: RunSlot;
  readonly sweep: DocumentSweep;
  /** Where the document's builder is. */
  readonly place = new DocumentPlace(() => {
    for (const view of this.#views) view.wishes();
  });
  readonly #ports: SessionPorts;
  readonly #kept: ReturnType<SessionPorts["restore"]>;
  readonly #views = new Set<SessionView>();
  readonly #seen = new Emitter<void>();
  readonly #changed = new Emitter<void>();
  #json: unknown;
  #editable = false;
  #experiment: Experiment | undefined;
  #textProblems: readonly Problem[] = [];
  #problems: readonly Problem[] = [];
  /** What the last run says of the settings it was started with, until they change or another run starts. */
  #runProblems: readonly Problem[] = [];
  /** What was found to be sick about it, as it was told last. */
  #health: readonly ShownFinding[] = [];
  /** What the weights that predictions come from were trained with, once somebody asked for predictions. */
  #trained: Experiment | undefined;
  /** Takes back the end of a run that nobody looks at any more. */
  #stays: (() => void) | undefined;
  #toReveal: number | undefined;
  #runsToShow: readonly string[] | undefined;
  #debug: DebugState | undefined;
  #code: BoundCode | undefined;
  /** The edit that was asked for last. */
  #edited: Promise<unknown> = Promise.resolve();

  /** Resolves when what an earlier window has left of runs was looked at. */
  readonly restored: Promise<void>;
  /** A builder of the document was shown, hidden, opened or closed. */
  readonly onDidChangeVisibility = this.#seen.event;
  /** Something that builders show has changed: the document, its data, its run or its sweep. */
  readonly onDidChange = this.#changed.event;

  constructor(ports: SessionPorts) {
    this.#ports = ports;
    this.data = new DocumentData(ports.data);
    this.run = new RunSlot(ports.run);
    this.sweep = new DocumentSweep(ports.sweep);
    this.#kept = ports.restore(this.run);
    this.restored = this.#kept.restored;
    this.data.onDidChange(() => this.#check());
    this.data.onDidProgress(() => this.#show());
    this.data.onDidChangeFile(({ name, isGone }) => {
      this.run.note(
        isGone
          ? message("{0} was moved or deleted. This run continues with the rows it has read; put the file back to train again.", name)
          : message("{0} changed on disk. This run continues with the rows it has read.", name),
      );
      this.sweep.note(
        isGone
          ? message("{0} was moved or deleted. Put it back, or the next trials cannot read it.", name)
          : message("{0} changed on disk. Trials that began after that learned from other rows.", name),
      );
    });
    this.sweep.onDidChange(() => this.#show());
    this.run.onDidChange((status) => this.#followRun(status));
    this.run.onDidAppend((batch) => {
      for (const view of this.#views) view.append(batch);
    });
    this.read();
  }

  /** The document as it stands in the editor. */
  get text(): string {
    return this.#ports.text.text();
  }

  /** The document with its defaults; absent while it breaks the schema. */
  get experiment(): Experiment | undefined {
    return this.#experiment;
  }

  get problems(): readonly Problem[] {
    return this.#problems;
  }

  get state(): BuilderState {
    const { reading, changes } = this.data;
    const engine = this.#ports.engine?.();
    return {
      fileName: this.#ports.text.fileName,
      version: this.#ports.text.version,
      json: this.#json,
      editable: this.#editable,
      problems: this.#problems,
      data: this.data.state,
      ...(reading ? { reading } : {}),
      ...(changes ? { changes } : {}),
      run: this.run.status,
      ...(this.#isEdited() ? { isEdited: true } : {}),
      ...(this.#isOutdated() ? { isOutdated: true } : {}),
      sweep: this.sweep.count,
      ...(engine ? { engine } : {}),
      ...(this.#code ? { code: this.#code } : {}),
      ...(this.#debug ? { debug: this.#debug } : {}),
    };
  }

  get snapshot(): Snapshot {
    return { ...this.#ports.words(), state: this.state, curve: this.run.curve, ghost: this.run.ghost };
  }

  /**
   * What the weights that predictions come from were trained with; undefined until somebody asked for them.
   */
  get trained(): Experiment | undefined {
    return this.#trained;
  }

  /** Says what the weights that predictions come from were trained with. */
  predictsWith(trained: Experiment): void {
    this.#trained = trained;
    this.#show();
  }

  /** Reads the text, which has changed. */
  read(): void {
    const { json, experiment, problems } = parseDocument(this.text);
    this.#editable = json !== undefined;
    this.#json = json ?? this.#json;
    this.#experiment = experiment;
    this.#textProblems = problems;
    this.#runProblems = [];
    this.data.update(experiment ?? readDataOnly(json));
    this.#check();
  }

  /** Applies an edit that was made on `version`; false if the document has changed since. */
  async edit(version: number, edit: Edit): Promise<boolean> {
    const { text } = this.#ports;
    return version === text.version && this.#after(text.edit(edit));
  }

  /**
   * Whether the document can be trained, once every edit that was asked for is in the text and its data is
   * read: the document, or what is wrong with it, the first error first. Whoever asks shows it.
   */
  async ready(): Promise<Readiness> {
    await this.#edited;
    // What was missing may have been put back a moment ago.
    if (this.data.state.state === "failed") this.data.readAgain();
    await this.data.settled();
    const errors = this.#problems.filter(({ severity }) => severity === "error");
    return this.#experiment === undefined || errors.length > 0 ? { errors } : { experiment: this.#experiment, errors: [] };
  }

  /** Puts another text in the place of the whole, as one step of undo. */
  async rewrite(text: string): Promise<boolean> {
    return this.#after(this.#ports.text.rewrite(text));
  }

  attach(view: SessionView): void {
    this.#stays?.();
    this.#views.add(view);
    this.#seen.fire();
    this.run.prepare();
  }

  /** A panel is gone. Without another one, and none coming in a moment, the run ends. */
  detach(view: SessionView): void {
    this.#views.delete(view);
    this.#seen.fire();
    if (this.#views.size > 0) return;
    this.place.placed(undefined);
    this.#stays = this.#ports.clock.after(MOVE, () => void Promise.all([this.run.leave(), this.sweep.stop()]));
  }

  get hasViews(): boolean {
    return this.#views.size > 0;
  }

  /** Whether a builder of the document is on the screen. */
  get isSeen(): boolean {
    return [...this.#views].some(({ isVisible }) => isVisible);
  }

  /** A builder of the document was shown or hidden. */
  visibilityChanged(): void {
    this.#seen.fire();
  }

  /** Selects a layer in the builder: now, or in the next panel that is ready. */
  reveal(layer: number): void {
    this.#toReveal = layer;
    for (const view of this.#views) view.reveal(layer);
  }

  /** Selects a layer in every builder that is there, without a change of focus. */
  select(layer: number): void {
    for (const view of this.#views) view.select(layer);
  }

  /** The layer that waits to be selected; a panel that selects it takes it. */
  takeReveal(): number | undefined {
    const layer = this.#toReveal;
    this.#toReveal = undefined;
    return layer;
  }

  /** Shows the breakpoints of the document, and where a debugger waits in it. */
  showDebug(debug: DebugState): void {
    const shown = debug.breakpoints.length > 0 || debug.stopped ? debug : undefined;
    if (shown === undefined && this.#debug === undefined) return;
    this.#debug = shown;
    this.#show();
  }

  /** Shows the Python file that the document is bound to, and how the two stand; undefined if it has none. */
  showBoundCode(code: BoundCode | undefined): void {
    if (code?.file === this.#code?.file && code?.state === this.#code?.state) return;
    this.#code = code;
    this.#show();
  }

  /** Says that another engine was chosen. */
  engineChanged(): void {
    this.#show();
  }

  /** Says that other runs of the document are kept than before. */
  runsChanged(): void {
    for (const view of this.#views) view.runsChanged();
  }

  /** Shows kept runs beside each other: now, or in the next panel that is ready. */
  showRuns(ids: readonly string[]): void {
    this.#runsToShow = ids;
    for (const view of this.#views) view.showRuns(ids);
  }

  /** The runs that wait to be shown; a panel that shows them takes them. */
  takeRuns(): readonly string[] | undefined {
    const ids = this.#runsToShow;
    this.#runsToShow = undefined;
    return ids;
  }

  /** Ends the run, weights first, and the sweep, and then everything else. */
  async end(): Promise<void> {
    this.#stays?.();
    await Promise.all([this.run.leave(), this.sweep.stop()]);
    this.#kept.dispose();
    this.sweep.dispose();
    this.run.dispose();
    this.data.dispose();
    this.place.dispose();
    this.#seen.dispose();
    this.#changed.dispose();
  }

  async #after(edit: Promise<boolean>): Promise<boolean> {
    this.#edited = edit.catch(() => false);
    return edit;
  }

  #isEdited(): boolean {
    const [now, { trained }] = [this.#experiment, this.run];
    return now !== undefined && trained !== undefined && !isSameRun(now, trained);
  }

  #isOutdated(): boolean {
    const [now, trained] = [this.#experiment, this.#trained];
    return now !== undefined && trained !== undefined && !(isSameNetwork(now, trained) && isSameData(now, trained));
  }

  #followRun(status: RunStatus): void {
    const health = healthOf(status);
    const hasNews = health !== this.#health || (status.state === "ended" && status.stopped === "diverged");
    this.#health = health;
    // What a run says of a document that was edited since would stand in the wrong place.
    if (hasNews) this.#runProblems = this.#isEdited() ? [] : runProblems(status, this.text);
    if (status.state === "preparing") this.#runProblems = [];
    if (hasNews || status.state === "preparing") this.#check();
    else this.#show();
  }

  #check(): void {
    const experiment = this.#experiment;
    const { state, facts } = this.data;
    const columns = state.state === "ready" ? state.summary.columns : [];
    const data = experiment ? this.data.problems.map((problem) => withDataFixes(problem, experiment, columns)) : this.data.problems;
    const network = experiment ? checkNetwork(experiment, facts) : [];
    this.#problems = [...this.#textProblems, ...data, ...network, ...this.#runProblems];
    this.#ports.showProblems(this.#problems);
    this.#show();
  }

  #show(): void {
    const { state } = this;
    for (const view of this.#views) view.show(state);
    this.#changed.fire();
  }
}
