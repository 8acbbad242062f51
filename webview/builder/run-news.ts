// What a screen reader says of a run by itself: that it begins, waits or goes on, what was found to be sick,
// where a long one is, and what it came to. All else stands on the screen, to be read when it is wanted.

import { endOf, type EndedStatus, healthOf, isActive, type RunFacts, type RunStatus } from "../../src/protocol/run.ts";
import type { EpochResult } from "../../src/training/types.ts";
import { findingWords } from "../shared/health-words.ts";
import { formatCount, formatMeasure, formatSpokenTime } from "../shared/numbers.ts";
import { t } from "../shared/text.ts";
import { verdictText } from "../shared/verdict-words.ts";

/** Milliseconds of silence before it is said how far a run is. */
const SILENCE = 20_000;
/** At the end of each of so many equal parts of a run it is said how far it is. */
const PARTS = 4;

export class RunNews {
  #before: RunStatus | undefined;
  #saidAt = 0;

  /**
   * What is new since the status before; "" if that need not be said. What the banner says anyway, as that a
   * run has failed, is left to it.
   * @param newest the last point of the curve
   * @param json the document that is trained
   * @param now milliseconds from any moment
   */
  of(status: RunStatus, newest: EpochResult | undefined, json: unknown, now: number): string {
    const before = this.#before;
    this.#before = status;
    if (before === undefined || status.state === "idle") return "";
    const isLong = now - this.#saidAt >= SILENCE;
    const sentences = [
      ...foundSince(before, status).map((finding) => findingWords(finding, json)),
      changeOf(before, status) || (isLong && isFurther(before, status) ? whereText(status, newest) : ""),
    ].filter(Boolean);
    if (sentences.length > 0) this.#saidAt = now;
    return sentences.join(". ");
  }
}

function foundSince(before: RunStatus, status: RunStatus) {
  if (healthOf(before) === healthOf(status) || before.run !== status.run) return [];
  return healthOf(status).slice(healthOf(before).length);
}

function changeOf(before: RunStatus, status: RunStatus): string {
  const end = endOf(status);
  if (end) return isActive(before) || before.state === "watched" ? endText(end) : "";
  if (status.state === "running") {
    if (before.state === "preparing") return t("Training of {0} epochs has begun.", formatCount(status.epochs));
    return before.state === "paused" ? t("Training goes on.") : "";
  }
  if (status.state !== "paused" || (before.state === "paused" && before.epoch === status.epoch && before.batch === status.batch)) return "";
  const where = t("Paused at epoch {0} of {1}.", formatCount(status.epoch), formatCount(status.epochs));
  const { batchesPerEpoch } = status.started;
  return status.batch === 0 ? where : `${where} ${t("Batch {0} of {1}.", formatCount(status.batch), formatCount(batchesPerEpoch))}`;
}

function endText({ stopped, epoch, seconds = 0, verdict }: EndedStatus): string {
  const [where, time] = [formatCount(epoch), formatSpokenTime(seconds)];
  const how =
    stopped === "interrupted"
      ? t("Training stopped at epoch {0} after {1}.", where, time)
      : stopped === "early"
        ? t("Training stopped early at epoch {0} after {1}.", where, time)
        : stopped === "diverged"
          ? t("Training diverged at epoch {0} after {1}.", where, time)
          : t("Training finished at epoch {0} after {1}.", where, time);
  return verdict === undefined ? how : `${how} ${verdictText(verdict)}`;
}

function isFurther(before: RunStatus, status: RunStatus): boolean {
  if (before.state === "idle" || status.state === "idle" || !goesOn(before) || !goesOn(status)) return false;
  return partOf(status) > partOf(before) && status.epoch < status.epochs;
}

function goesOn({ state }: RunStatus): boolean {
  return state === "running" || state === "watched";
}

/** How many parts of the run are over. */
function partOf({ epoch, epochs }: RunFacts): number {
  return Math.floor((PARTS * epoch) / Math.max(1, epochs));
}

function whereText({ epoch, epochs }: RunFacts, newest: EpochResult | undefined): string {
  const where = t("Epoch {0} of {1}.", formatCount(epoch), formatCount(epochs));
  if (newest === undefined) return where;
  const { validationLoss, trainLoss } = newest;
  return validationLoss === undefined
    ? `${where} ${t("Training loss {0}.", formatMeasure(trainLoss))}`
    : `${where} ${t("Validation loss {0}.", formatMeasure(validationLoss))}`;
}
