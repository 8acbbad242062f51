// The builder: joins what the host says with what the person looks at, draws the parts and does what they ask
// for. The document is the host's; here are only the selection, the dock and the value a slider shows before
// it is released.

import "../builder-banner/builder-banner.ts";
import "../builder-dock/builder-dock.ts";
import "../builder-inspector/builder-inspector.ts";
import "../builder-toolbar/builder-toolbar.ts";
import "../layer-palette/layer-palette.ts";
import "../layer-pipeline/layer-pipeline.ts";
import "../template-picker/template-picker.ts";
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { classMap } from "lit/directives/class-map.js";
import { editInWords } from "../../../src/model/edit-words.ts";
import type { JsonLayer } from "../../../src/model/edit.ts";
import { isLayerType } from "../../../src/model/layers.ts";
import { firstError, layerOf, ProblemError } from "../../../src/model/problem.ts";
import { traceShapes } from "../../../src/model/shapes.ts";
import type { BuilderState, DataState } from "../../../src/protocol/builder.ts";
import { endOf } from "../../../src/protocol/run.ts";
import type { Actions, DragItem } from "../../actions.ts";
import type { BuilderClient } from "../../builder-client.ts";
import { type Card, cardsOf } from "../cards.ts";
import { CsvDropController } from "../../shared/controllers/csv-drop.ts";
import { DragController } from "../../shared/controllers/drag.ts";
import { problemsByColumn } from "../../panels/data/shared/fixes.ts";
import { changeOf, previewOf } from "../drag-preview.ts";
import { followFolds } from "../folds.ts";
import { type Change, createLayerActions } from "../layer-actions.ts";
import { RunNews } from "../run-news.ts";
import { followSelection, inputCount, layersOf, valueAt, withValue } from "../network.ts";
import { say, t } from "../../shared/text.ts";
import { lookedInTab } from "../layer-pipeline/looked.ts";
import { dataMemory } from "../../panels/data/data-view/memory.ts";
import { insideMemory, layerOfStop } from "../../panels/inside/inside-view/memory.ts";
import { panels } from "../../panels/panels.ts";
import { runsMemory } from "../../panels/runs/runs-view/memory.ts";
import { remembered, restoreView, type ViewMemory, type ViewState, withMemory } from "../../view-state.ts";
import type { BuilderDock } from "../builder-dock/builder-dock.ts";
import type { BuilderInspector } from "../builder-inspector/builder-inspector.ts";
import type { LayerPalette } from "../layer-palette/layer-palette.ts";
import type { LayerPipeline } from "../layer-pipeline/layer-pipeline.ts";
import { isSamePlace, placeOf, viewAt } from "../pointing/place.ts";
import { PointingController } from "../pointing/pointing-controller.ts";
import { isUnderMore } from "../training-settings/training-settings.ts";
import { ghost } from "./ghost.ts";
import { builderStyles } from "./perceptron-builder.styles.ts";
import type { DataHost } from "../../../src/protocol/data-host.ts";
import type { DebugHost } from "../../../src/protocol/debug-host.ts";
import type { DocumentHost } from "../../../src/protocol/document-host.ts";
import type { Wish } from "../../../src/protocol/place-host.ts";
import type { RunHost } from "../../../src/protocol/run-host.ts";

/** Milliseconds without a change of the document after which it is taken as it stands. */
const REST = 1000;

@customElement("perceptron-builder")
export class PerceptronBuilder extends LitElement {
  static override styles = builderStyles;

