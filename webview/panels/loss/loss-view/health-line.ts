// What was found to be sick about the run, in a line above its curve: each finding leads to its sentence and
// its remedies.

import { html, nothing, type TemplateResult } from "lit";
import type { BuilderState } from "../../../../src/protocol/builder.ts";
import { healthOf, type ShownFinding } from "../../../../src/protocol/run.ts";
import type { Actions } from "../../../actions.ts";
import { findingWords } from "../../../shared/health-words.ts";
import { say } from "../../../shared/text.ts";

/** @param json the document as it stands */
export function healthLine({ run, isEdited, problems }: BuilderState, json: unknown, actions: Actions): TemplateResult | typeof nothing {
  const findings = healthOf(run);
  // After an edit the layers may differ, and the words would name the wrong ones.
  if (findings.length === 0 || isEdited) return nothing;
  const show = (finding: ShownFinding): void => {
    if (finding.layer !== null) actions.select(finding.layer);
    actions.view({ tab: "problems" });
  };
  return html`<ul class="health">
    ${findings.map((finding) => {
      const words = findingWords(finding, json);
      const isListed = problems.some(({ code }) => code === finding.code);
      const icon = html`<vscode-icon class="severity warning" name="pulse" size="14"></vscode-icon>`;
      const title = finding.message ? say(finding.message) : words;
      return html`<li title=${title}>
        ${icon}${isListed ? html`<button class="fix" @click=${() => show(finding)}>${words}</button>` : html`<span>${words}</span>`}
      </li>`;
    })}
  </ul>`;
}
