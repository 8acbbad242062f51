// A chart on a canvas of an element: its library comes with the first canvas, another canvas gets another
// chart, and each follows the theme.

import type { ReactiveController, ReactiveControllerHost } from "lit";

export interface Chart {
  readonly canvas: HTMLCanvasElement;
  /** Takes the theme's colours again. */
  recolour(): void;
  destroy(): void;
}

export interface ChartOptions<C extends Chart> {
  /** The canvas to draw on, after the element was rendered; null if there is none. */
  canvas(): HTMLCanvasElement | null;
  /** Fetches the library, and says how a chart is made with it. */
  load(): Promise<(canvas: HTMLCanvasElement) => C>;
  /** Gives the chart what it draws; called after each update of the element. */
  show(chart: C): void;
  /** A chart is gone. */
  dropped?(): void;
}

export class ChartController<C extends Chart> implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  readonly #options: ChartOptions<C>;
  #chart: C | undefined;
  #themes: MutationObserver | undefined;

  constructor(host: ReactiveControllerHost & Element, options: ChartOptions<C>) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  /** Undefined while there is no canvas, and until the library is there. */
  get chart(): C | undefined {
    return this.#chart;
  }

  hostConnected(): void {
    // VS Code changes the theme on the page's root and body; a canvas does not follow by itself.
    this.#themes = new MutationObserver(() => this.#chart?.recolour());
    for (const root of [document.documentElement, document.body]) {
      this.#themes.observe(root, { attributes: true, attributeFilter: ["style", "class", "data-theme", "data-vscode-theme-kind"] });
    }
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#themes?.disconnect();
    this.#drop();
  }

  hostUpdated(): void {
    const canvas = this.#options.canvas();
    if (canvas === null) this.#drop();
    else if (this.#chart?.canvas === canvas) this.#options.show(this.#chart);
    else void this.#draw(canvas);
  }

  async #draw(canvas: HTMLCanvasElement): Promise<void> {
    const make = await this.#options.load();
    // Meanwhile the canvas may be gone, or have its chart.
    if (this.#options.canvas() !== canvas || !this.#host.isConnected || this.#chart?.canvas === canvas) return;
    this.#drop();
    this.#chart = make(canvas);
    this.#options.show(this.#chart);
  }

  #drop(): void {
    if (this.#chart === undefined) return;
    this.#chart.destroy();
    this.#chart = undefined;
    this.#options.dropped?.();
  }
}
