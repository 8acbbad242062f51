// What a tab says that follows the moment chosen in the Boundary tab, and the way back to the present.

import "@vscode-elements/elements/dist/vscode-button/index.js";
import { html, type TemplateResult } from "lit";
import type { Actions } from "../../actions.ts";
import { noteLine } from "../../shared/note-line.ts";
import { t } from "../../shared/text.ts";
import { spaceMemory } from "./space-view/memory.ts";

/** @param isEdited whether the document was changed since that run */
export function momentNote(sentence: string, isEdited: boolean, actions: Pick<Actions, "remember">): TemplateResult {
  return noteLine(
    ofEdited(sentence, isEdited),
    html`<vscode-button secondary @click=${() => actions.remember(spaceMemory, { moment: undefined })}>${t("Back to now")}</vscode-button>`,
  );
}

/** A sentence about weights of a run, with what has to be known of them. */
export function ofEdited(sentence: string, isEdited: boolean): string {
  return isEdited ? `${sentence} · ${t("The network before your changes")}` : sentence;
}
