// Several selected layers in the inspector: which they are, what they cost together, and what can be done
// with all of them.

import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import "../duplicate-field/duplicate-field.ts";
import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Actions } from "../../actions.ts";
import type { Card } from "../cards.ts";
import { canFold } from "../folds.ts";
import { layerIcon } from "../../shared/icons.ts";
import { formatCount } from "../../shared/numbers.ts";
import { t } from "../../shared/text.ts";
import { settingsStyles } from "../../shared/styles/settings.ts";
import { selectionSettingsStyles } from "./selection-settings.styles.ts";

/** So many layers are named one by one. */
const NAMED = 12;

@customElement("selection-settings")
export class SelectionSettings extends LitElement {
  static override styles = [...settingsStyles, selectionSettingsStyles];

  @property({ attribute: false }) actions!: Actions<unknown>;
  @property({ attribute: false }) cards: readonly Card[] = [];
  /** Whether they are one row already. */
  @property({ type: Boolean }) isFolded = false;

  override render() {
    const { actions, cards } = this;
    const at = cards[0]?.index ?? 0;
    const parameters = cards.reduce((sum, { shape }) => sum + (shape.parameters ?? 0), 0);
    const rest = cards.length - NAMED;
    return html`
      <div class="title" tabindex="-1">
        <h2 class="truncated">${t("{0} layers", cards.length)}</h2>
        <div class="actions">
          ${button("arrow-up", t("Move up"), "Alt+↑", () => actions.shift(at, -1))}
          ${button("arrow-down", t("Move down"), "Alt+↓", () => actions.shift(at, 1))}
          ${button("copy", t("Duplicate layers"), "Ctrl+D", () => actions.duplicate(at, 1))}
          ${button("trash", t("Remove layers"), "Delete", () => actions.remove(at))}
        </div>
      </div>
      <ul>
        ${cards.slice(0, NAMED).map(({ index, type, name }) => html`<li>${layerIcon(type)}<span class="truncated">${name ?? type}</span><span class="secondary small">${index + 1}</span></li>`)}
        ${rest > 0 ? html`<li class="secondary">${t("and {0} more", rest)}</li>` : nothing}
      </ul>
      <section>
        <dl class="row">
          <dt>${t("Parameters")}</dt>
          <dd class="value code">${formatCount(parameters)}</dd>
        </dl>
        <duplicate-field .duplicate=${(times: number) => actions.duplicate(at, times)}></duplicate-field>
        ${this.foldButton(at)}
      </section>
    `;
  }

  private foldButton(at: number) {
    if (this.isFolded) {
      return html`<div><vscode-button secondary icon="unfold" @click=${() => this.actions.unfold(at)}>${t("Unfold")}</vscode-button></div>`;
    }
    if (!canFold(this.cards.map(({ index }) => index))) return nothing;
    return html`<div>
      <vscode-button secondary icon="fold" @click=${() => this.actions.fold()}>${t("Fold to one row")}</vscode-button>
    </div>`;
  }
}

function button(icon: string, label: string, keys: string, act: () => void) {
  return html`<vscode-toolbar-button icon=${icon} label=${label} title=${`${label} (${keys})`} @click=${act}></vscode-toolbar-button>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "selection-settings": SelectionSettings;
  }
}
