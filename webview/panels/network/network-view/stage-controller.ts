// The window onto the network: what of it is seen, and the gestures that change that. The wheel moves, with
// Ctrl (as a pinch on a trackpad arrives) it zooms; a drag moves; until the person does either, everything
// fits that can be read, whatever size the window gets.

import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Point, Size } from "./network-layout.ts";
import { fitted, isWhole, opening, panned, revealing, underPoint, type Viewport, zoomed } from "./viewport.ts";

/** Pixels after which a press is a drag and no click. */
const SLOP = 4;
const STEP = 1.25;

export class StageController implements ReactiveController {
  room: Size = { width: 0, height: 0 };
  isMoving = false;
  readonly #host: ReactiveControllerHost;
  readonly #drawing: () => Size;
  /** Undefined as long as the person has not moved anything. */
  #own: Viewport | undefined;
  readonly #sizes = new ResizeObserver(([entry]) => {
    if (entry === undefined) return;
    const { width, height } = entry.contentRect;
    this.room = { width, height };
    this.#host.requestUpdate();
  });
  #stage: Element | undefined;

  constructor(host: ReactiveControllerHost, drawing: () => Size) {
    this.#host = host;
    this.#drawing = drawing;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.observe(undefined);
  }

  /** Follows the size of the element that is the window. */
  observe(stage: Element | undefined): void {
    if (stage === this.#stage) return;
    if (this.#stage) this.#sizes.unobserve(this.#stage);
    if (stage) this.#sizes.observe(stage);
    this.#stage = stage;
  }

  get viewport(): Viewport {
    return this.#own ?? opening(this.#drawing(), this.room);
  }

  fit(): void {
    const [whole, first] = [fitted(this.#drawing(), this.room), opening(this.#drawing(), this.room)];
    // If both are the same, it goes on to fit when the window gets another size.
    this.#set(whole.scale === first.scale ? undefined : whole);
  }

  /** One step in (1) or out (−1), around the middle. */
  zoom(direction: 1 | -1): void {
    this.#set(zoomed(this.viewport, STEP ** direction, { x: this.room.width / 2, y: this.room.height / 2 }));
  }

  pan(dx: number, dy: number): void {
    this.#set(panned(this.viewport, dx, dy));
  }

  /** Brings a place of the drawing into view. */
  reveal(point: Point): void {
    if (!isWhole(this.viewport, this.#drawing(), this.room)) this.#set(revealing(this.viewport, point, this.room));
  }

  /** The place of the drawing under the pointer. */
  under(event: MouseEvent): Point {
    return underPoint(this.viewport, pointOf(event));
  }

  wheel(event: WheelEvent): void {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    if (event.ctrlKey || event.metaKey) this.#set(zoomed(this.viewport, Math.exp((-event.deltaY * unit) / 200), pointOf(event)));
    else if (event.shiftKey && event.deltaX === 0) this.pan(-event.deltaY * unit, 0);
    else this.pan(-event.deltaX * unit, -event.deltaY * unit);
  }

  /** Begins a drag; `click` is what a press without one means. */
  grab(event: PointerEvent, click: () => void): void {
    if (event.button !== 0) return;
    const stage = event.currentTarget as HTMLElement;
    const listening = new AbortController();
    const { signal } = listening;
    let last: Point = { x: event.clientX, y: event.clientY };
    const start = last;
    stage.setPointerCapture(event.pointerId);
    stage.addEventListener(
      "pointermove",
      (move) => {
        this.isMoving ||= Math.hypot(move.clientX - start.x, move.clientY - start.y) > SLOP;
        if (this.isMoving) this.pan(move.clientX - last.x, move.clientY - last.y);
        last = { x: move.clientX, y: move.clientY };
      },
      { signal },
    );
    const end = (isClick: boolean): void => {
      listening.abort();
      if (isClick && !this.isMoving) click();
      this.isMoving = false;
      this.#host.requestUpdate();
    };
    stage.addEventListener("pointerup", () => end(true), { signal });
    stage.addEventListener("lostpointercapture", () => end(false), { signal });
  }

  #set(viewport: Viewport | undefined): void {
    this.#own = viewport;
    this.#host.requestUpdate();
  }
}

/** Where an event happened, in pixels of the stage. */
function pointOf(event: MouseEvent): Point {
  const { left, top } = (event.currentTarget as Element).getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}
