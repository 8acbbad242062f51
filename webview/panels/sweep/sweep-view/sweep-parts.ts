// What is told of a sweep as a whole: how far it is, and what to know of it.

import { html, nothing, type TemplateResult } from "lit";
import type { SweepStatus } from "../../../../src/protocol/sweep.ts";
import { clockText } from "../../../../src/model/clock-text.ts";
import { say, t } from "../../../shared/text.ts";

/** How many trials are over, and of how many; while it runs, how long it will take. */
export function sweepProgress({ state, trials, epochs, seconds, secondsLeft }: SweepStatus): TemplateResult {
  const runnable = trials.filter((trial) => trial.state !== "skipped");
  const over = runnable.filter((trial) => trial.state === "ended" || trial.state === "failed");
  if (state === "ended") {
    return html`<span class="secondary" role="status">${t("{0} of {1} in {2}", over.length, runnable.length, clockText(seconds))}</span>`;
  }
  const share =
    runnable.reduce((sum, trial) => sum + (over.includes(trial) ? 1 : trial.epoch / Math.max(1, epochs)), 0) / Math.max(1, runnable.length);
  const text =
    secondsLeft === undefined
      ? t("{0} of {1}", over.length, runnable.length)
      : t("{0} of {1}, {2} left", over.length, runnable.length, clockText(secondsLeft));
  return html`<div class="progress">
    <progress aria-label=${t("Trials")} max="1" .value=${share}></progress><span class="code">${text}</span>
  </div>`;
}

/** What to know of the whole before looking at its parts. */
export function sweepNotes({ isOutdated, note, trials }: SweepStatus): TemplateResult {
  const skipped = trials.filter(({ state }) => state === "skipped");
  const reason = skipped[0]?.note;
  return html`${isOutdated ? line("info", t("The document changed since. These trials are from before.")) : nothing}
  ${note ? line("warning", say(note)) : nothing} ${reason ? line("warning", t("{0} left out. {1}", skipped.length, say(reason))) : nothing}`;
}

function line(icon: "info" | "warning", sentence: string): TemplateResult {
  return html`<div class="problem-line" role="status">
    <vscode-icon class=${`severity ${icon === "info" ? "information" : icon}`} name=${icon}></vscode-icon>
    <p>${sentence}</p>
  </div>`;
}
