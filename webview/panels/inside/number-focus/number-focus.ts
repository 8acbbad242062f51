// One number in focus: the way to it as crumbs, what it is in a sentence, its value, and how it was computed,
// term by term. Every operand with an address is a button that goes one step further down.

import "../../../builder/layer-curve/layer-curve.ts";
import "@vscode-elements/elements/dist/vscode-button/index.js";
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { JsonLayer } from "../../../../src/model/edit.ts";
import type { NetworkHost } from "../../../../src/protocol/network-host.ts";
import type { Explanation, GradientCheck, InsideStep, NumberAddress } from "../../../../src/training/inside/types.ts";
import type { Actions } from "../../../actions.ts";
import { say, t } from "../../../shared/text.ts";
import { exact, figure } from "../inside-view/inside-words.ts";
import { keyOf } from "../inside-view/stops.ts";
import { calculationLine } from "./calculation.ts";
import { numberFocusStyles } from "./number-focus.styles.ts";

/** A number on the way down, the first of them the stop's own. */
export interface Crumb {
  readonly address: NumberAddress;
  readonly symbol: string;
}

@customElement("number-focus")
export class NumberFocus extends LitElement {
  static override styles = numberFocusStyles;

  @property({ attribute: false }) actions!: Actions<NetworkHost>;
  @property({ attribute: false }) step!: InsideStep;
  /** The layers of the document, for their curves. */
  @property({ attribute: false }) layers: readonly JsonLayer[] = [];
  @property({ attribute: false }) explanation: Explanation | undefined;
  /** The numbers above this one. */
  @property({ attribute: false }) trail: readonly Crumb[] = [];
  @property({ attribute: false }) check: GradientCheck | undefined;
  /** Whether the gradient is being checked, or was. */
  @property({ type: Boolean }) hasAsked = false;
  @property({ attribute: false }) open!: (address: NumberAddress, symbol: string) => void;
  /** Goes up to a crumb. */
  @property({ attribute: false }) back!: (index: number) => void;
  @property({ attribute: false }) ask!: () => void;
  /** The lines, by their index, of which every term is shown. */
  @state() private whole: ReadonlySet<string> = new Set();
  @query("h3") private heading!: HTMLElement | null;

  override render() {
    const { explanation } = this;
    if (explanation === undefined) return html`<p class="secondary late">${t("Computing…")}</p>`;
    const { symbol, value, about, lines, curve, address } = explanation;
    const layer = curve && this.layers[curve.layer];
    return html`
      ${this.crumbs(symbol)}
      <h3 tabindex="-1"><span class="code">${symbol}</span> = <span class="code value" title=${exact(value)}>${figure(value)}</span></h3>
      <p class="about">${say(about)}</p>
      ${lines.map((line, index) =>
        calculationLine(line, {
          step: this.step,
          open: this.open,
          isWhole: this.whole.has(`${keyOf(address)} ${index}`),
          showAll: () => (this.whole = new Set([...this.whole, `${keyOf(address)} ${index}`])),
        }),
      )}
      ${layer ? html`<layer-curve .actions=${this.actions} .layer=${layer} .mark=${curve}></layer-curve>` : nothing}
      ${address.tensor.of === "gradient" ? this.checked() : nothing}
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("check") && this.check) this.renderRoot.querySelector(".check")?.scrollIntoView({ block: "nearest" });
  }

  private crumbs(symbol: string): TemplateResult | typeof nothing {
    if (this.trail.length === 0) return nothing;
    return html`<nav aria-label=${t("The way to this number")}>
      ${this.trail.map(
        (crumb, index) =>
          html`<button class="code" @click=${() => this.back(index)}>${crumb.symbol}</button
            ><span aria-hidden="true" class="secondary">›</span>`,
      )}
      <span class="code" aria-current="location">${symbol}</span>
    </nav>`;
  }

  private checked(): TemplateResult {
    const { check } = this;
    if (!this.hasAsked)
      return html`<div class="check" data-target="inside-check">
        <vscode-button secondary icon="beaker" @click=${() => this.ask()}>${t("Check this gradient")}</vscode-button>
      </div>`;
    if (check === undefined) return html`<p class="check secondary" data-target="inside-check" role="status">${t("Computing…")}</p>`;
    const { gradient, difference, h, relative, note } = check;
    return html`<div class="check" data-target="inside-check" role="status">
      <dl>
        <dt>${t("Gradient")}</dt>
        <dd class="code">${exact(gradient)}</dd>
        <dt>(L(w + h) − L(w − h)) / 2h</dt>
        <dd class="code">${exact(difference)}</dd>
        <dt>h</dt>
        <dd class="code">${figure(h)}</dd>
        <dt>${t("Relative difference")}</dt>
        <dd class="code">${figure(relative)}</dd>
      </dl>
      ${note ? html`<p>${say(note)}</p>` : nothing}
    </div>`;
  }

  /** Puts the focus on the number, so that it is read. */
  override focus(): void {
    this.heading?.focus({ preventScroll: true });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "number-focus": NumberFocus;
  }
}
