// The ranges along the axes, above their lines: a drag makes one, at its ends another of it, in its middle
// moves it, a click takes it away. Each end is a slider as well, which keys move from value to value; one of
// them is reached with Tab, the arrow keys to the side reach the others.

import { nothing, svg, type SVGTemplateResult } from "lit";
import { isPlain } from "../../../shared/controllers/keys.ts";
import { type AxisRange, isNumbers, type RangeName, type Ranges } from "../sweep-ranges.ts";
import { t } from "../../../shared/text.ts";
import { type End, type ParallelAxis, reachOf, spanOf, stepped } from "./parallel-layout.ts";

/** An axis where it stands. */
export interface PositionedAxis {
  readonly name: RangeName;
  readonly title: string;
  readonly axis: ParallelAxis;
  readonly textOf: (value: number | string) => string;
  /** In pixels. */
  readonly x: number;
}

/** What the ranges are drawn in and told to. */
export interface RangesHost {
  ranges(): Ranges;
  /** The pixels of a place. */
  y(position: number): number;
  /** The place of a pixel. */
  positionAt(y: number): number;
  /** @param isDone false while the pointer still moves */
  change(name: RangeName, range: AxisRange | undefined, isDone: boolean): void;
  requestUpdate(): void;
}

interface Drag {
  readonly name: RangeName;
  /** Where the pointer went down, in pixels. */
  readonly from: number;
  readonly before: AxisRange | undefined;
  /** The place that stays; absent if the whole range moves. */
  readonly fixed: number | undefined;
  readonly span: readonly [number, number];
  readonly axis: ParallelAxis;
  hasMoved: boolean;
}

/** Pixels: half the width of what takes a pointer, what is an end of a range, and what is no drag yet. */
const [REACH, EDGE, STILL] = [10, 6, 3];
/** Pixels that a range stands over its outermost values, so that one value is a range too. */
const PAD = 5;
const ENDS: readonly End[] = [0, 1];
/** Values that a page is, as a share of all. */
const PAGE = 0.1;

export class AxisRanges {
  readonly #host: RangesHost;
  #drag: Drag | undefined;
  /** The slider that Tab reaches. */
  #reached = "";

  constructor(host: RangesHost) {
    this.#host = host;
  }

