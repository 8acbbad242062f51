// Dragging with Pointer Events: mouse, pen and touch, across shadow roots, because the list it drops on is
// asked for its rows. It knows nothing of layers: an item is lifted, is over a gap of the list, outside of it
// or outside of the window, and is dropped.

import type { ReactiveController, ReactiveControllerHost } from "lit";

/** Pixels a pointer moves before a press is a drag. */
const THRESHOLD = 4;
/** Pixels from the scroller's edge in which it scrolls by itself, and how far per frame. */
const EDGE = 32;
const STEP = 8;
/** The lifted item is held at most this far from its left edge, so that its name stays in sight. */
const GRIP = 160;

/** What the items are dropped on. */
export interface DropTarget {
  /** The element that scrolls and in whose bounds an item is inside. */
  readonly scroller: HTMLElement;
  /** The rows in order, as they lie when the drag starts. */
  readonly rows: readonly HTMLElement[];
  /** What each gap between them stands for, one more than there are rows. */
  readonly gaps: readonly number[];
}

export interface Drag<Item> {
  readonly item: Item;
  /** Over which of the target's gaps. Undefined outside of the list. */
  readonly gap: number | undefined;
  /** Whether Alt is held: what is dragged stays, and a copy is dropped. */
  readonly copies: boolean;
  /** Where the pointer took hold of the item, and the width of what it took. */
  readonly hold: { readonly x: number; readonly y: number; readonly width: number };
}

export interface DragOptions<Item> {
  target(): DropTarget | undefined;
  /** The lifted item, drawn by the host while `drag` is set. */
  ghost(): HTMLElement | undefined;
  drop(drag: Drag<Item>): void;
}

function swallow(event: Event): void {
  event.stopImmediatePropagation();
}

export class DragController<Item> implements ReactiveController {
  /** The drag that is going on. */
  drag: Drag<Item> | undefined;
  readonly #host: ReactiveControllerHost;
  readonly #options: DragOptions<Item>;
  #listening: AbortController | undefined;
  #pointer = { x: 0, y: 0 };
  #middles: readonly number[] = [];
  #frame = 0;

  constructor(host: ReactiveControllerHost, options: DragOptions<Item>) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.cancel();
  }

  hostUpdated(): void {
    this.#placeGhost();
  }

  /**
   * To be called on `pointerdown`. By touch only an element with the class `handle` takes hold, so that the
   * rest still scrolls.
   */
  press(event: PointerEvent, item: Item): void {
    const source = event.currentTarget as HTMLElement;
    const isHandle = event.composedPath().some((node) => node instanceof Element && node.classList.contains("handle"));
    if (event.button !== 0 || this.#listening || (event.pointerType === "touch" && !isHandle)) return;
    const box = source.getBoundingClientRect();
    const start = { x: event.clientX, y: event.clientY };
    const hold = { x: start.x - box.left, y: start.y - box.top, width: box.width };
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    source.setPointerCapture(event.pointerId);
    source.addEventListener("pointermove", (move) => this.#move(move, start, item, hold), { signal });
    source.addEventListener("pointerup", () => this.#release(), { signal });
    source.addEventListener("pointercancel", () => this.cancel(), { signal });
    source.addEventListener("lostpointercapture", () => this.cancel(), { signal });
    window.addEventListener("keydown", (key) => this.#key(key), { signal, capture: true });
    window.addEventListener("keyup", (key) => this.#key(key), { signal, capture: true });
    window.addEventListener("blur", () => this.cancel(), { signal });
  }

  /** Ends the drag; nothing is dropped. */
  cancel(): void {
    this.#listening?.abort();
    this.#listening = undefined;
    cancelAnimationFrame(this.#frame);
    if (this.drag === undefined) return;
    this.drag = undefined;
    this.#host.requestUpdate();
  }

  #key(event: KeyboardEvent): void {
    if ((event.key !== "Escape" && event.key !== "Alt") || this.drag === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Alt") this.#update({ ...this.drag, copies: event.type === "keydown" });
    else if (event.type === "keydown") this.cancel();
  }

  #move(event: PointerEvent, start: { x: number; y: number }, item: Item, hold: Drag<Item>["hold"]): void {
    this.#pointer = { x: event.clientX, y: event.clientY };
    if (this.drag === undefined) {
      if (Math.hypot(event.clientX - start.x, event.clientY - start.y) < THRESHOLD) return;
      const target = this.#options.target();
      const scroll = target?.scroller.scrollTop ?? 0;
      // Measured once: the rows part while the item is over them, and would run away from the pointer.
      this.#middles = (target?.rows ?? []).map((row) => {
        const { top, height } = row.getBoundingClientRect();
        return top + height / 2 + scroll;
      });
      this.#frame = requestAnimationFrame(() => this.#scroll());
    }
    this.#update({ item, gap: this.#gap(), copies: event.altKey, hold });
  }

  #update(drag: Drag<Item>): void {
    const hasChanged = this.drag === undefined || this.drag.gap !== drag.gap || this.drag.copies !== drag.copies;
    this.drag = drag;
    if (hasChanged) this.#host.requestUpdate();
    else this.#placeGhost();
  }

  #gap(): number | undefined {
    const target = this.#options.target();
    if (target === undefined) return undefined;
    const { x, y } = this.#pointer;
    const box = target.scroller.getBoundingClientRect();
    if (x < box.left || x > box.right || y < box.top || y > box.bottom) return undefined;
    return target.gaps[this.#middles.filter((middle) => middle < y + target.scroller.scrollTop).length];
  }

  /** Scrolls the list while the item is near its upper or lower edge. */
  #scroll(): void {
    const { drag } = this;
    const scroller = this.#options.target()?.scroller;
    if (drag === undefined || scroller === undefined) return;
    const box = scroller.getBoundingClientRect();
    const { y } = this.#pointer;
    const before = scroller.scrollTop;
    if (drag.gap !== undefined) scroller.scrollTop += y < box.top + EDGE ? -STEP : y > box.bottom - EDGE ? STEP : 0;
    if (scroller.scrollTop !== before) this.#update({ ...drag, gap: this.#gap() });
    this.#frame = requestAnimationFrame(() => this.#scroll());
  }

  #release(): void {
    const { drag } = this;
    const { x, y } = this.#pointer;
    const isInWindow = x >= 0 && y >= 0 && x <= window.innerWidth && y <= window.innerHeight;
    this.cancel();
    if (drag === undefined) return;
    // The click that follows the release is the drag's end, not a click.
    window.addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => window.removeEventListener("click", swallow, { capture: true }));
    if (isInWindow) this.#options.drop(drag);
  }

  #placeGhost(): void {
    if (this.drag === undefined) return;
    const { hold } = this.drag;
    const ghost = this.#options.ghost();
    ghost?.style.setProperty("width", `${hold.width}px`);
    const left = Math.max(4, this.#pointer.x - Math.min(hold.x, GRIP));
    ghost?.style.setProperty("transform", `translate(${left}px, ${this.#pointer.y - hold.y}px)`);
  }
}
