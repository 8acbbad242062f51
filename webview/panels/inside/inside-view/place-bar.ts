// The stop's name, and what is looked at there: the row, the unit, of a weight where it comes from, and which
// of the layer's parameters.

import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import "../../../shared/commit-field/commit-field.ts";
import { html, nothing, type TemplateResult } from "lit";
import { guard } from "lit/directives/guard.js";
import type { InsideStep } from "../../../../src/training/inside/types.ts";
import type { Parsed } from "../../../shared/field-values.ts";
import { formatCount } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import { inputName, stopName, unitName } from "./inside-words.ts";
import { factsOf, idOf, parameterAt, type Place, type Stop, tensorAt } from "./stops.ts";

export interface PlaceBar {
  readonly step: InsideStep;
  readonly stop: Stop;
  readonly place: Place;
  readonly choose: (place: Partial<Place>) => void;
  /** Whether the field for rows that a person picks is open. */
  readonly isPicking: boolean;
  readonly togglePicking: () => void;
  /** Rows of the CSV, counted from 1; none are those of the batch. */
  readonly pickRows: (rows: readonly number[]) => void;
  /** What tells the stop's numbers otherwise than the picture. */
  readonly tellers: TemplateResult;
}

/** A longer list is typed into rather than chosen from. */
const MOST_OPTIONS = 200;

export function placeBar(bar: PlaceBar): TemplateResult {
  const { step, stop, place, choose, isPicking } = bar;
  const parameter = parameterAt(step, stop, place);
  const { rows, columns } = factsOf(step, tensorAt(step, stop, place));
  const isMatrix = parameter !== undefined && parameter.shape.length > 1;
  const units = isMatrix ? rows : columns;
  return html`<div class="place">
    <h2>${stopName(step, stop)}</h2>
    <div class="choices">
      ${parameter ? parameters(bar) : nothing}
      ${
        parameter
          ? nothing
          : chooser(
              bar,
              t("Row"),
              place.row,
              step.rows.length,
              (row) => formatCount(step.rows[row]!),
              (row) => choose({ row }),
            )
      }
      <vscode-toolbar-button
        icon="list-selection"
        label=${t("Pick rows…")}
        title=${t("Pick rows…")}
        aria-expanded=${isPicking ? "true" : "false"}
        @click=${() => bar.togglePicking()}
      ></vscode-toolbar-button>
      ${
        stop.kind === "loss"
          ? nothing
          : chooser(
              bar,
              unitLabel(stop),
              place.unit,
              units,
              (unit) => unitText(step, stop, unit),
              (unit) => choose({ unit }),
            )
      }
      ${
        isMatrix
          ? chooser(
              bar,
              sourceLabel(stop),
              place.from,
              columns,
              (from) => sourceText(step, stop, from),
              (from) => choose({ from }),
            )
          : nothing
      }
      <span class="tellers">${bar.tellers}</span>
    </div>
    ${isPicking ? rowField(bar) : nothing}
  </div>`;
}

/** The rows that are looked at, to be typed. */
function rowField({ step, pickRows }: PlaceBar): TemplateResult {
  return html`<div class="picking">
    <span class="secondary" aria-hidden="true">${t("Rows of the CSV")}</span>
    <commit-field
      code
      .text=${step.isPicked ? step.rows.join(", ") : ""}
      .label=${t("Rows of the CSV")}
      .hint=${step.rows.slice(0, 3).join(", ")}
      .parse=${parseRows}
      .commit=${(rows: unknown) => pickRows(Array.isArray(rows) ? (rows as number[]) : [])}
    ></commit-field>
  </div>`;
}

/** `1, 5 17`; nothing is the batch. */
function parseRows(text: string): Parsed {
  const rows = text
    .split(/[\s,;]+/)
    .filter((word) => word !== "")
    .map(Number);
  if (rows.length === 0) return { value: undefined };
  return rows.every((row) => Number.isInteger(row) && row > 0)
    ? { value: rows }
    : { error: t("Write numbers of rows, such as {0}.", "1, 5, 17") };
}

function parameters({ step, stop, place, choose }: PlaceBar): TemplateResult | typeof nothing {
  if (!("layer" in stop)) return nothing;
  const { parameters: all } = step.layers[stop.layer]!;
  const shown = Math.min(place.parameter, all.length - 1);
  return html`<div class="parts" role="group" aria-label=${t("Parameter")}>
    ${all.map(
      ({ name }, index) =>
        html`<button class="code" aria-pressed=${index === shown ? "true" : "false"} @click=${() => choose({ parameter: index })}>
          ${name.split(".").at(-1)}
        </button>`,
    )}
  </div>`;
}

function chooser(
  { step, stop }: PlaceBar,
  label: string,
  index: number,
  count: number,
  name: (index: number) => string,
  choose: (index: number) => void,
): TemplateResult {
  const shown = Math.max(0, Math.min(index, count - 1));
  if (count > MOST_OPTIONS)
    return html`<label>
      ${label}
      <input
        type="text"
        class="code"
        inputmode="numeric"
        title=${t("{0}, from 1 to {1}", name(shown), formatCount(count))}
        .value=${String(shown + 1)}
        @change=${(event: Event) => {
          const input = event.target as HTMLInputElement;
          const wanted = Number(input.value) - 1;
          const chosen = Number.isInteger(wanted) ? Math.max(0, Math.min(count - 1, wanted)) : shown;
          input.value = String(chosen + 1);
          choose(chosen);
        }}
      />
    </label>`;
  return html`<label>
    ${label}
    <select @change=${(event: Event) => choose((event.target as HTMLSelectElement).selectedIndex)}>
      ${guard([step, idOf(stop), count, shown], () => Array.from({ length: count }, (_, at) => html`<option .selected=${at === shown}>${name(at)}</option>`))}
    </select>
  </label>`;
}

function unitLabel(stop: Stop): string {
  return stop.kind === "batch" ? t("Input") : t("Unit");
}

function unitText(step: InsideStep, stop: Stop, unit: number): string {
  return "layer" in stop ? unitName(step, stop.layer, unit) : inputName(step, unit);
}

function sourceLabel(stop: Stop): string {
  return "layer" in stop && stop.layer === 0 ? t("Input") : t("From unit");
}

/** What a weight comes from: an input of the network, or a unit of the layer before. */
function sourceText(step: InsideStep, stop: Stop, from: number): string {
  if (!("layer" in stop)) return "";
  return stop.layer === 0 ? inputName(step, from) : String(from + 1);
}
