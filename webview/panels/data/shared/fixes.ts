// What is wrong with the data, with a button for each way to mend it.

import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import { css, html, nothing, type TemplateResult } from "lit";
import { targetsOf } from "../../../../src/model/change-target.ts";
import { columnAt } from "../../../../src/model/path-words.ts";
import type { Fix, Problem, Severity } from "../../../../src/model/problem.ts";
import type { Actions } from "../../../actions.ts";
import { say, t } from "../../../shared/text.ts";

/** A button per fix, the best one first. */
export function fixButtons({ fixes }: Problem, actions: Actions<unknown>): readonly TemplateResult[] {
  return (fixes ?? []).map((fix) => html`<vscode-button secondary @click=${() => actions.mend(fix)}>${say(fix.title)}</vscode-button>`);
}

/** A problem in a line, with its fixes. */
export function problemLine(problem: Problem, actions: Actions<unknown>, more: TemplateResult | typeof nothing = nothing): TemplateResult {
  const { severity } = problem;
  return html`<div class="problem-line">
    <vscode-icon class=${`severity ${severity}`} name=${severity === "information" ? "info" : severity}></vscode-icon>
    <p>${say(problem.message)}</p>
    <div class="fixes">${fixButtons(problem, actions)} ${more}</div>
  </div>`;
}

/**
 * A sentence in one line, cut if there is no room and whole under the pointer, with its best fix as a
 * button and the others behind it.
 */
export function noticeLine(
  severity: Severity,
  sentence: string,
  fixes: readonly Fix[],
  actions: Actions<unknown>,
  more: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  const [first, ...others] = fixes;
  return html`<div class="notice">
    <vscode-icon class=${`severity ${severity}`} name=${severity === "information" ? "info" : severity}></vscode-icon>
    <p class="truncated" title=${sentence}>${sentence}</p>
    ${
      first === undefined
        ? nothing
        : html`<vscode-button secondary title=${say(first.title)} @click=${() => actions.mend(first)}
            ><span class="truncated">${say(first.title)}</span></vscode-button
          >`
    }
    ${
      others.length === 0
        ? nothing
        : html`<select
            class="others"
            aria-label=${t("Other ways to fix it")}
            @change=${(event: Event) => chooseFix(event, others, actions)}
          >
            <option value="" selected>${t("or…")}</option>
            ${others.map((fix, index) => html`<option value=${index}>${say(fix.title)}</option>`)}
          </select>`
    }
    ${more}
  </div>`;
}

function chooseFix(event: Event, fixes: readonly Fix[], actions: Actions<unknown>): void {
  const select = event.target as HTMLSelectElement;
  const fix = fixes[Number(select.value)];
  if (select.value !== "" && fix) actions.mend(fix);
  select.value = "";
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
  const column = columnAt(path, json);
  if (column !== undefined) return [column];
  return path.length === 2 && path[0] === "data" && path[1] === "target" ? targetsOf(json) : [];
}

export const fixStyles = css`
  .notice {
    align-items: center;
    display: flex;
    flex: none;
    gap: 8px;
    height: 34px;
    padding: 0 12px;
  }
  .notice p {
    flex: 1 1 auto;
  }
  .notice vscode-button {
    flex: none;
  }
  .notice vscode-button .truncated {
    display: block;
    max-width: min(260px, 30vw);
  }
  .notice .others {
    flex: none;
    width: 56px;
  }
  .notice .more {
    color: var(--vscode-textLink-foreground);
    flex: none;
  }
  .notice .more:hover {
    color: var(--vscode-textLink-activeForeground);
    text-decoration: underline;
  }
  .notice .in-narrow {
    display: none;
  }
  /* In a narrow window one sentence and its button are shown whole, so that the rows have the room. */
  @media (max-width: 599px) {
    .notice ~ .notice {
      display: none;
    }
    .notice .in-narrow {
      display: block;
    }
    .notice {
      flex-wrap: wrap;
      gap: 4px 8px;
      height: auto;
      min-height: 34px;
      padding-block: 4px;
    }
    .notice p {
      flex: 1 1 calc(100% - 24px);
      white-space: normal;
    }
    .notice vscode-button .truncated {
      max-width: 100%;
    }
  }
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