  render(axes: readonly PositionedAxis[]): SVGTemplateResult {
    const keys = axes.flatMap(({ name }) => ENDS.map((end) => keyOf(name, end)));
    const reached = keys.includes(this.#reached) ? this.#reached : keys[0];
    return svg`${axes.map((axis) => this.#axis(axis, reached, keys))}`;
  }

  #axis(placed: PositionedAxis, reached: string | undefined, keys: readonly string[]): SVGTemplateResult {
    const { name, axis, x } = placed;
    const range = this.#host.ranges()[name];
    const span = range && spanOf(axis, range);
    const [top, bottom] = [this.#host.y(1) - PAD, this.#host.y(0) + PAD];
    const [low, high] = span ? [this.#host.y(span[0]) + PAD, this.#host.y(span[1]) - PAD] : [bottom, top];
    return svg`
      ${span ? svg`<rect class="range" x=${x - 6} y=${high} width="12" height=${low - high}></rect>` : nothing}
      <rect
        class=${`band ${span ? "ranged" : ""}`}
        data-axis=${name}
        x=${x - REACH}
        y=${top - REACH}
        width=${2 * REACH}
        height=${bottom - top + 2 * REACH}
        @pointerdown=${(event: PointerEvent) => this.#down(event, placed)}
        @pointermove=${(event: PointerEvent) => this.#move(event)}
        @pointerup=${() => this.#up()}
        @pointercancel=${() => this.#cancel()}
      ></rect>
      ${ENDS.map((end) => this.#slider(placed, end, end === 0 ? low : high, reached, keys))}
    `;
  }

  #slider(placed: PositionedAxis, end: End, y: number, reached: string | undefined, keys: readonly string[]): SVGTemplateResult {
    const { name, title, axis, textOf, x } = placed;
    const range = this.#host.ranges()[name];
    const at = reachOf(axis, range)[end];
    const told = range && isNumbers(range) ? range[end] : axis.values[at];
    const key = keyOf(name, end);
    return svg`<rect
      class=${`end ${range ? "set" : ""}`}
      role="slider"
      aria-orientation="vertical"
      aria-label=${end === 0 ? t("{0}, from", title) : t("{0}, to", title)}
      aria-valuemin="0"
      aria-valuemax=${axis.values.length - 1}
      aria-valuenow=${at}
      aria-valuetext=${told === undefined ? "" : textOf(told)}
      data-end=${key}
      tabindex=${key === reached ? 0 : -1}
      x=${x - 8}
      y=${y - 2}
      width="16"
      height="4"
      @focus=${() => {
        this.#reached = key;
        this.#host.requestUpdate();
      }}
      @keydown=${(event: KeyboardEvent) => this.#key(event, placed, end, keys)}
    ></rect>`;
  }

  #key(event: KeyboardEvent, { name, axis }: PositionedAxis, end: End, keys: readonly string[]): void {
    if (!isPlain(event)) return;
    const range = this.#host.ranges()[name];
    const many = axis.values.length;
    const page = Math.max(1, Math.round(many * PAGE));
    const by = { ArrowUp: 1, ArrowDown: -1, PageUp: page, PageDown: -page, Home: -many, End: many }[event.key];
    const aside = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by !== undefined) this.#host.change(name, stepped(axis, range, end, by), true);
    else if (event.key === "Delete" || event.key === "Backspace") this.#host.change(name, undefined, true);
    else if (aside !== undefined) focusEnd(event.currentTarget as Element, keys[keys.indexOf(keyOf(name, end)) + aside]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #down(event: PointerEvent, { name, axis }: PositionedAxis): void {
    if (event.button !== 0) return;
    event.preventDefault();
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    const before = this.#host.ranges()[name];
    const position = this.#host.positionAt(event.offsetY);
    const [low, high] = before ? spanOf(axis, before) : [position, position];
    const [lowAt, highAt] = [this.#host.y(low) + PAD, this.#host.y(high) - PAD];
    const isInside = before !== undefined && event.offsetY > highAt - EDGE && event.offsetY < lowAt + EDGE;
    // Of a range the other end stays if one is taken hold of; in its middle both go along.
    const fixed = !isInside ? position : event.offsetY < highAt + EDGE ? low : event.offsetY > lowAt - EDGE ? high : undefined;
    this.#drag = { name, from: event.offsetY, before, fixed, span: [low, high], axis, hasMoved: false };
  }

  #move(event: PointerEvent): void {
    const drag = this.#drag;
    if (drag === undefined) return;
    if (Math.abs(event.offsetY - drag.from) > STILL) drag.hasMoved = true;
    if (!drag.hasMoved) return;
    const position = this.#host.positionAt(event.offsetY);
    if (drag.fixed !== undefined) {
      this.#host.change(drag.name, drag.axis.between(drag.fixed, position), false);
      return;
    }
    const [low, high] = drag.span;
    const by = Math.max(-low, Math.min(position - this.#host.positionAt(drag.from), 1 - high));
    this.#host.change(drag.name, drag.axis.between(low + by, high + by), false);
  }

  #up(): void {
    const drag = this.#drag;
    this.#drag = undefined;
    if (drag) this.#host.change(drag.name, drag.hasMoved ? this.#host.ranges()[drag.name] : undefined, true);
  }

  #cancel(): void {
    const drag = this.#drag;
    this.#drag = undefined;
    if (drag) this.#host.change(drag.name, drag.before, true);
  }
}

function keyOf(name: RangeName, end: End): string {
  return `${name} ${end}`;
}

function focusEnd(own: Element, key: string | undefined): void {
  const root = own.getRootNode() as ShadowRoot;
  if (key !== undefined) root.querySelector<SVGElement>(`[data-end="${key}"]`)?.focus();
}
