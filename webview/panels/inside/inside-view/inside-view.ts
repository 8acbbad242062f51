// A training step from the inside, one stop at a time: the network with the stop's numbers, and beside it one
// number in focus with all it was computed from. Where the person is belongs to the view; the numbers are the
// host's.

import "../number-focus/number-focus.ts";
import "../step-picture/step-picture.ts";
import "../step-strips/step-strips.ts";
import "../until-form/until-form.ts";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { JsonLayer } from "../../../../src/model/edit.ts";
import type { BuilderState } from "../../../../src/protocol/builder.ts";
import type { InsideHost } from "../../../../src/protocol/inside-host.ts";
import type { NetworkHost } from "../../../../src/protocol/network-host.ts";
import type { InsideMove, InsideStep, NumberAddress } from "../../../../src/training/inside/types.ts";
import type { Actions } from "../../../actions.ts";
import { layersOf } from "../../../builder/network.ts";
import { soundButton } from "../../../chart/sound-button.ts";
import { SoundController } from "../../../chart/sound-controller.ts";
import { isPlain } from "../../../shared/controllers/keys.ts";
import { t } from "../../../shared/text.ts";
import { groupColumns } from "../../network/network-view/network-structure.ts";
import type { Crumb, NumberFocus } from "../number-focus/number-focus.ts";
import { isSmall } from "../step-picture/step-layout.ts";
import type { StepPicture } from "../step-picture/step-picture.ts";
import type { StepStrips } from "../step-strips/step-strips.ts";
import type { Walk } from "../step-picture/walk.ts";
import { heardWindow, stopHeard } from "../stop-numbers/stop-heard.ts";
import { stopTable, tableWindow } from "../stop-numbers/stop-table.ts";
import { InsideController } from "./inside-controller.ts";
import { insideViewStyles } from "./inside-view.styles.ts";
import { announcement, stopName } from "./inside-words.ts";
import { type InsideMemory, insideMemory } from "./memory.ts";
import { placeBar } from "./place-bar.ts";
import { stepBar } from "./step-bar.ts";
import { stopBar } from "./stop-bar.ts";
import {
  idOf,
  indexOfStop,
  isSame,
  keyOf,
  nameOfGradient,
  type Place,
  placeFor,
  rootAt,
  type Stop,
  stopsOf,
  tensorAt,
  tensorKey,
} from "./stops.ts";

@customElement("inside-view")
export class InsideView extends LitElement {
  static override styles = insideViewStyles;

