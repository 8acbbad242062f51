// The first and the last stop of the pipeline: the columns that go in and the classes or numbers that should
// come out.

import { html, nothing, type TemplateResult } from "lit";
import type { DataSummary } from "../../../src/data/types.ts";
import { changeTarget, isManyNumbers, otherWay } from "../../../src/model/change-target.ts";
import { isLeftOut } from "../../../src/model/columns.ts";
import { costOf, FLOAT, trainingBytes } from "../../../src/model/cost.ts";
import type { LayerShape } from "../../../src/model/shapes.ts";
import type { DataState } from "../../../src/protocol/builder.ts";
import type { DataHost } from "../../../src/protocol/data-host.ts";
import type { Actions } from "../../actions.ts";
import { guessReason } from "../../panels/data/shared/target-words.ts";
import { valueAt } from "../network.ts";
import { parametersText } from "../cards.ts";
import { formatBytes, formatCount } from "../../shared/numbers.ts";
import { say, t } from "../../shared/text.ts";

function inputsText(count: number): string {
  return count === 1 ? t("1 input") : t("{0} inputs", formatCount(count));
}

export function firstStop(data: DataState, actions: Actions<DataHost>): TemplateResult {
  if (data.state !== "ready") return withoutData(data, actions);
  const { inputs, columns } = data.summary;
  const open = (): void => actions.view({ tab: "data", isDockOpen: true });
  if (inputs.length === 0) {
    // While something is wrong with the choice of columns it is not known what each becomes; the banner says
    // what it is.
    const features = columns.filter(({ role }) => role === "feature").map(({ name }) => name);
    const text = features.length === 1 ? t("1 column") : t("{0} columns", formatCount(features.length));
    return stop("table", features.join(", "), text, t("Inputs from the data"), open);
  }
  const leftOut = columns.filter((column) => column.role === "ignored" && isLeftOut(column)).length;
  const count = inputsText(inputs.length);
  // The data tab, which a click opens, says which and why.
  const text = leftOut === 0 ? count : t("{0}, {1} left out", count, formatCount(leftOut));
  return stop("table", inputs.join(", "), text, t("Inputs from the data"), open);
}

/**
 * Opens the page of the target's column.
 * @param target the target as the document names it, for as long as the data says nothing
 */
export function lastStop(data: DataState, target: string, actions: Actions<DataHost>): TemplateResult {
  const label = t("What is predicted");
  if (data.state !== "ready") return stop("target", target, "", label, () => actions.view({ tab: "data", isDockOpen: true }));
  const { summary } = data;
  const [column = ""] = summary.targets;
  const open = (): void => actions.openColumn(column);
  if (summary.preprocessing === undefined) return stop("target", target, "", label, open);
  return stop("target", targetText(summary), outputsText(summary), label, open, "target-column");
}

/**
 * Below the last stop: why this column was guessed, as long as nothing was trained, and how else it can be
 * learnt.
 */
export function targetNote(
  data: DataState,
  json: unknown,
  isTrained: boolean,
  actions: Actions<DataHost>,
): TemplateResult | typeof nothing {
  if (data.state !== "ready" || data.summary.targets.length !== 1) return nothing;
  const { summary } = data;
  const column = summary.columns.find(({ name }) => name === summary.targets[0]);
  if (column === undefined) return nothing;
  const loss = valueAt(json, ["training", "loss"]);
  const way = otherWay(column, loss);
  // Few numbers that are classes are no surprise.
  const isOffered = way === "classes" || (way === "number" && isManyNumbers(column, loss));
  const reason = isTrained ? undefined : guessReason(summary, json);
  if (reason === undefined && !isOffered) return nothing;
  const learn = (): void => actions.edit(changeTarget(json, summary.columns, column, way).edit);
  return html`<p class="note secondary small">
    ${
      reason === undefined
        ? nothing
        : html`<span>${say(reason)}</span>
            <button class="fix" @click=${() => actions.openColumn(column.name)}>${t("Change target…")}</button>`
    }
    ${
      isOffered
        ? html`<button class="fix" @click=${learn}>
            ${way === "number" ? t("Learn it as a number") : t("Learn it as {0} classes", formatCount(column.left ?? column.distinct))}
          </button>`
        : nothing
    }
  </p>`;
}

/** What the whole network costs, below it; nothing while a shape is not known. */
export function costLine(shapes: readonly LayerShape[], inputs: number | undefined, batch: number): TemplateResult | typeof nothing {
  const cost = costOf(shapes);
  if (cost === undefined || inputs === undefined || shapes.length === 0) return nothing;
  const facts = [
    [parametersText(cost.parameters), t("Learned numbers: {0} as float32", formatBytes(cost.parameters * FLOAT))],
    [t("{0} multiply-adds per row", formatCount(cost.multiplyAdds)), t("Multiplications and additions of one row's forward pass")],
    [
      t("Memory to train: {0}", formatBytes(trainingBytes(shapes, inputs, batch))),
      t("Memory besides the data at most: weights, gradients, the optimizer's state and one batch"),
    ],
  ] as const;
  return html`<p class="cost secondary small">${facts.map(([text, about]) => html`<span title=${about}>${text}</span>`)}</p>`;
}

function targetText({ targets, classes }: DataSummary): string {
  const name = targets.join(", ");
  return classes === undefined ? name : `${name}: ${classes.join(", ")}`;
}

function outputsText({ targets, classes }: DataSummary): string {
  if (classes !== undefined) return t("{0} classes", formatCount(classes.length));
  return targets.length === 1 ? t("a number") : t("{0} numbers", formatCount(targets.length));
}

function stop(icon: string, text: string, count: string, label: string, open: () => void, target?: string): TemplateResult {
  return html`<button
    class="stop"
    data-target=${target ?? nothing}
    aria-label=${count === "" ? `${label}: ${text}` : `${label}: ${text} (${count})`}
    @click=${open}
  >
    <vscode-icon name=${icon}></vscode-icon>
    <span class="name code truncated" title=${text}>${text}</span>
    <span class="count secondary">${count}</span>
  </button>`;
}

/** Says what to do if no data could be read yet, and does it. */
function withoutData(data: Exclude<DataState, { readonly state: "ready" }>, actions: Actions<DataHost>): TemplateResult {
  if (data.state === "reading") return html`<div class="stop waiting"><span class="secondary">${t("Reading the data…")}</span></div>`;
  if (data.state === "none")
    return html`<div class="stop waiting">
      <span class="secondary">${t("Drop a CSV here with Shift held, or choose one.")}</span>
      <vscode-button secondary @click=${() => void actions.host.chooseCsv()}>${t("Choose CSV…")}</vscode-button>
    </div>`;
  // Why, and what to do, says the banner or the data tab.
  return html`<div class="stop waiting"><span class="secondary">${t("The CSV was not read.")}</span></div>`;
}
