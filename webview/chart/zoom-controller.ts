// The gestures on the epochs of one chart or of several that show the same ones. Ctrl and the wheel (as a
// pinch on a trackpad arrives) zoom, Shift and the wheel move; the wheel alone scrolls the page. A drag
// selects what is shown next, with Shift it moves; a double click shows everything.

import type { ReactiveController, ReactiveControllerHost } from "lit";
import { between, type EpochAxis, followed, panned, type Range, revealed, zoomed } from "./zoom.ts";

/** What the gestures need to know of the chart. */
export interface ZoomedChart {
  /** Pixels of the canvas between which the curve is drawn. */
  readonly plot: Range;
  /** The epoch, with its fraction, at a pixel of the canvas. */
  epochAt(offset: number): number;
  /** Marks what is being selected, in pixels of the canvas. */
  select(range: Range | undefined): void;
}

/** Pixels after which a press is a drag and no click. */
const SLOP = 4;
const STEP = 1.5;
const STRIDE = 0.2;

export class ZoomController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #axis: EpochAxis = { whole: [1, 1], isLog: false };
  /** Undefined if everything is shown. */
  #window: Range | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {}

  /** The epochs that are shown; undefined if all are. */
  get window(): Range | undefined {
    return this.#window;
  }

  /** Takes the epochs that there are now; the window stays, or goes along at the right edge. */
  follow(axis: EpochAxis): void {
    this.#window = this.#window && followed(this.#window, this.#axis.whole, axis.whole);
    this.#axis = axis;
  }

  reset(): void {
    this.#set(undefined);
  }

  /** Brings an epoch into the window. */
  reveal(epoch: number): void {
    if (this.#window) this.#set(revealed(this.#window, epoch));
  }

  wheel(event: WheelEvent, chart: ZoomedChart): void {
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      this.#set(zoomed(this.#shown, Math.exp((-event.deltaY * unit) / 200), shareOf(chart, event.offsetX), this.#axis));
      return;
    }
    const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
    if (this.#window === undefined || Math.abs(sideways) < Math.abs(event.shiftKey ? 0 : event.deltaY) || sideways === 0) return;
    event.preventDefault();
    this.#pan((sideways * unit) / widthOf(chart));
  }

  /** @returns whether the key was one of these */
  key({ key, shiftKey }: KeyboardEvent): boolean {
    const act = {
      "+": () => this.#zoom(STEP),
      "=": () => this.#zoom(STEP),
      "-": () => this.#zoom(1 / STEP),
      _: () => this.#zoom(1 / STEP),
      "0": () => this.reset(),
      ...(shiftKey ? { ArrowLeft: () => this.#pan(-STRIDE), ArrowRight: () => this.#pan(STRIDE) } : {}),
    }[key];
    act?.();
    return act !== undefined;
  }

  /** Begins a drag. */
  grab(event: PointerEvent, chart: ZoomedChart): void {
    if (event.button !== 0) return;
    const canvas = event.currentTarget as HTMLElement;
    const { offsetX: start, shiftKey: moves } = event;
    const window = this.#shown;
    const listening = new AbortController();
    const { signal } = listening;
    let selected: Range | undefined;
    canvas.setPointerCapture(event.pointerId);
    canvas.addEventListener(
      "pointermove",
      ({ offsetX }) => {
        if (selected === undefined && Math.abs(offsetX - start) <= SLOP) return;
        const [left, right] = chart.plot;
        selected = [start, Math.max(left, Math.min(offsetX, right))];
        if (!moves) chart.select(selected);
        else if (this.#window) this.#set(panned(window, (start - offsetX) / widthOf(chart), this.#axis));
      },
      { signal },
    );
    const end = (isDone: boolean): void => {
      listening.abort();
      chart.select(undefined);
      if (isDone && selected && !moves) this.#set(between(chart.epochAt(selected[0]), chart.epochAt(selected[1]), this.#axis));
    };
    canvas.addEventListener("pointerup", () => end(true), { signal });
    canvas.addEventListener("lostpointercapture", () => end(false), { signal });
  }

  get #shown(): Range {
    return this.#window ?? this.#axis.whole;
  }

  /** Around the middle; at the right edge around it, so that the newest epoch stays in sight. */
  #zoom(factor: number): void {
    const share = this.#window === undefined || this.#window[1] < this.#axis.whole[1] ? 0.5 : 1;
    this.#set(zoomed(this.#shown, factor, share, this.#axis));
  }

  #pan(share: number): void {
    if (this.#window) this.#set(panned(this.#window, share, this.#axis));
  }

  #set(window: Range | undefined): void {
    this.#window = window;
    this.#host.requestUpdate();
  }
}

function widthOf({ plot: [left, right] }: ZoomedChart): number {
  return Math.max(1, right - left);
}

function shareOf(chart: ZoomedChart, offset: number): number {
  return Math.max(0, Math.min(1, (offset - chart.plot[0]) / widthOf(chart)));
}
