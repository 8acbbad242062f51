// The builder: joins what the host says with what the person looks at, draws the parts and does what they ask for.
// The document is the host's; here are only the selection, the dock and the value a slider shows before it is released.

import "../builder-banner/builder-banner.ts";
import "../builder-dock/builder-dock.ts";
import "../builder-inspector/builder-inspector.ts";
import "../builder-toolbar/builder-toolbar.ts";
import "../layer-palette/layer-palette.ts";
import "../layer-pipeline/layer-pipeline.ts";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { classMap } from "lit/directives/class-map.js";
import type { Edit, JsonLayer } from "../../../src/model/edits.ts";
import { layerOf, ProblemError } from "../../../src/model/problem.ts";
import type { BuilderState } from "../../../src/protocol/builder.ts";
import type { Actions, DragItem } from "../../actions.ts";
import type { BuilderClient } from "../../builder-client.ts";
import { cardsOf } from "../../cards.ts";
import { type Drag, DragController } from "../../controllers/drag.ts";
import { changeOf, previewOf } from "../../drag-preview.ts";
import { problemsByColumn } from "../../data/fixes.ts";
import { layerIcon } from "../../icons.ts";
import { followSelection, inputCount, layersOf, newLayer, valueAt, withValue } from "../../network.ts";
import { say, t } from "../../text.ts";
import { initialView, restoreView, type ViewMemory, type ViewState } from "../../view-state.ts";
import type { BuilderInspector } from "../builder-inspector/builder-inspector.ts";
import type { LayerPipeline } from "../layer-pipeline/layer-pipeline.ts";
import { builderStyles } from "./perceptron-builder.styles.ts";

/** An edit with what is said and selected after it. */
interface Change {
  readonly edit: Edit;
  readonly sentence?: string;
  readonly after?: { readonly selected: number | undefined; readonly focuses: boolean };
}

@customElement("perceptron-builder")
export class PerceptronBuilder extends LitElement {
  static override styles = builderStyles;

