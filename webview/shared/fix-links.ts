// Ways to mend a problem as links after its sentence: the best one, and the others in a list that opens.

import { css, html, nothing, type TemplateResult } from "lit";
import type { Fix, Problem } from "../../src/model/problem.ts";
import { say, t } from "./text.ts";

/** @param reach whether Tab reaches them */
export function fixLinks({ fixes = [] }: Problem, mend: (fix: Fix) => void, reach: 0 | -1 = 0): TemplateResult | typeof nothing {
  const link = (fix: Fix) =>
    html`<button class="fix" tabindex=${reach} title=${t("Quick fix (Ctrl+.)")} @click=${() => mend(fix)}>${say(fix.title)}</button>`;
  const [first, ...others] = fixes;
  if (first === undefined) return nothing;
  return html`${link(first)}
  ${
    others.length === 0
      ? nothing
      : html`<details class="fixes">
          <summary class="fix" tabindex=${reach}>${t("{0} more", others.length)}</summary>
          <ul>
            ${others.map((fix) => html`<li>${link(fix)}</li>`)}
          </ul>
        </details>`
  }`;
}

export const fixLinkStyles = css`
  .fix {
    border-radius: 2px;
    color: var(--vscode-textLink-foreground);
    cursor: pointer;
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  .fix:hover {
    color: var(--vscode-textLink-activeForeground);
  }
  details.fixes {
    display: inline;
    margin-inline-start: 8px;
  }
  details.fixes > summary {
    display: inline;
    list-style: none;
  }
`;
