// A plane on a canvas: as sharp as the screen, in the theme's colours, with a cursor that goes from row to
// row by pointer or arrow keys and says what is there.

import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { isPlain } from "../../../shared/controllers/keys.ts";
import { baseStyles } from "../../../shared/styles/base.ts";
import { t } from "../../../shared/text.ts";
import { paintPlane } from "./paint-plane.ts";
import { layOutPlane, nearestOf, neighbourOf, type Plane, type PlaneLayout, spots } from "./plane.ts";
import { themeOf } from "./theme.ts";

/** Pixels around a row in which the pointer is on it. */
const NEAR = 14;
const arrows = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" } as const;

@customElement("plane-picture")
export class PlanePicture extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
        min-width: 0;
        position: relative;
      }
      canvas {
        display: block;
        height: 100%;
        left: 0;
        position: absolute;
        top: 0;
        width: 100%;
      }
      canvas.chosen {
        cursor: pointer;
      }
    `,
  ];

  @property({ attribute: false }) plane: Plane | undefined;
  @property() label = "";
  /** What Enter or a click on a spot does; absent if nothing. */
  @property({ attribute: false }) choose: ((index: number) => void) | undefined;
  @property() hint = "";
  @state() private cursor: number | undefined;
  @state() private spoken = "";
  @query("canvas") private canvas!: HTMLCanvasElement;
  #size = { width: 0, height: 0 };
  #sizes: ResizeObserver | undefined;
  #themes: MutationObserver | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes = new ResizeObserver(() => this.#resize());
    this.#sizes.observe(this);
    this.#themes = new MutationObserver(() => this.#paint());
    for (const root of [document.documentElement, document.body]) {
      this.#themes.observe(root, { attributes: true, attributeFilter: ["style", "class", "data-theme", "data-vscode-theme-kind"] });
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes?.disconnect();
    this.#themes?.disconnect();
  }

  override render() {
    return html`<canvas
        class=${this.choose && this.cursor !== undefined ? "chosen" : ""}
        role="application"
        aria-roledescription=${t("chart")}
        tabindex="0"
        aria-label=${this.label}
        aria-description=${this.hint || nothing}
        @pointermove=${(event: PointerEvent) => this.#point(event)}
        @pointerleave=${() => this.#go(undefined)}
        @blur=${() => this.#go(undefined)}
        @click=${() => this.#choose()}
        @keydown=${(event: KeyboardEvent) => this.#key(event)}
      ></canvas>
      <div class="unseen" role="status">${this.spoken}</div>`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("plane") && this.plane && this.cursor !== undefined && this.cursor >= spots(this.plane).length) this.cursor = undefined;
  }

  protected override updated(_changed: PropertyValues<this>): void {
    this.#paint();
  }

  #resize(): void {
    const { width, height } = this.getBoundingClientRect();
    if (width === this.#size.width && height === this.#size.height) return;
    this.#size = { width, height };
    this.#paint();
  }

  get #layout(): PlaneLayout | undefined {
    return this.plane && layOutPlane(this.plane, this.#size.width, this.#size.height);
  }

  #paint(): void {
    const { width, height } = this.#size;
    if (this.plane === undefined || width < 1 || height < 1) return;
    const density = window.devicePixelRatio || 1;
    const [across, down] = [Math.round(width * density), Math.round(height * density)];
    if (this.canvas.width !== across || this.canvas.height !== down) [this.canvas.width, this.canvas.height] = [across, down];
    const context = this.canvas.getContext("2d")!;
    context.setTransform(density, 0, 0, density, 0, 0);
    paintPlane(context, this.plane, themeOf(this), width, height, this.cursor);
  }

  #point({ offsetX, offsetY }: PointerEvent): void {
    const layout = this.#layout;
    this.#go(layout && nearestOf(this.plane!, layout, offsetX, offsetY, NEAR));
  }

  #key(event: KeyboardEvent): void {
    if (!isPlain(event)) return;
    const direction = arrows[event.key as keyof typeof arrows];
    const layout = this.#layout;
    if (direction !== undefined && layout) {
      const next = neighbourOf(this.plane!, layout, this.cursor, direction);
      this.#go(next);
      this.spoken = next === undefined ? "" : spots(this.plane!)[next]!.text;
    } else if (event.key === "Enter" || event.key === " ") {
      this.#choose();
    } else {
      return;
    }
    event.preventDefault();
  }

  #choose(): void {
    if (this.cursor !== undefined) this.choose?.(this.cursor);
  }

  #go(cursor: number | undefined): void {
    if (cursor === this.cursor) return;
    this.cursor = cursor;
    if (cursor === undefined) this.spoken = "";
    const text = cursor === undefined || this.plane === undefined ? "" : (spots(this.plane)[cursor]?.text ?? "");
    this.dispatchEvent(new CustomEvent<string>("reading", { detail: text }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "plane-picture": PlanePicture;
  }
}
