// The person's hand on the run: Train, which becomes Pause and then Resume in its place, so that the focus
// stays on it; steps and Stop beside it.

import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import { html, LitElement, nothing, type TemplateResult } from "lit";
import { customElement, property } from "lit/decorators.js";
import { endOf, isActive, type RunStatus } from "../../../src/protocol/run.ts";
import type { Actions } from "../../actions.ts";
import { t } from "../../shared/text.ts";
import { runControlsStyles } from "./run-controls.styles.ts";
import type { RunHost } from "../../../src/protocol/run-host.ts";

/** Epochs that one press adds after the end. */
const MORE_EPOCHS = 100;

@customElement("run-controls")
export class RunControls extends LitElement {
  static override styles = runControlsStyles;

  @property({ attribute: false }) actions!: Actions<RunHost>;
  @property({ attribute: false }) run!: RunStatus;
  /** Whether the document is not what the run trained any more. */
  @property({ type: Boolean }) isEdited = false;
  /** Whether the document can be trained at all. */
  @property({ type: Boolean }) isReadable = true;

  override render() {
    const { run } = this;
    const { host } = this.actions;
    const canStop = isActive(run) && run.state !== "stopping";
    return html`
      ${this.main()}
      ${
        run.state === "paused"
          ? html`<div class="steps">
              ${tool("step-batch", "debug-step-into", t("One batch"), () => void host.advance("batch"))}
              ${tool("step-epoch", "debug-step-over", t("One epoch"), () => void host.advance("epoch"))}
            </div>`
          : nothing
      }
      ${canStop ? html`<vscode-button secondary icon="debug-stop" @click=${() => void host.stop()}>${t("Stop")}</vscode-button>` : nothing}
      ${endOf(run)?.hasMore ? this.more() : nothing}
    `;
  }

  /** The reason stands around the button, because one that is off shows no title of its own. */
  private more(): TemplateResult {
    const what = t("Train {0} more epochs", MORE_EPOCHS);
    const isOff = !this.isReadable || this.isEdited;
    const reason = this.isEdited ? t("The network was edited since this run, so it cannot go on. Undo the edits, or train again.") : what;
    return html`<span title=${reason}
      ><vscode-button
        secondary
        icon="add"
        aria-label=${what}
        aria-description=${this.isEdited ? reason : nothing}
        ?disabled=${isOff}
        aria-disabled=${isOff ? "true" : nothing}
        @click=${() => void this.actions.host.trainMore(MORE_EPOCHS)}
        ><span class="wide">${t("Train {0} more", MORE_EPOCHS)}</span><span class="narrow">${MORE_EPOCHS}</span></vscode-button
      ></span
    >`;
  }

  private main(): TemplateResult {
    const { actions } = this;
    const { state } = this.run;
    switch (state) {
      case "preparing":
      case "running":
        return state === "preparing"
          ? waiting("debug-pause", t("Pause"))
          : main("debug-pause", t("Pause"), () => void actions.host.pause());
      case "paused":
        return main("debug-continue", t("Resume"), () => void actions.host.resume());
      case "stopping":
        return waiting("debug-stop", t("Stopping…"));
      case "idle":
      case "watched":
      case "ended":
      case "failed":
        return main("play", t("Train"), () => actions.train(), !this.isReadable);
    }
  }
}

function main(icon: string, label: string, act: () => void, isDisabled = false, isWaiting = false): TemplateResult {
  return html`<vscode-button
    class=${isWaiting ? "main waiting" : "main"}
    data-target="train pause"
    icon=${icon}
    ?disabled=${isDisabled}
    aria-disabled=${isWaiting ? "true" : nothing}
    @click=${act}
    >${label}</vscode-button
  >`;
}

/** For a moment it does nothing. It is not disabled, because a button that is loses the focus. */
function waiting(icon: string, label: string): TemplateResult {
  return main(icon, label, () => {}, false, true);
}

function tool(target: string, icon: string, label: string, act: () => void): TemplateResult {
  return html`<vscode-toolbar-button
    data-target=${target}
    icon=${icon}
    label=${label}
    title=${label}
    @click=${act}
  ></vscode-toolbar-button>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "run-controls": RunControls;
  }
}
