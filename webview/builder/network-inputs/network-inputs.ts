// What the network gets: where the rows go, and every input by its name and how it comes from its column.

import "@vscode-elements/elements/dist/vscode-icon/index.js";
import { html, LitElement, nothing, svg, type TemplateResult } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { DataSummary } from "../../../src/data/types.ts";
import { inputList } from "../../panels/data/shared/input-list.ts";
import { scrollSize, type Track, windowAt } from "../../panels/data/shared/windows.ts";
import { formatCount } from "../../shared/numbers.ts";
import { t } from "../../shared/text.ts";
import { networkInputsStyles } from "./network-inputs.styles.ts";

const ROW = 22;

@customElement("network-inputs")
export class NetworkInputs extends LitElement {
  static override styles = networkInputsStyles;

  @property({ attribute: false }) summary!: DataSummary;
  @state() private height = 0;
  @query(".list") private list!: HTMLElement | null;
  readonly #resized = new ResizeObserver(() => (this.height = this.list?.clientHeight ?? 0));

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
  }

  protected override updated(): void {
    if (this.list) this.#resized.observe(this.list);
  }

  override render() {
    const { summary } = this;
    const inputs = inputList(summary);
    return html`
      <div class="head">
        ${splitBar(summary)}
        <div class="rows">
          <span class="badge small" tabindex="0" title=${why()} aria-describedby="why">
            <vscode-icon name="verified"></vscode-icon>${t("Statistics from the training rows only")}
          </span>
          <p id="why" class="why secondary small">${why()}</p>
        </div>
      </div>
      ${inputs.length === 0 ? html`<p class="head secondary">${t("There are no inputs while the data has errors.")}</p>` : this.table(inputs)}
    `;
  }

  private table(inputs: ReturnType<typeof inputList>): TemplateResult {
    const track: Track = { count: inputs.length, size: ROW, view: Math.max(0, this.height - ROW) };
    const { first, count, shift } = windowAt(track, this.list?.scrollTop ?? 0);
    this.style.setProperty("--all-height", `${scrollSize(track) + ROW}px`);
    this.style.setProperty("--shift-y", `${shift}px`);
    return html`<div
      class="list"
      role="table"
      tabindex="0"
      aria-label=${t("Inputs of the network")}
      aria-rowcount=${inputs.length + 1}
      @scroll=${() => this.requestUpdate()}
    >
      <div class="spacer">
        <div class="seen">
          <div class="row titles" role="row" aria-rowindex="1">
            <span role="columnheader" class="number">${t("Number")}</span><span role="columnheader">${t("Input")}</span
            ><span role="columnheader">${t("Comes from")}</span>
          </div>
          <div class="shifted">
            ${inputs.slice(first, first + count).map(
              ({ name, origin }, index) =>
                html`<div class="row" role="row" aria-rowindex=${first + index + 2}>
                  <span role="cell" class="number code secondary">${first + index + 1}</span>
                  <span role="cell" class="code" title=${name}>${name}</span>
                  <span role="cell" class="secondary" title=${origin}>${origin}</span>
                </div>`,
            )}
          </div>
        </div>
      </div>
    </div>`;
  }
}

function why(): string {
  return t(
    "Means, deviations, ranges and what fills a missing value are taken from the training rows alone. Taken from all rows they would tell the network about the rows it is measured on.",
  );
}

/** The rows as parts of one bar, each with its name and count. */
function splitBar({ rows, split, dropped }: DataSummary): TemplateResult {
  const gone = dropped.missingTarget + dropped.missingFeature;
  const parts = [
    ["train", t("train"), split.train],
    ["validation", t("validation"), split.validation],
    ["test", t("test"), split.test],
    ["dropped", t("left out for missing values"), gone],
  ] as const;
  const all = Math.max(1, split.train + split.validation + split.test + gone);
  let start = 0;
  const bars = parts.map(([part, , count]) => {
    const bar = svg`<rect class=${part} x=${start} y="0" width=${count / all} height="1"></rect>`;
    start += count / all;
    return bar;
  });
  return html`
    <svg class="bar" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">${bars}</svg>
    <div class="rows">
      ${parts.map(([part, name, count]) =>
        part === "dropped" && count === 0
          ? nothing
          : html`<span
              ><span class=${`swatch ${part}`} aria-hidden="true"></span>${name} <span class="code">${formatCount(count)}</span></span
            >`,
      )}
      <span class="secondary">${rows === 1 ? t("of 1 row") : t("of {0} rows", formatCount(rows))}</span>
    </div>
  `;
}

declare global {
  interface HTMLElementTagNameMap {
    "network-inputs": NetworkInputs;
  }
}
