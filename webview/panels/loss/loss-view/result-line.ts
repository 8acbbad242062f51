// What a run came to, in a line above its curve: how good it is, how it ended, and the weights that are not
// kept. Of a network that was edited since, that the curve is not its.

import { html, nothing, type TemplateResult } from "lit";
import { classMap } from "lit/directives/class-map.js";
import type { BuilderHost, BuilderState } from "../../../../src/protocol/builder.ts";
import { type EndedStatus, endOf } from "../../../../src/protocol/run.ts";
import { formatCount } from "../../../shared/numbers.ts";
import { clockText } from "../../../../src/model/clock-text.ts";
import { currentLanguage, t } from "../../../shared/text.ts";
import { isNoBetter, verdictText } from "../../../shared/verdict-words.ts";
import { lastWords, weightChoice } from "./weight-choice.ts";

/** Nothing before the end. */
export function resultLine({ run, isEdited }: BuilderState, host: BuilderHost): TemplateResult | typeof nothing {
  if (run.state !== "ended" && !(run.state === "failed" && isEdited)) return nothing;
  const end = endOf(run);
  const verdict = end?.verdict;
  return html`<div class="result">
    ${isEdited ? html`<span class="edited">${t("The network was edited since this run. Train to see its own curve.")}</span>` : nothing}
    ${
      verdict === undefined
        ? nothing
        : html`<span class=${classMap({ verdict: true, poor: isNoBetter(verdict) })} title=${verdictText(verdict)}
            >${verdictText(verdict)}</span
          >`
    }
    ${end ? html`<span class="end secondary" title=${endText(end)}>${endText(end)}</span> ${weightChoice(end, host)}` : nothing}
  </div>`;
}

/** How the run ended, in a few words: "stopped after 0:12 · binary.safetensors". */
function endText(run: EndedStatus): string {
  const time = clockText(run.seconds ?? 0);
  const how =
    run.stopped === "interrupted"
      ? t("stopped after {0}", time)
      : run.stopped === "diverged"
        ? t("diverged after {0}", time)
        : run.stopped === "early"
          ? t("stopped early after {0}", time)
          : t("done in {0}", time);
  if (run.startedAt !== undefined) return `${t("run of {0}", startedText(run.startedAt))} · ${how}`;
  if (run.weights === undefined) return how;
  const { choice } = run;
  if (choice === undefined) return `${how} · ${run.weights}`;
  const epoch = choice.kept === "best" ? t("best, epoch {0}", formatCount(choice.bestEpoch)) : t("last, {0}", lastWords(run));
  return `${how} · ${run.weights} (${epoch})`;
}

function startedText(startedAt: string): string {
  return new Intl.DateTimeFormat(currentLanguage(), { dateStyle: "medium", timeStyle: "short" }).format(new Date(startedAt));
}
