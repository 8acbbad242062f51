// After a run: the weights that are not kept, and the button that keeps them instead.

import { html, nothing, type TemplateResult } from "lit";
import type { BuilderHost } from "../../../src/protocol/builder.ts";
import type { RunStatus } from "../../../src/protocol/run.ts";
import { formatCount } from "../../numbers.ts";
import { t } from "../../text.ts";

export function weightChoice({ choice, epoch }: RunStatus, host: BuilderHost): TemplateResult | typeof nothing {
  if (choice === undefined) return nothing;
  return choice.kept === "last"
    ? html`<button
        class="choice"
        title=${t("Put the weights of the best epoch into the file")}
        @click=${() => void host.keepWeights("best")}
      >
        ${t("Keep the best (epoch {0})", formatCount(choice.bestEpoch))}
      </button>`
    : html`<button
        class="choice"
        title=${t("Put the weights of the last epoch into the file")}
        @click=${() => void host.keepWeights("last")}
      >
        ${t("Keep the last (epoch {0})", formatCount(epoch))}
      </button>`;
}
