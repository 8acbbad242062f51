// The numbers of a stop as a table: all of them, or of very many those around the one in focus, which is
// marked.

import { html, nothing, type TemplateResult } from "lit";
import type { InsideStep, NumberAddress, TensorPiece, TensorWindow } from "../../../../src/training/inside/types.ts";
import { formatCount } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import { exact, figure, inputName, tensorName, unitName } from "../inside-view/inside-words.ts";
import { factsOf, parameterOf, startAround } from "../inside-view/stops.ts";

const MOST = { rows: 50, columns: 20 };

/** What the table shows. */
export function tableWindow(step: InsideStep, { tensor, row, column }: NumberAddress): TensorWindow {
  const { rows, columns } = factsOf(step, tensor);
  return {
    tensor,
    row: startAround(row, rows, MOST.rows),
    rows: Math.min(rows, MOST.rows),
    column: startAround(column, columns, MOST.columns),
    columns: Math.min(columns, MOST.columns),
  };
}

/**
 * @param address the number in focus
 * @param piece of the table's window; undefined while it has not come
 */
export function stopTable(step: InsideStep, address: NumberAddress, piece: TensorPiece | undefined): TemplateResult {
  const { tensor } = address;
  const window = tableWindow(step, address);
  const { rows, columns } = factsOf(step, tensor);
  const isCut = rows > window.rows || columns > window.columns;
  const name = tensorName(step, tensor);
  return html`<div class="table" tabindex="0" role="region" aria-label=${name} @keydown=${scrolls}>
    <table>
      <caption class="secondary">
        ${isCut ? t("{0}: those around the number in focus, of {1} × {2}", name, formatCount(rows), formatCount(columns)) : name}
      </caption>
      <thead>
        <tr>
          <td></td>
          ${range(window.column, window.columns).map((column) => html`<th scope="col" class="number">${columnName(step, address, column)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${range(window.row, window.rows).map(
          (row) =>
            html`<tr>
              <th scope="row">${rowName(step, address, row)}</th>
              ${range(window.column, window.columns).map((column) => {
                const value = piece?.data[(row - window.row) * piece.columns + column - window.column];
                const isHere = row === address.row && column === address.column;
                return html`<td
                  class=${isHere ? "number here" : "number"}
                  aria-current=${isHere ? "true" : nothing}
                  title=${value === undefined ? nothing : exact(value)}
                >
                  ${value === undefined ? "…" : figure(value)}
                </td>`;
              })}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Left and right lead to other stops, but for a table that is wider than its place. */
function scrolls(event: KeyboardEvent): void {
  const { scrollWidth, clientWidth } = event.currentTarget as Element;
  if (scrollWidth > clientWidth && /^Arrow(Left|Right)$/.test(event.key)) event.stopPropagation();
}

function columnName(step: InsideStep, { tensor }: NumberAddress, column: number): string {
  if (tensor.of === "input") return inputName(step, column);
  if ("layer" in tensor) return t("unit {0}", unitName(step, tensor.layer, column));
  if (!("parameter" in tensor)) return t("Loss");
  const layer = step.layers.findIndex(({ parameters }) => parameters.some(({ parameter }) => parameter === tensor.parameter));
  const isVector = parameterOf(step, tensor.parameter)?.shape.length === 1;
  return layer === 0 && !isVector ? inputName(step, column) : t("unit {0}", column + 1);
}

/** Of a batch the row of the CSV; of a weight the unit, and of a bias, which is one row, its name. */
function rowName(step: InsideStep, { tensor }: NumberAddress, row: number): string {
  if (!("parameter" in tensor)) return t("row {0}", formatCount(step.rows[row] ?? row + 1));
  const parameter = parameterOf(step, tensor.parameter);
  return parameter?.shape.length === 1 ? parameter.name : t("unit {0}", row + 1);
}

function range(from: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => from + index);
}
