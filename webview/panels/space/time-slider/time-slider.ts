// A slider over the remembered moments of a run, and a button that plays them as a film.

import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { baseStyles } from "../../../shared/styles/base.ts";
import { sliderStyles } from "../../../shared/styles/slider.ts";
import { formatCount } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";

@customElement("time-slider")
export class TimeSlider extends LitElement {
  static override styles = [
    baseStyles,
    sliderStyles,
    css`
      :host {
        align-items: center;
        border-top: 1px solid var(--vscode-widget-border, var(--vscode-panel-border));
        display: flex;
        flex: none;
        gap: 8px;
        padding: 4px 12px;
      }
      input {
        flex: 1;
        min-width: 48px;
      }
      output {
        flex: none;
        font-size: 12px;
        min-width: 96px;
        text-align: end;
      }
    `,
  ];

  /** Remembered epochs, ascending. */
  @property({ attribute: false }) epochs: readonly number[] = [];
  /** The one that is looked at; undefined for the present weights. */
  @property({ attribute: false }) epoch: number | undefined;
  /** Whether the weights go on moving behind the last moment. */
  @property({ type: Boolean }) isLive = false;
  @property({ type: Boolean }) isPlaying = false;
  /** How far a film is that is being made, 0 … 1; undefined if none is. */
  @property({ attribute: false }) saving: number | undefined;

  override render(): TemplateResult {
    const { places, place } = this;
    const text = this.textAt(place);
    return html`<vscode-toolbar-button
        icon=${this.isPlaying ? "debug-pause" : "play"}
        label=${this.isPlaying ? t("Pause the film") : t("Play the run as a film")}
        title=${this.isPlaying ? t("Pause the film") : t("Play the run as a film")}
        @click=${() => this.dispatchEvent(new CustomEvent("play"))}
      ></vscode-toolbar-button>
      <input
        type="range"
        min="0"
        max=${Math.max(0, places - 1)}
        step="1"
        .value=${String(place)}
        ?disabled=${places < 2}
        aria-label=${t("Moment of the run")}
        aria-valuetext=${text}
        @input=${(event: Event) => this.go(Number((event.target as HTMLInputElement).value))}
      />
      <output class="code" aria-live="off">${text}</output>
      <vscode-toolbar-button
        icon=${this.saving === undefined ? "device-camera-video" : "stop-circle"}
        label=${this.saving === undefined ? t("Save the film as GIF…") : t("Stop saving")}
        title=${this.saving === undefined ? t("Save the film as GIF…") : t("Stop saving")}
        @click=${() => this.dispatchEvent(new CustomEvent("save"))}
      ></vscode-toolbar-button>
      ${
        this.saving === undefined
          ? nothing
          : html`<progress max="1" value=${this.saving} aria-label=${t("The film is being made")}></progress>`
      }`;
  }

  /** Stops on the slider: the moments, and the present weights behind them. */
  private get places(): number {
    return this.epochs.length + (this.isLive ? 1 : 0);
  }

  private get place(): number {
    const at = this.epoch === undefined ? -1 : this.epochs.indexOf(this.epoch);
    return at < 0 ? Math.max(0, this.places - 1) : at;
  }

  private textAt(place: number): string {
    const epoch = this.epochs[place];
    return epoch === undefined ? t("now") : t("Epoch {0}", formatCount(epoch));
  }

  private go(place: number): void {
    const isLast = place >= this.places - 1;
    this.dispatchEvent(new CustomEvent<number | null>("moment", { detail: isLast ? null : (this.epochs[place] ?? null) }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "time-slider": TimeSlider;
  }
}
