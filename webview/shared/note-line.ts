// A line over a view that says what has to be known about all of it, with what can be done. It has the styles
// of problems and their fixes.

import "@vscode-elements/elements/dist/vscode-icon/index.js";
import { html, nothing, type TemplateResult } from "lit";

/** @param isLive whether the sentence changes again and again; then it is not read out by itself */
export function noteLine(sentence: string, button: TemplateResult | typeof nothing = nothing, isLive = false): TemplateResult {
  return html`<div class="problem-line" role=${isLive ? nothing : "status"}>
    <vscode-icon class="severity information" name="info"></vscode-icon>
    <p>${sentence}</p>
    <div class="fixes">${button}</div>
  </div>`;
}
