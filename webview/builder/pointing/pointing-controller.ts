// Points at something: opens what hides it, scrolls to it, and draws an outline around it that follows it for
// some seconds. A press or Escape takes the outline away.

import type { ReactiveController, ReactiveControllerHost } from "lit";
import { findTarget, nameOfTarget } from "./find-target.ts";
import { layAround } from "./pointed-outline.ts";
import { standIn, type Way, wayTo } from "./ways.ts";
import type { ViewState } from "../../view-state.ts";

/** Milliseconds that an outline stays. */
const STAY = 5000;
/** Milliseconds that a panel may take to load and to ask what it shows, and between two looks. */
const PATIENCE = 4000;
const LOOK = 50;

export interface PointingPorts {
  readonly root: () => ParentNode;
  /** The element that is laid around it. */
  readonly outline: () => HTMLElement | null;
  readonly view: () => ViewState;
  readonly open: (way: Way) => Promise<unknown>;
  /** Where the target is, or undefined if it is not on the page. */
  readonly tell: (name: string | undefined) => void;
}

export class PointingController implements ReactiveController {
  readonly #ports: PointingPorts;
  #listening: AbortController | undefined;
  #frame = 0;
  /** Counts the requests, so that a later one ends the search of an earlier. */
  #asked = 0;

  constructor(host: ReactiveControllerHost, ports: PointingPorts) {
    this.#ports = ports;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.stop();
  }

  /** Outlines a target, or what stands for it while it is not there. */
  async point(target: string): Promise<void> {
    this.stop();
    const asked = ++this.#asked;
    const { view, open, tell } = this.#ports;
    await open(wayTo(target, view()));
    const element = await this.#find(target, asked);
    if (asked !== this.#asked) return;
    const other = standIn(target);
    if (element === undefined && other !== undefined) return this.point(other);
    tell(element && nameOfTarget(element));
    if (element) this.#outline(element);
  }

  /** Takes the outline away. */
  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#listening?.abort();
    const outline = this.#ports.outline();
    if (outline) outline.hidden = true;
  }

  async #find(target: string, asked: number): Promise<HTMLElement | undefined> {
    for (let waited = 0; asked === this.#asked; waited += LOOK) {
      const element = findTarget(this.#ports.root(), target);
      if (element || waited >= (isLoaded(target) ? PATIENCE : LOOK)) return element;
      await new Promise((resolve) => setTimeout(resolve, LOOK));
    }
    return undefined;
  }

  #outline(element: HTMLElement): void {
    element.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const timer = setTimeout(() => this.stop(), STAY);
    signal.addEventListener("abort", () => clearTimeout(timer));
    window.addEventListener("pointerdown", () => this.stop(), { capture: true, signal });
    window.addEventListener("keydown", ({ key }) => key === "Escape" && this.stop(), { capture: true, signal });
    this.#follow(element);
  }

  /** The outline moves with what it is around. */
  #follow(element: HTMLElement): void {
    const outline = this.#ports.outline();
    if (outline) {
      outline.hidden = !element.isConnected;
      layAround(outline, element);
    }
    this.#frame = requestAnimationFrame(() => this.#follow(element));
  }
}

/** Whether it lies in a panel that is loaded when it is opened, or in a drawer that moves in. */
function isLoaded(target: string): boolean {
  return /^(inside-|boundary-|time-|sweep-|evaluate-|setting|card-setting|data-split)/.test(target);
}
