// What is wrong with the data, with a button for each way to mend it.

import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import { css, html, nothing, type TemplateResult } from "lit";
import type { Problem, Severity } from "../../src/model/problem.ts";
import type { Actions } from "../actions.ts";
import { valueAt } from "../network.ts";
import { say } from "../text.ts";

/** A button per fix, the best one first. */
export function fixButtons({ fixes }: Problem, actions: Actions): readonly TemplateResult[] {
  return (fixes ?? []).map((fix) => html`<vscode-button secondary @click=${() => actions.mend(fix)}>${say(fix.title)}</vscode-button>`);
}

/** A problem in a line, with its fixes. */
export function problemLine(problem: Problem, actions: Actions, more: TemplateResult | typeof nothing = nothing): TemplateResult {
  const { severity } = problem;
  return html`<div class="problem-line">
    <vscode-icon class=${`severity ${severity}`} name=${severity === "information" ? "info" : severity}></vscode-icon>
    <p>${say(problem.message)}</p>
    <div class="fixes">${fixButtons(problem, actions)} ${more}</div>
  </div>`;
}

/** What is wrong with each column, by its name. */
export function problemsByColumn(problems: readonly Problem[], json: unknown): ReadonlyMap<string, readonly Problem[]> {
  const found = new Map<string, Problem[]>();
  for (const problem of problems) {
    for (const name of columnsOf(problem, json)) found.set(name, [...(found.get(name) ?? []), problem]);
  }
  return found;
}

export function worst(problems: readonly Problem[]): Severity {
  return (["error", "warning"] as const).find((severity) => problems.some((problem) => problem.severity === severity)) ?? "information";
}

/** The columns that a problem's path speaks of. */
function columnsOf({ path }: Problem, json: unknown): readonly string[] {
  const [room, field, step] = path;
  if (room !== "data") return [];
  if (field === "columns" && typeof step === "string") return [step];
  const named: unknown = field === "target" || (field === "features" && step !== undefined) ? valueAt(json, path) : undefined;
  return [named].flat().filter((name) => typeof name === "string");
}

export const fixStyles = css`
  .problem-line {
    align-items: start;
    display: flex;
    flex-wrap: wrap;
    gap: 4px 8px;
    padding: 4px 12px;
  }
  .problem-line .severity {
    margin-top: 4px;
  }
  .problem-line p {
    flex: 1 1 200px;
    margin: 3px 0;
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .fixes {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
`;