  @state() private document: BuilderState | undefined;
  @state() private view: ViewState = initialView;
  /** A value that is shown but not yet in the document. */
  @state() private previewed: { readonly path: readonly (string | number)[]; readonly value: unknown } | undefined;
  @state() private isDrawerOpen = false;
  /** What was just done, for a screen reader. */
  @state() private spoken = "";
  /** What went wrong with something that was asked of the host. */
  @state() private notice = "";
  @query("layer-pipeline") private pipeline!: LayerPipeline | null;
  @query("builder-inspector") private inspector!: BuilderInspector | null;
  #client!: BuilderClient;
  #memory!: ViewMemory;
  #actions!: Actions;
  /** Whether the selected card takes the focus once it is drawn. */
  #focusesCard = false;
  readonly #drag = new DragController<DragItem>(this, {
    target: () => this.pipeline?.dropTarget,
    ghost: () => this.renderRoot.querySelector<HTMLElement>(".ghost") ?? undefined,
    drop: (drag) => this.#drop(drag),
  });

  /** Connects the builder; to be called once. */
  async start(client: BuilderClient, memory: ViewMemory): Promise<void> {
    this.#client = client;
    this.#memory = memory;
    this.view = restoreView(memory);
    this.#actions = this.#createActions();
    client.listen({
      changed: () => this.#change(client.state!),
      grown: () => this.requestUpdate(),
      reveal: (layer) => this.#reveal(layer),
    });
    window.addEventListener("unhandledrejection", ({ reason }) => {
      this.notice = reason instanceof ProblemError ? say(reason.problem.message) : String(reason);
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") void client.refresh();
    });
    await client.refresh();
  }

  override render() {
    const { document, view } = this;
    if (document === undefined) return nothing;
    const json = this.previewed ? withValue(document.json, this.previewed.path, this.previewed.value) : document.json;
    const layers = layersOf(json);
    const inputs = inputCount(document.data);
    const cards = cardsOf(layers, inputs, document.problems);
    const isReadable = document.editable && !document.problems.some(({ code }) => code === "newer-format");
    const { drag } = this.#drag;
    const change = drag && changeOf(drag);
    const selected = view.selected === undefined || cards.length === 0 ? undefined : Math.min(view.selected, cards.length - 1);
    return html`
      <builder-toolbar
        .actions=${this.#actions}
        .state=${document}
        .json=${json}
        .outputs=${cards.at(-1)?.shape.outFeatures}
        .isReadable=${isReadable}
      ></builder-toolbar>
      <builder-banner .actions=${this.#actions} .state=${document} .notice=${this.notice}></builder-banner>
      <main class=${classMap({ dimmed: !isReadable })} ?inert=${!isReadable}>
        <layer-palette
          role="region"
          aria-label=${t("Palette")}
          .actions=${this.#actions}
          .drag=${this.#drag}
          .at=${selected === undefined ? cards.length : selected + 1}
        ></layer-palette>
        <layer-pipeline
          role="region"
          aria-label=${t("Pipeline")}
          .actions=${this.#actions}
          .controller=${this.#drag}
          .cards=${cards}
          .drag=${drag}
          .preview=${change && previewOf(layers, change, inputs)}
          .data=${document.data}
          .inputs=${inputs}
          .predicted=${[valueAt(json, ["data", "target"])].flat().join(", ")}
          .selected=${selected}
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
          .problems=${document.problems}
          .data=${document.data}
        ></builder-inspector>
      </main>
      <builder-dock
        class=${classMap({ open: view.isDockOpen, tall: view.tab === "data" })}
        role="region"
        aria-label=${t("Panel")}
        .actions=${this.#actions}
        .state=${document}
        .json=${json}
        .points=${[...this.#client.curve.points]}
        .view=${view}
      ></builder-dock>
      ${drag ? ghost(drag, layers) : nothing}
      <div class="unseen" role="status">${this.spoken}</div>
    `;
  }

  protected override updated(_changed: PropertyValues): void {
    const { dockHeight } = this.view;
    if (dockHeight !== undefined) this.style.setProperty("--dock-height", `${dockHeight}px`);
    if (this.#focusesCard && this.pipeline && this.view.selected !== undefined) {
      this.#focusesCard = false;
      void this.pipeline.focusCard(this.view.selected);
    }
  }

  #change(document: BuilderState): void {
    const before = layersOf(this.document?.json);
    const after = layersOf(document.json);
    if (this.document !== undefined && document.version !== this.document.version) {
      this.#drag.cancel();
      this.previewed = undefined;
      if (this.#expected !== undefined) {
        this.#view({ selected: this.#expected.selected });
        this.#focusesCard = this.#expected.focuses;
        this.#expected = undefined;
      } else if (this.view.selected !== undefined) {
        this.#view({ selected: followSelection(before, after, this.view.selected) });
      }
    }
    this.document = document;
  }

  /** What an edit of ours makes the selection, once the host has shown the document after it. */
  #expected: Change["after"];

  #createActions(): Actions {
    const { host } = this.#client;
    return {
      host,
      select: (layer) => {
        this.#view({ selected: layer });
        if (layer === undefined) this.isDrawerOpen = false;
      },
      insert: (type, at, stay) =>
        void this.#edit(() => ({
          edit: { op: "insert", at, layer: newLayer(type) },
          sentence: t("{0} inserted as layer {1}.", type, at + 1),
          after: { selected: at, focuses: stay === undefined },
        })),
      remove: (at) => this.#remove(at),
      move: (from, to) => this.#move(from, to),
      set: (path, value) => void this.#edit(() => ({ edit: { op: "set", path, ...(value === undefined ? {} : { value }) } })),
      edit: (edit) => void this.#edit(() => ({ edit })),
      preview: (path, value) => (this.previewed = { path, value }),
      openInspector: (stay) => {
        this.isDrawerOpen = true;
        if (stay === undefined) void this.updateComplete.then(() => this.inspector?.focusFirst());
      },
      focusCard: () => {
        this.isDrawerOpen = false;
        void this.pipeline?.focusCard(this.view.selected ?? 0);
      },
      showProblem: (problem) => {
        const layer = layerOf(problem);
        if (layer !== undefined) this.#reveal(layer);
        else if (problem.path[0] === "training" || problem.path[1] === "split") {
          this.#view({ selected: undefined });
          this.#actions.openInspector();
        } else if (problem.file !== undefined && problem.line !== undefined) void host.openCsv();
        else if (problem.path[0] === "data") {
          const [column = ""] = problemsByColumn([problem], this.document?.json).keys();
          this.#view({ tab: "data", isDockOpen: true, part: "rows", column });
        } else void host.openAsText();
      },
      view: (change) => this.#view(change),
      train: () => void this.#train(),
    };
  }

  #remove(at: number): void {
    void this.#edit((list) => ({
      edit: { op: "remove", at },
      sentence: t("{0} removed.", list[at]?.type ?? ""),
      after: { selected: list.length > 1 ? Math.min(at, list.length - 2) : undefined, focuses: true },
    }));
  }

  /** A selected layer is moved from where it is when its turn comes: a second key may be quicker than the first one's answer. */
  #move(from: number, to: number): void {
    const isSelected = this.view.selected === from;
    void this.#edit((list) => {
      const start = isSelected ? (this.view.selected ?? from) : from;
      const end = start + to - from;
      if (list[start] === undefined || list[end] === undefined) return undefined;
      const sentence = t("{0} moved to place {1} of {2}.", list[start].type, end + 1, list.length);
      return { edit: { op: "move", from: start, to: end }, sentence, after: { selected: end, focuses: true } };
    });
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
    this.notice = isDone ? "" : t("The document has changed meanwhile. Try it again.");
    if (!isDone || change === undefined) return;
    if (change.after) {
      this.#view({ selected: change.after.selected });
      this.#focusesCard = change.after.focuses;
      this.requestUpdate();
    }
    this.spoken = change.sentence ?? "";
  }

  /** Errors are shown where they are; the host is asked only for what can run. */
  async #train(): Promise<void> {
    const error = this.document?.problems.find(({ severity }) => severity === "error");
    if (error === undefined) {
      this.#view({ tab: "loss", isDockOpen: true });
      await this.#client.host.train();
      return;
    }
    this.#view({ tab: "problems", isDockOpen: true });
    const layer = layerOf(error);
    if (layer !== undefined) this.#reveal(layer);
    this.spoken = t("The network has errors. Correct them first.");
  }

  #reveal(layer: number): void {
    this.#view({ selected: layer });
    this.#focusesCard = true;
    this.requestUpdate();
  }

  #drop(drag: Drag<DragItem>): void {
    const change = changeOf(drag);
    if (change === undefined) return;
    if (change.op === "insert" && drag.item.kind === "new") this.#actions.insert(drag.item.type, change.at);
    else if (change.op === "remove") this.#remove(change.at);
    else if (change.op === "move") this.#move(change.from, change.to);
  }

  #view(change: { [K in keyof ViewState]?: ViewState[K] | undefined }): void {
    const { selected, ...others } = { ...this.view, ...change };
    this.view = { ...(others as ViewState), ...(selected === undefined ? {} : { selected }) };
    this.#memory.set(this.view);
  }
}

/** The lifted layer under the pointer; outside of the list a layer of the pipeline shows that it would go. */
function ghost({ item, gap }: Drag<DragItem>, layers: readonly JsonLayer[]): TemplateResult {
  const type = item.kind === "new" ? item.type : (layers[item.index]?.type ?? "");
  const isGoing = item.kind === "layer" && gap === undefined;
  return html`<div class=${classMap({ ghost: true, going: isGoing })} aria-hidden="true">
    ${layerIcon(type)}<span class="truncated">${type}</span>
    ${isGoing ? html`<vscode-icon name="trash"></vscode-icon>` : nothing}
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "perceptron-builder": PerceptronBuilder;
  }
}