  @state() private document: BuilderState | undefined;
  @state() private view: ViewState = restoreView(undefined, panels);
  /** A value that is shown but not yet in the document. */
  @state() private previewed: { readonly path: readonly (string | number)[]; readonly value: unknown } | undefined;
  /** While somebody types in the text, its first error is not shown until they rest. */
  @state() private isTyping = false;
  #resting: ReturnType<typeof setTimeout> | undefined;
  @state() private isDrawerOpen = false;
  @state() private isChoosingTemplate = false;
  /** Counts how often the list of kept runs changed. */
  @state() private runsVersion = 0;
  /** What was just done, for a screen reader. */
  @state() private spoken = "";
  readonly #news = new RunNews();
  /** What went wrong with something that was asked of the host. */
  @state() private notice = "";
  @query("layer-palette") private palette!: LayerPalette | null;
  @query("builder-dock") private dock!: BuilderDock | null;
  @query("layer-pipeline") private pipeline!: LayerPipeline | null;
  @query("builder-inspector") private inspector!: BuilderInspector | null;
  /** Whether it is behind another tab, and until it is the present again. */
  #isHidden = false;
  #client!: BuilderClient;
  #cards: readonly Card[] = [];
  #memory!: ViewMemory;
  #actions!: Actions<DataHost & DebugHost & DocumentHost & RunHost>;
  /** Whether the selected card takes the focus once it is drawn. */
  #focusesCard = false;
  readonly #drag = new DragController<DragItem>(this, {
    target: () => this.pipeline?.dropTarget,
    ghost: () => this.renderRoot.querySelector<HTMLElement>(".ghost") ?? undefined,
    drop: (drag) => this.#actions.drop(drag),
  });

  readonly #pointing = new PointingController(this, {
    root: () => this.renderRoot,
    outline: () => this.renderRoot.querySelector<HTMLElement>(".pointed"),
    view: () => this.view,
    open: async ({ view, isInInspector }) => {
      this.#view(view);
      this.isDrawerOpen = isInInspector;
      await this.updateComplete;
    },
    tell: (name) => (this.spoken = name === undefined ? t("That is not on the screen now.") : t("Outlined: {0}", name)),
  });

  readonly #csv = new CsvDropController(this, {
    use: (uri) => void this.#client.host.useCsv(uri),
    refuse: (name) => (this.notice = t("VS Code does not say in which folder {0} lies. Choose it with “Choose CSV…”.", name)),
  });

  /** Connects the builder; to be called once. */
  async start(client: BuilderClient, memory: ViewMemory): Promise<void> {
    this.#client = client;
    this.#memory = memory;
    this.view = restoreView(memory.get(), panels);
    this.#actions = this.#createActions();
    client.listen({
      changed: () => this.#change(client.state!),
      grown: () => this.requestUpdate(),
      visible: (isVisible) => this.#see(isVisible),
      reveal: (layer) => this.#reveal(layer),
      select: (layer) => this.#view({ selected: layer }),
      wish: (wish) => void this.#grant(wish),
      runsChanged: () => this.runsVersion++,
      showRuns: (chosen) => this.#view({ tab: "runs", isDockOpen: true, memory: withMemory(this.view, runsMemory, { chosen }) }),
    });
    window.addEventListener("unhandledrejection", ({ reason }) => {
      this.notice = reason instanceof ProblemError ? say(reason.problem.message) : String(reason);
    });
    // Keys mean layers as soon as the editor is open, and whenever it is come back to; what had the focus
    // keeps it.
    window.addEventListener("focus", () => this.#focusPipeline());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") void client.refresh();
    });
    await client.refresh();
    this.#tellPlace();
    await this.updateComplete;
    this.#focusPipeline();
  }

  /** A page that is hidden lets go of what the pointer does; one that is back may have missed other runs. */
  #see(isVisible: boolean): void {
    this.#isHidden = !isVisible;
    if (isVisible) {
      this.runsVersion++;
      this.#tellPlace();
    } else {
      this.#drag.cancel();
      this.#pointing.stop();
    }
  }

  #tellPlace(): void {
    void this.#client.host.selected(this.view.selected);
    void this.#client.host.placed(placeOf(this.view));
  }

  #focusPipeline(): void {
    if (document.hasFocus() && document.activeElement === document.body) this.pipeline?.focus();
  }

  override render() {
    const { document, view } = this;
    if (document === undefined) return nothing;
    const json = this.previewed ? withValue(document.json, this.previewed.path, this.previewed.value) : document.json;
    const layers = layersOf(json);
    const inputs = inputCount(document.data);
    const cards = (this.#cards = cardsOf(layers, inputs, document.problems, this.#cards));
    const isReadable = document.editable && !document.problems.some(({ code }) => code === "newer-format");
    const { drag } = this.#drag;
    const change = drag && changeOf(drag, layers, view.marked);
    const selected = view.selected === undefined || cards.length === 0 ? undefined : Math.min(view.selected, cards.length - 1);
    return html`
      <builder-toolbar
        role="region"
        aria-label=${t("Toolbar")}
        .actions=${this.#actions}
        .state=${document}
        .json=${json}
        .outputs=${cards.at(-1)?.shape.outFeatures}
        .rate=${this.#client.curve.points.at(-1)?.lr}
        .isReadable=${isReadable || this.isTyping}
      ></builder-toolbar>
      <builder-banner
        class=${classMap({ over: !isReadable })}
        .actions=${this.#actions}
        .state=${document}
        .notice=${this.notice}
        .letGo=${() => (this.notice = "")}
        .isTyping=${this.isTyping}
      ></builder-banner>
      <main class=${classMap({ dimmed: !isReadable && !this.isTyping })} ?inert=${!isReadable}>
        <layer-palette
          data-target="layer-palette"
          role="region"
          aria-label=${t("Palette")}
          .actions=${this.#actions}
          .drag=${this.#drag}
          .recent=${view.recent}
          .at=${selected === undefined ? cards.length : selected + 1}
        ></layer-palette>
        <layer-pipeline
          data-target="pipeline"
          role="region"
          aria-label=${t("Pipeline")}
          .actions=${this.#actions}
          .controller=${this.#drag}
          .cards=${cards}
          .isKnown=${json !== undefined}
          .drag=${drag}
          .preview=${change && previewOf(layers, change, inputs)}
          .data=${document.data}
          .inputs=${inputs}
          .json=${json}
          .isTrained=${endOf(document.run)?.weights !== undefined || document.run.run > 0}
          .predicted=${[valueAt(json, ["data", "target"])].flat().join(", ")}
          .batch=${batchOf(json, document.data)}
          .selected=${selected}
          .marked=${view.marked}
          .folds=${view.folds}
          .followed=${view.isDockOpen && view.tab === "inside" ? layerOfStop(remembered(view, insideMemory).stop) : undefined}
          .looked=${lookedInTab(document, view)}
          .debug=${document.debug}
        ></layer-pipeline>
        ${this.isDrawerOpen ? html`<div class="shade" @click=${() => this.#actions.focusCard()}></div>` : nothing}
        <builder-inspector
          class=${classMap({ open: this.isDrawerOpen })}
          role="region"
          aria-label=${t("Inspector")}
          .actions=${this.#actions}
          .json=${json}
          .layers=${layers}
          .card=${selected === undefined ? undefined : cards[selected]}
          .marked=${view.marked.flatMap((index) => cards[index] ?? [])}
          .isFolded=${view.folds.some(({ from, to }) => from === view.marked[0] && to === view.marked.at(-1))}
          .problems=${document.problems}
          .engine=${document.engine}
          .file=${document.fileName}
          .run=${document.run}
          .data=${document.data}
          .hasMore=${view.hasMore}
        ></builder-inspector>
      </main>
      <builder-dock
        class=${classMap({ open: view.isDockOpen })}
        role="region"
        aria-label=${t("Panel")}
        .actions=${this.#actions}
        .state=${document}
        .json=${json}
        .points=${[...this.#client.curve.points]}
        .ghost=${this.#client.curve.ghost}
        .runsVersion=${this.runsVersion}
        .view=${view}
      ></builder-dock>
      ${
        this.isChoosingTemplate && isReadable
          ? html`<template-picker
              .actions=${this.#actions}
              .data=${document.data}
              .layers=${layers}
              .close=${() => (this.isChoosingTemplate = false)}
            ></template-picker>`
          : nothing
      }
      ${drag ? ghost(drag, layers, view.marked) : nothing}
      ${this.#csv.isOver ? html`<div class="csv">${t("Drop the CSV to learn from it")}</div>` : nothing}
      <div class="pointed" hidden></div>
      <div class="unseen" role="status">${this.spoken}</div>
    `;
  }

  protected override updated(_changed: PropertyValues): void {
    const { dockHeight, isDockFilled } = this.view;
    this.toggleAttribute("filled", isDockFilled);
    if (dockHeight !== undefined) this.style.setProperty("--dock-height", `${dockHeight}px`);
    if (this.#focusesCard && this.pipeline && this.view.selected !== undefined) {
      this.#focusesCard = false;
      void this.pipeline.focusCard(this.view.selected);
    }
  }

  /** The first error of a document that was fine waits until nothing changes for a while; it goes at once. */
  #wait(document: BuilderState): void {
    const before = this.#isHidden ? undefined : this.document;
    if (before !== undefined && before.version === document.version) return;
    clearTimeout(this.#resting);
    const wasFine = this.isTyping || before?.problems.every(({ severity }) => severity !== "error") === true;
    this.isTyping = wasFine && firstError(document.problems) !== undefined;
    if (this.isTyping) this.#resting = setTimeout(() => (this.isTyping = false), REST);
  }

  #change(document: BuilderState): void {
    this.#wait(document);
    // A builder that VS Code opens at a stop, or comes back to, shows the layer.
    const stopped = this.document === undefined || this.#isHidden ? document.debug?.stopped?.layer : undefined;
    if (stopped !== undefined) this.#view({ selected: stopped });
    const before = layersOf(this.document?.json);
    const after = layersOf(document.json);
    if (this.document !== undefined && document.version !== this.document.version) {
      this.#drag.cancel();
      this.previewed = undefined;
      if (this.#expected !== undefined) {
        const { selected, marked, folds } = this.#expected;
        this.#view({ selected, marked, folds });
        this.#focusesCard = this.#expected.focuses;
        this.#expected = undefined;
      } else {
        const { selected, marked, folds } = this.view;
        const followed = {
          selected: selected === undefined ? undefined : followSelection(before, after, selected),
          marked: before.length === after.length ? marked : [],
          folds: followFolds(before, after, folds),
        };
        // Most edits move neither; who keeps the view need not hear of them.
        if (JSON.stringify(followed) !== JSON.stringify({ selected, marked, folds })) this.#view(followed);
      }
    }
    this.document = document;
    const news = this.#news.of(document.run, this.#client.curve.points.at(-1), document.json, performance.now());
    if (news !== "") this.spoken = news;
  }

  /** What an edit of ours makes the selection, once the host has shown the document after it. */
  #expected: Change["after"];

  #createActions(): Actions {
    const { host } = this.#client;
    const layers = createLayerActions({
      host,
      view: () => this.view,
      layers: () => layersOf(this.document?.json),
      inputsAt: (gap) => this.#inputsAt(gap),
      show: (change) => this.#view(change),
      edit: (make) => this.#edit(make),
      focus: () => {
        this.#focusesCard = true;
        this.requestUpdate();
      },
      speak: (sentence) => (this.spoken = sentence),
      notify: (sentence) => (this.notice = sentence),
    });
    return {
      host,
      ...layers,
      select: (layer, how) => {
        layers.select(layer, how);
        if (layer === undefined) this.isDrawerOpen = false;
      },
      chooseTemplate: () => (this.isChoosingTemplate = true),
      set: (path, value) => void this.#edit(() => ({ edit: { op: "set", path, ...(value === undefined ? {} : { value }) } })),
      edit: (edit) => void this.#edit(() => ({ edit })),
      mend: (fix, after) => void this.#edit(() => ({ edit: fix.edit, sentence: t("Done: {0}.", say(fix.title)) })).then(after),
      preview: (path, value) => (this.previewed = { path, value }),
      openInspector: (stay) => {
        this.isDrawerOpen = true;
        this.#view({ isDockFilled: false });
        if (stay === undefined) void this.updateComplete.then(() => this.inspector?.focusFirst());
      },
      focusCard: () => {
        this.isDrawerOpen = false;
        this.#view({ isDockFilled: false });
        void this.pipeline?.focusCard(this.view.selected ?? 0);
      },
      showProblem: (problem) => {
        const layer = layerOf(problem);
        if (layer !== undefined) this.#reveal(layer);
        else if (problem.path[0] === "training" || problem.path[1] === "split") {
          this.#view({ selected: undefined, ...(isUnderMore(problem) ? { hasMore: true } : {}) });
          this.#actions.openInspector();
        } else if (problem.file !== undefined && problem.line !== undefined) void host.openCsv({ file: problem.file, line: problem.line });
        else if (problem.path[0] === "data") {
          const [column = ""] = problemsByColumn([problem], this.document?.json).keys();
          this.#openColumn(column);
        } else void host.openAsText();
      },
      openColumn: (column) => {
        this.#openColumn(column);
        void this.updateComplete.then(() => this.dock?.focusColumn());
      },
      view: (change) => this.#view(change),
      remember: (memory, change) => this.#view({ memory: withMemory(this.view, memory, change) }),
      train: () => void this.#train(),
    };
  }

  /** Values per row that come to a gap of the present network. */
  #inputsAt(gap: number): number | undefined {
    const { document } = this;
    const inputs = document && inputCount(document.data);
    return gap === 0 ? inputs : traceShapes(layersOf(document?.json), inputs)[gap - 1]?.outFeatures;
  }

  /** Sends a change when those before it are done, then says what happened and selects what was edited. */
  async #edit(make: (list: readonly JsonLayer[]) => Change | undefined): Promise<void> {
    let change: Change | undefined;
    const isDone = await this.#client
      .edit(({ json }) => {
        change = make(layersOf(json));
        this.#expected = change?.after;
        return change?.edit;
      })
      .finally(() => {
        this.#expected = undefined;
        this.previewed = undefined;
      });
    this.notice = isDone || change === undefined ? "" : lostText(change);
    if (!isDone || change === undefined) return;
    if (change.after) {
      const { selected, marked, folds } = change.after;
      this.#view({ selected, marked, folds });
      this.#focusesCard = change.after.focuses;
      this.requestUpdate();
    }
    this.spoken = change.sentence ?? "";
  }

  /** Errors are shown where they are; the host is asked only for what can run. */
  async #train(): Promise<void> {
    const error = firstError(this.document?.problems ?? []);
    if (error === undefined && this.document?.data.state === "none") {
      this.#view({ tab: "data", isDockOpen: true });
      this.spoken = t("Choose a CSV first.");
      return;
    }
    if (error === undefined) {
      // Whoever watches the boundary wants to see it learn.
      this.#view({ tab: this.view.tab === "boundary" ? "boundary" : "loss", isDockOpen: true });
      await this.#client.host.train();
      return;
    }
    this.#view({ tab: "problems", isDockOpen: true });
    const layer = layerOf(error);
    if (layer !== undefined) this.#reveal(layer);
    this.spoken = t("The network has errors. Correct them first.");
  }

  /** Does what a lesson wishes: opens a tab, or points at something. */
  async #grant(wish: Wish): Promise<void> {
    if (wish.kind === "open") this.#view(viewAt(wish.place, this.view));
    else if (wish.kind === "point") await this.#pointing.point(wish.target);
    else if (isLayerType(wish.layer)) {
      await this.#pointing.point(`palette:${wish.layer}`);
      this.palette?.explainLayer(wish.layer);
    }
  }

  #reveal(layer: number): void {
    // A layer in a fold would not be seen.
    const folds = this.view.folds.filter(({ from, to }) => layer < from || layer > to);
    this.#view({ selected: layer, marked: [], folds, isDockFilled: false });
    this.#focusesCard = true;
    this.requestUpdate();
  }

  #openColumn(column: string): void {
    this.#view({ tab: "data", isDockOpen: true, memory: withMemory(this.view, dataMemory, { part: "rows", column }) });
  }

  #view(change: { [K in keyof ViewState]?: ViewState[K] | undefined }): void {
    const before = this.view;
    const { selected, ...others } = { ...this.view, ...change };
    this.view = { ...(others as ViewState), ...(selected === undefined ? {} : { selected }) };
    this.#memory.set(this.view);
    if (selected !== before.selected) void this.#client.host.selected(selected);
    const place = placeOf(this.view);
    if (!isSamePlace(place, placeOf(before))) void this.#client.host.placed(place);
  }
}

/** Which change was not made, so that a person can make it again. */
function lostText({ edit }: Change): string {
  return t(
    "“{0}” was not done, because the document changed at the same moment. Do it again if you still want it.",
    say(editInWords(edit)),
  );
}

/** Rows of the largest batch. */
function batchOf(json: unknown, data: DataState): number {
  const size = valueAt(json, ["training", "batch_size"]);
  return Math.min(typeof size === "number" && size > 0 ? size : 32, data.state === "ready" ? data.summary.rows : Infinity);
}

declare global {
  interface HTMLElementTagNameMap {
    "perceptron-builder": PerceptronBuilder;
  }
}