  @property({ attribute: false }) actions!: Actions<InsideHost & NetworkHost>;
  @property({ attribute: false }) state!: BuilderState;
  @property({ attribute: false }) json: unknown;
  @property({ attribute: false }) memory!: InsideMemory;
  /** The numbers that were opened on the way down, below the stop's own. */
  @state() private opened: readonly Crumb[] = [];
  @state() private isLooking = false;
  /** Whether the stop's numbers are shown as a table. */
  @state() private isTable = false;
  /** Whether rows can be picked: their field is open. */
  @state() private isPicking = false;
  @state() private spoken = "";
  @query("step-picture, step-strips") private picture!: StepPicture | StepStrips | null;
  @query("number-focus") private number!: NumberFocus | null;
  readonly #sound = new SoundController(this);
  readonly #inside = new InsideController(this, () => this.actions.host);
  /** What the present step was opened of. */
  #of = "";
  #layers: readonly JsonLayer[] = [];
  /** Whether the focus goes to the number once it is drawn. */
  #focusesNumber = false;
  /** The condition under which it was opened, or could not be. */
  #tried = "";
  /** Whether the picture takes the focus once it is there. */
  #wantsFocus = false;
  #announced = "";

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) void this.start();
  }

  protected override firstUpdated(): void {
    void this.start();
  }

  /** Opens the run where it waits; of the same document and run, at the step that was looked at. */
  private async start(): Promise<void> {
    this.#of = this.source;
    this.#layers = layersOf(this.json);
    this.#tried = this.condition;
    const { step, of, picked = [] } = this.memory;
    await this.#inside.open(of === this.#of ? step : undefined);
    if (picked.length > 0 && this.#inside.step) await this.#inside.move({ to: "rows", rows: picked });
    this.remember(of === undefined || of === this.#of ? {} : { checked: undefined });
  }

  /** What it takes to open a run: another one is worth another try. */
  private get condition(): string {
    return `${this.state.version} ${this.state.data.state}`;
  }

  /** Names the document's version, and where its run waits if it does. */
  private get source(): string {
    const { version, run } = this.state;
    return run.state === "paused" ? `${version} ${run.run} ${run.epoch} ${run.batch ?? 0}` : String(version);
  }

  override render() {
    const { step, work } = this.#inside;
    if (step === undefined) return this.empty(work !== undefined);
    const { stops, index, stop } = this.where(step);
    const root = rootAt(step, stop, this.memory);
    const opened = this.opened.at(-1)?.address ?? root;
    const isMoving = work !== undefined;
    return html`
      <div class="bars" @keydown=${(event: KeyboardEvent) => this.key(event)}>
        ${stopBar({ step, stops, index, go: (to) => void this.go(to) })}
        ${stepBar({ step, isLooking: this.isLooking, move: (move) => this.move(move), look: () => this.look() })}
      </div>
      ${
        this.isLooking
          ? html`<until-form
              .step=${step}
              .place=${this.memory}
              .condition=${this.memory.condition}
              .isSearching=${work === "searching"}
              .search=${this.#inside.search}
              .go=${(condition: string) => this.search(condition)}
              .halt=${() => void this.move({ to: "next" })}
              @keydown=${(event: KeyboardEvent) => this.leaveSearch(event)}
            ></until-form>`
          : nothing
      }
      ${this.notes()}
      <div
        class=${isMoving ? "body moving" : "body"}
        aria-busy=${isMoving ? "true" : "false"}
        @keydown=${(event: KeyboardEvent) => this.key(event)}
      >
        <div class="left">
          ${placeBar({
            step,
            stop,
            place: this.memory,
            choose: (place) => this.choose(place),
            isPicking: this.isPicking,
            togglePicking: () => (this.isPicking = !this.isPicking),
            pickRows: (rows) => this.pickRows(rows),
            tellers: this.tellers(step, stop),
          })}
          ${this.isTable ? this.table(step, stop) : this.drawing(step, stop, opened)}
        </div>
        <div class="right" role="region" aria-label=${t("The number in focus")} tabindex="0">${this.focusOn(step, root, opened)}</div>
      </div>
      <div class="unseen" role="status">${this.spoken}</div>
    `;
  }

  protected override updated(_changed: PropertyValues): void {
    const { step, work } = this.#inside;
    if (step === undefined) {
      if (work === undefined && this.#tried !== "" && this.condition !== this.#tried) void this.start();
      return;
    }
    // Led here by a lesson, which means the document as it is now.
    if (this.memory.of === undefined && work === undefined && this.isEdited) void this.start();
    if (this.#wantsFocus && this.picture) {
      this.#wantsFocus = false;
      const { picture } = this;
      void picture.updateComplete.then(() => picture.focus());
    }
    const { stop } = this.where(step);
    const root = rootAt(step, stop, this.memory);
    const shown = this.opened.at(-1)?.address ?? root;
    const known = this.#inside.explanation(shown);
    const key = `${step.step} ${idOf(stop)} ${keyOf(shown)}`;
    if (known !== undefined && key !== this.#announced) {
      this.#announced = key;
      // Further down the number has the focus, and is read itself.
      if (this.opened.length === 0) this.spoken = announcement(step, stop, placeFor(step, stop, this.memory, root), known.value);
    }
    if (known !== undefined && this.#focusesNumber) {
      this.#focusesNumber = false;
      void this.number?.updateComplete.then(() => this.number?.focus());
    }
  }

  /** Whether the document has changed since the step was opened. */
  private get isEdited(): boolean {
    return this.#of.split(" ")[0] !== this.source.split(" ")[0];
  }

  private empty(isOpening: boolean): TemplateResult {
    const { note } = this.#inside;
    return html`<div class="empty secondary">
      ${
        isOpening
          ? html`<p class="late" role="status">${t("Opening the training…")}</p>`
          : html`<p>${note || t("Here you follow one training step number by number, once the network can be trained.")}</p>
              <vscode-button secondary @click=${() => void this.start()}>${t("Try again")}</vscode-button>`
      }
    </div>`;
  }

  private notes(): TemplateResult | typeof nothing {
    const { note } = this.#inside;
    const { isEdited } = this;
    const isElsewhere = !isEdited && this.state.run.state === "paused" && this.#of !== this.source;
    const isPicked = this.#inside.step?.isPicked === true;
    if (note === "" && !isEdited && !isElsewhere && !isPicked) return nothing;
    return html`<div class="note" role="status">
      ${note === "" ? nothing : html`<span>${note}</span>`}
      ${
        isPicked
          ? html`<span>${t("You picked the rows; the run takes this step with those of its batch.")}</span>
              <button class="link" @click=${() => this.pickRows([])}>${t("Show its batch")}</button>`
          : nothing
      }
      ${
        isEdited || isElsewhere
          ? html`<span>${isEdited ? t("The document has changed since.") : t("The training waits at another step now.")}</span>
              <button class="link" @click=${() => void this.start()}>${isEdited ? t("Open it anew") : t("Go there")}</button>`
          : nothing
      }
    </div>`;
  }

  private drawing(step: InsideStep, stop: Stop, opened: NumberAddress): TemplateResult {
    const { data } = this.state;
    // The document may have changed since, but the step is what it was.
    const layers = step.layers.map(({ type, output }) => ({ type, units: output.columns }));
    const columns = groupColumns(layers, {
      inputs: step.inputNames,
      targets: data.state === "ready" ? data.summary.targets : [],
      ...(step.classes ? { classes: step.classes } : {}),
    });
    const open = (address: NumberAddress): void => this.pick(address);
    const description = stopName(step, stop);
    return isSmall(columns)
      ? html`<step-picture
          .inside=${this.#inside}
          .revision=${this.#inside.revision}
          .step=${step}
          .stop=${stop}
          .place=${this.memory}
          .opened=${opened}
          .columns=${columns}
          .description=${description}
          .open=${open}
          @walk=${(event: CustomEvent<Walk>) => this.walk(event.detail)}
        ></step-picture>`
      : html`<step-strips
          .inside=${this.#inside}
          .revision=${this.#inside.revision}
          .step=${step}
          .stop=${stop}
          .place=${this.memory}
          .description=${description}
          .open=${open}
          @walk=${(event: CustomEvent<Walk>) => this.walk(event.detail)}
        ></step-strips>`;
  }

  /** The number of the stop's tensor that is looked at; of the loss that of the row. */
  private numberAt(step: InsideStep, stop: Stop): NumberAddress {
    const root = rootAt(step, stop, this.memory);
    if (stop.kind !== "loss") return root;
    return { tensor: { of: "rowLoss" }, row: Math.min(this.memory.row, step.rows.length - 1), column: 0 };
  }

  /** The stop's numbers to be heard, and as a table. */
  private tellers(step: InsideStep, stop: Stop): TemplateResult {
    const address = this.numberAt(step, stop);
    // Asked for before it is to be played, which cannot wait.
    const piece = this.#inside.piece(heardWindow(step, address));
    const about = t("Numbers of the stop");
    const toggle = this.isTable ? t("Show the picture") : t("Show the numbers");
    return html`${soundButton(this.#sound, () => stopHeard(step, address, piece), { about })}<vscode-toolbar-button
        icon=${this.isTable ? "type-hierarchy-sub" : "table"}
        label=${`${about}: ${toggle}`}
        title=${toggle}
        @click=${() => (this.isTable = !this.isTable)}
      ></vscode-toolbar-button>`;
  }

  private table(step: InsideStep, stop: Stop): TemplateResult {
    const address = this.numberAt(step, stop);
    return stopTable(step, address, this.#inside.piece(tableWindow(step, address)));
  }

  private focusOn(step: InsideStep, root: NumberAddress, opened: NumberAddress): TemplateResult {
    const name = nameOfGradient(step, opened);
    const isChecked = name !== undefined && name === this.memory.checked;
    const first = this.opened.length > 0 ? [{ address: root, symbol: this.#inside.explanation(root)?.symbol ?? "…" }] : [];
    return html`<number-focus
      .actions=${this.actions}
      .step=${step}
      .layers=${this.#layers}
      .explanation=${this.#inside.explanation(opened)}
      .trail=${[...first, ...this.opened.slice(0, -1)]}
      .check=${isChecked ? this.#inside.check(opened) : undefined}
      .hasAsked=${isChecked}
      .open=${(address: NumberAddress, symbol: string) => this.descend(address, symbol)}
      .back=${(index: number) => this.ascend(index)}
      .ask=${() => this.remember({ checked: name })}
    ></number-focus>`;
  }

  private where(step: InsideStep): { readonly stops: readonly Stop[]; readonly index: number; readonly stop: Stop } {
    const stops = stopsOf(step);
    const index = indexOfStop(stops, this.memory.stop);
    return { stops, index, stop: stops[index]! };
  }

  /** Goes to a stop; before the first and behind the last lie those of the neighbouring steps. */
  private async go(index: number): Promise<void> {
    const { step, work } = this.#inside;
    if (step === undefined || work !== undefined) return;
    const stops = stopsOf(step);
    if (index < 0 && step.step === 1) return;
    const isOther = index < 0 || index >= stops.length;
    if (isOther && !(await this.#inside.move({ to: "step", step: step.step + (index < 0 ? -1 : 1) }))) return;
    const stop = index < 0 ? stops.at(-1)! : (stops[index] ?? stops[0]!);
    this.opened = [];
    this.remember({ stop: idOf(stop), ...(isOther ? { picked: undefined, checked: undefined } : {}) });
  }

  private async move(move: InsideMove): Promise<number> {
    this.opened = [];
    const isOther = await this.#inside.move(move);
    this.remember({ ...(move.to === "rows" ? {} : { picked: undefined }), ...(isOther ? { checked: undefined } : {}) });
    return this.#inside.step?.step ?? 0;
  }

  /** Looks at these rows of the CSV with the weights of the step; none are those of its batch. */
  private pickRows(rows: readonly number[]): void {
    this.remember({ picked: rows, row: 0 });
    void this.move({ to: "rows", rows });
  }

  private search(condition: string): void {
    this.remember({ condition });
    void this.move({ to: "condition", condition });
  }

  private look(): void {
    this.isLooking = !this.isLooking;
    if (this.isLooking) void this.updateComplete.then(() => this.renderRoot.querySelector("until-form")?.focus());
  }

  private leaveSearch(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    this.isLooking = false;
    this.focus();
  }

  private choose(place: Partial<Place>): void {
    this.opened = [];
    this.remember(place);
  }

  private walk({ rows, units }: Walk): void {
    const { step } = this.#inside;
    if (step === undefined) return;
    const { stop } = this.where(step);
    const count = unitCount(step, stop);
    const { row, unit } = this.memory;
    this.choose({
      row: within(Math.min(row, step.rows.length - 1) + rows, step.rows.length),
      unit: within(Math.min(unit, count - 1) + units, count),
    });
  }

  /**
   * A number that was pointed at: one of the stop's tensor comes into focus, any other is opened below the
   * one that is.
   */
  private pick(address: NumberAddress): void {
    const { step } = this.#inside;
    if (step === undefined) return;
    const { stop } = this.where(step);
    if (tensorKey(address.tensor) === tensorKey(tensorAt(step, stop, this.memory)) && stop.kind !== "loss") {
      this.choose(placeFor(step, stop, this.memory, address));
    } else if (isSame(address, rootAt(step, stop, this.memory))) this.opened = [];
    else this.opened = [{ address, symbol: "" }];
  }

  private descend(address: NumberAddress, symbol: string): void {
    this.opened = [...this.named(), { address, symbol }];
    this.#focusesNumber = true;
  }

  /** Up to a crumb: 0 is the stop's own number. */
  private ascend(index: number): void {
    this.opened = this.named().slice(0, index);
    this.#focusesNumber = true;
  }

  /** The crumbs with their symbols, which a number that was pointed at gets only from its explanation. */
  private named(): readonly Crumb[] {
    return this.opened.map(({ address, symbol }) => ({ address, symbol: symbol || (this.#inside.explanation(address)?.symbol ?? "") }));
  }

  private remember(change: Partial<InsideMemory> = {}): void {
    const step = this.#inside.step?.step;
    this.actions.remember(insideMemory, { ...change, ...(step === undefined ? {} : { step, of: this.#of }) });
  }

  /** Left and right lead through the stops, wherever no field and no list needs them. */
  private key(event: KeyboardEvent): void {
    const { step } = this.#inside;
    const target = event.composedPath()[0];
    if (step === undefined || !isPlain(event) || (target instanceof Element && target.matches("input, select"))) return;
    const { stops, index } = this.where(step);
    const wanted = { ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: stops.length - 1 }[event.key];
    if (wanted !== undefined) void this.go(wanted);
    else if ((event.key === "Escape" || event.key === "Backspace") && this.opened.length > 0) this.ascend(this.opened.length - 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  override focus(): void {
    this.#wantsFocus = true;
    this.requestUpdate();
  }
}

function within(index: number, count: number): number {
  return Math.max(0, Math.min(count - 1, index));
}

/** Units that can be chosen at a stop. */
function unitCount(step: InsideStep, stop: Stop): number {
  if ("layer" in stop) return step.layers[stop.layer]!.output.columns;
  return stop.kind === "batch" ? step.input.columns : 1;
}

declare global {
  interface HTMLElementTagNameMap {
    "inside-view": InsideView;
  }
}
