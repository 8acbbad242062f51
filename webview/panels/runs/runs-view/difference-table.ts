// What differs between the chosen runs, a line for each parameter or setting, a column for each run.

import { html, nothing, type TemplateResult } from "lit";
import type { Difference } from "../../../../src/model/differences.ts";
import { pathInWords } from "../../../../src/model/path-words.ts";
import { grouped, isNumeral } from "../../../shared/numbers.ts";
import { say, t } from "../../../shared/text.ts";
import { runChip } from "../run-curves/chips.ts";

/** A run as a column: its place among the chosen ones and its name. */
export interface ComparedRun {
  readonly place: number;
  readonly name: string;
}

export function differenceTable(differences: readonly Difference[] | undefined, runs: readonly ComparedRun[]): TemplateResult {
  if (runs.length < 2) return html`<p class="hint secondary">${t("Check another run to see what differs.")}</p>`;
  if (differences === undefined)
    return html`<p class="hint secondary">${t("The document of one of these runs can no longer be read.")}</p>`;
  if (differences.length === 0) return html`<p class="hint secondary">${t("All of these runs trained the same document.")}</p>`;
  // A column of numbers and words together reads from the left.
  const kind = differences.every(({ values }) => values.every((value) => isNumeral(value ?? "–"))) ? "number" : "";
  return html`<table class="differences">
    <caption class="unseen">
      ${t("What differs between these runs")}
    </caption>
    <thead>
      <tr>
        <th scope="col">${t("What differs")}</th>
        ${runs.map(({ place, name }) => html`<th scope="col" class=${kind}>${runChip(place)}<span class="unseen">${name}</span></th>`)}
      </tr>
    </thead>
    <tbody>
      ${differences.map(
        (difference) =>
          html`<tr>
            <th scope="row">${titleOf(difference)}</th>
            ${difference.values.map((value) => html`<td class=${kind} title=${value ?? nothing}>${value === undefined ? html`<span class="secondary">–</span>` : grouped(value)}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** As in `Linear 3 out_features` or `Optimizer: lr`. */
function titleOf({ part, layer, path }: Difference): string {
  if (layer?.isReplaced) return t("Layer {0}", layer.number);
  if (layer) return `${layer.type} ${layer.number} ${path}`.trim();
  const place = pathInWords([part, ...path.split(".")], undefined);
  return typeof place === "object" ? say(place) : String(place);
}
