// The picture as numbers, for whoever does not see it: answers at some places of the plane, and the confusion
// matrix of the moment.

import { html, type TemplateResult } from "lit";
import type { BoundaryAnswer, SpaceFacts } from "../../../../src/training/space/types.ts";
import { formatCount, formatShare } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import { answerText, valueText } from "./boundary-plane.ts";

/** Columns and rows of the table. */
const MOST = 9;

export function answersTable(facts: SpaceFacts, x: number, y: number | undefined, answer: BoundaryAnswer): TemplateResult {
  const [across, up] = [facts.features[x]!, y === undefined ? undefined : facts.features[y]!];
  const columns = some(answer.x.length);
  const rows = some(answer.y?.length ?? 1).toReversed();
  const cell = (column: number, row: number): string => {
    const point = row * answer.x.length + column;
    const text = answerText(facts, answer.answers[point]!);
    return answer.confidence ? `${text} ${formatShare(answer.confidence[point]!)}` : text;
  };
  return html`<table>
    <caption>
      ${up ? t("Answers over {0} (columns) and {1} (rows)", across.column, up.column) : t("Answers over {0}", across.column)}
    </caption>
    <thead>
      <tr>
        <th scope="col">${up?.column ?? across.column}</th>
        ${columns.map((column) => html`<th scope="col" class="number">${valueText(across, answer.x[column]!)}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            <th scope="row">${up ? valueText(up, answer.y![row]!) : t("Answer")}</th>
            ${columns.map((column) => html`<td class="number">${cell(column, row)}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

export function confusionTable(classes: readonly string[], counts: Uint32Array): TemplateResult {
  return html`<table class="confusion">
    <caption class="secondary">
      ${t("Rows by class (down) and answer (across)")}
    </caption>
    <thead>
      <tr>
        <td></td>
        ${classes.map((name) => html`<th scope="col" class="number">${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${classes.map(
        (name, truth) =>
          html`<tr>
            <th scope="row">${name}</th>
            ${classes.map((_, answer) => {
              const count = counts[truth * classes.length + answer]!;
              return html`<td class=${truth === answer ? "number right" : "number"}>${formatCount(count)}</td>`;
            })}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function some(count: number): number[] {
  const chosen = Math.min(count, MOST);
  return Array.from({ length: chosen }, (_, index) => (chosen < 2 ? 0 : Math.round((index * (count - 1)) / (chosen - 1))));
}
