// The place of a live figure in a step's text: loads its element, hands it what it needs and tells what it
// reports.

import { css, html, LitElement, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Figure } from "../../../src/lessons/figures.ts";
import type { FigureHost } from "../../../src/protocol/figure-host.ts";
import { baseStyles } from "../../shared/styles/base.ts";
import { t } from "../../shared/text.ts";
import { elementOf, type FigureChange, type FigureElement, loadFigure } from "../figures/registry.ts";

@customElement("lesson-figure")
export class LessonFigure extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
        min-width: 0;
      }
    `,
  ];

  @property({ attribute: false }) figure!: Figure;
  @property({ attribute: false }) value: number | undefined;
  @property({ attribute: false }) ask!: FigureHost["askFigure"];
  @property({ type: Number }) version = 0;
  @property({ attribute: false }) tell!: (id: string, value: number) => void;
  /** The figure's element, once it is loaded. */
  @state() private element: FigureElement | undefined;
  @state() private isMissing = false;
  #loaded: string | undefined;

  override render() {
    if (this.isMissing) return html`<p class="secondary">${t("This figure is not known to this version of Perceptron.")}</p>`;
    return this.element ?? html`<p class="secondary late">${t("Loading the figure…")}</p>`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { type, id } = this.figure;
    if (changed.has("figure") && this.#loaded !== `${type} ${id}`) void this.#load(this.figure);
    this.#fill();
  }

  async #load({ type, id }: Figure): Promise<void> {
    const own = `${type} ${id}`;
    this.#loaded = own;
    this.element = undefined;
    const load = Object.hasOwn(loadFigure, type) ? loadFigure[type] : undefined;
    this.isMissing = load === undefined;
    await load?.();
    if (load === undefined || this.#loaded !== own) return;
    this.element = document.createElement(elementOf(type)) as FigureElement;
    this.element.addEventListener("figure-change", (event) => this.tell(this.figure.id, (event as FigureChange).detail));
  }

  #fill(): void {
    if (this.element === undefined) return;
    const { figure, value, ask, version } = this;
    Object.assign(this.element, { id: figure.id, options: figure.options, value, ask, version });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lesson-figure": LessonFigure;
  }
}
