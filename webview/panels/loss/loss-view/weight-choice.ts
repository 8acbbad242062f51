// After a run: the weights that are not kept, and the button that keeps them instead.

import { html, nothing, type TemplateResult } from "lit";
import type { BuilderHost } from "../../../../src/protocol/builder.ts";
import type { EndedStatus } from "../../../../src/protocol/run.ts";
import { formatCount } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";

/**
 * Where the last weights are from: "epoch 7", or "in epoch 8" if the run was stopped within that one after
 * the best, which is the seventh.
 */
export function lastWords({ choice, epoch }: EndedStatus): string {
  return choice?.bestEpoch === epoch ? t("in epoch {0}", formatCount(epoch + 1)) : t("epoch {0}", formatCount(epoch));
}

export function weightChoice(run: EndedStatus, host: BuilderHost): TemplateResult | typeof nothing {
  const { choice } = run;
  if (choice === undefined) return nothing;
  return choice.kept === "last"
    ? html`<button
        class="choice"
        title=${t("Put the weights of the best epoch into the file")}
        @click=${() => void host.keepWeights("best")}
      >
        ${t("Use weights of epoch {0} (best)", formatCount(choice.bestEpoch))}
      </button>`
    : html`<button
        class="choice"
        title=${t("Put the weights of the last epoch into the file")}
        @click=${() => void host.keepWeights("last")}
      >
        ${lastText(run)}
      </button>`;
}

function lastText({ choice, epoch }: EndedStatus): string {
  return choice?.bestEpoch === epoch
    ? t("Use weights within epoch {0} (last)", formatCount(epoch + 1))
    : t("Use weights of epoch {0} (last)", formatCount(epoch));
}
