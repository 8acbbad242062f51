// The first and the last stop of the pipeline: the columns that go in and the classes or numbers that should come out.

import { html, nothing, type TemplateResult } from "lit";
import type { DataSummary } from "../../../src/data/types.ts";
import { isLeftOut } from "../../../src/model/columns.ts";
import { costOf, FLOAT, trainingBytes } from "../../../src/model/cost.ts";
import type { LayerShape } from "../../../src/model/shapes.ts";
import type { DataState } from "../../../src/protocol/builder.ts";
import type { Actions } from "../../actions.ts";
import { inputCount } from "../../network.ts";
import { parametersText } from "../../cards.ts";
import { formatBytes, formatCount } from "../../numbers.ts";
import { t } from "../../text.ts";

function inputsText(count: number): string {
  return count === 1 ? t("1 input") : t("{0} inputs", formatCount(count));
}

export function firstStop(data: DataState, actions: Actions): TemplateResult {
  if (data.state !== "ready" || inputCount(data) === undefined) return withoutData(data, actions);
  const { inputs, columns } = data.summary;
  const leftOut = columns.filter((column) => column.role === "ignored" && isLeftOut(column)).length;
  const count = inputsText(inputs.length);
  // The data tab, which a click opens, says which and why.
  const text = leftOut === 0 ? count : t("{0}, {1} left out", count, formatCount(leftOut));
  return stop("table", inputs.join(", "), text, t("Inputs from the data"), actions);
}

/** @param target the target as the document names it, for as long as the data says nothing */
export function lastStop(data: DataState, target: string, actions: Actions): TemplateResult {
  if (data.state !== "ready" || inputCount(data) === undefined) return stop("target", target, "", t("What is predicted"), actions);
  const { summary } = data;
  return stop("target", targetText(summary), outputsText(summary), t("What is predicted"), actions);
}

/** What the whole network costs, below it; nothing while a shape is not known. */
export function costLine(shapes: readonly LayerShape[], inputs: number | undefined, batch: number): TemplateResult | typeof nothing {
  const cost = costOf(shapes);
  if (cost === undefined || inputs === undefined || shapes.length === 0) return nothing;
  const facts = [
    [parametersText(cost.parameters), t("Numbers that are learnt: {0} as float32", formatBytes(cost.parameters * FLOAT))],
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

function stop(icon: string, text: string, count: string, label: string, actions: Actions): TemplateResult {
  return html`<button
    class="stop"
    title=${text}
    aria-label=${count === "" ? `${label}: ${text}` : `${label}: ${text} (${count})`}
    @click=${() => actions.view({ tab: "data", isDockOpen: true })}
  >
    <vscode-icon name=${icon}></vscode-icon>
    <span class="name code truncated">${text}</span>
    <span class="count secondary">${count}</span>
  </button>`;
}

/** Says what to do where no data could be read yet, and does it. */
function withoutData(data: DataState, actions: Actions): TemplateResult {
  if (data.state === "reading") return html`<div class="stop waiting"><span class="secondary">${t("Reading the data…")}</span></div>`;
  return html`<div class="stop waiting">
    <span class="secondary"
      >${data.state === "none" ? t("Drop a CSV here with Shift held, or choose one.") : t("The data cannot be read.")}</span
    >
    ${
      data.state === "none"
        ? html`<vscode-button secondary @click=${() => void actions.host.chooseCsv()}>${t("Choose CSV…")}</vscode-button>`
        : nothing
    }
  </div>`;
}
