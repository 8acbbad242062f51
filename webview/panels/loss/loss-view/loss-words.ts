// What is said of a curve: to those who hear it, and in a few words beside it.

import type { RunStatus } from "../../../../src/protocol/run.ts";
import type { EpochResult } from "../../../../src/training/types.ts";
import { formatCount, formatDuration, formatMeasure } from "../../../shared/numbers.ts";
import { t } from "../../../shared/text.ts";
import { isOfRun, type MeasureName, measureTitle, valuesOf } from "../../../chart/measures.ts";
import type { Range } from "../../../chart/zoom.ts";

/** A value as the legend shows it. */
export function measured(value: number | undefined): string {
  return value === undefined ? "–" : formatMeasure(value);
}

/** What the legend calls the first line. */
export function lineTitle(measure: MeasureName): string {
  return measure === "lr" ? "lr" : measure === "gradientNorm" ? t("norm of the last batch") : t("train");
}

/** The whole curve in a sentence or three; `window` are the epochs that are shown, if not all are. */
export function describe(last: EpochResult, measure: MeasureName, window: Range | undefined): string {
  const [train, validation] = valuesOf(last, measure).map((value) => (value === undefined ? undefined : formatMeasure(value)));
  const epochs = formatCount(last.epoch);
  const title = measureTitle(measure);
  const sentences = [
    isOfRun(measure)
      ? t("{0} of {1} epochs. Now {2}.", title, epochs, train ?? "")
      : measure === "loss"
        ? t("Loss curve of {0} epochs. Train {1}.", epochs, train ?? "")
        : t("{0} of {1} epochs. Train {2}.", title, epochs, train ?? ""),
  ];
  if (validation !== undefined) sentences.push(t("Validation {0}.", validation));
  if (window) sentences.push(t("Zoomed to epochs {0} to {1}.", formatCount(Math.ceil(window[0])), formatCount(Math.floor(window[1]))));
  return sentences.join(" ");
}

/** One epoch: "epoch 39, train 0.2, validation 0.3". */
export function spokenPoint(point: EpochResult, measure: MeasureName): string {
  const [train, validation] = valuesOf(point, measure);
  const words = [`${t("epoch")} ${formatCount(point.epoch)}`, `${lineTitle(measure)} ${measured(train)}`];
  if (validation !== undefined) words.push(`${t("validation")} ${measured(validation)}`);
  return words.join(", ");
}

/** How the window on the epochs is changed. */
export function zoomHint(): string {
  return t("Drag over epochs to zoom in, Ctrl and the wheel or + and − to zoom, Shift and arrows to move, double-click or 0 for all.");
}

/** How fast it trains: "3.14 ms an epoch · 64,516 steps/s"; empty before that is known. */
export function paceText(run: RunStatus): string {
  if (run.state === "idle" || run.state === "watched" || run.state === "preparing" || run.secondsPerEpoch === undefined) return "";
  const { started, secondsPerEpoch } = run;
  const pace = t("{0} an epoch", formatDuration(secondsPerEpoch));
  return started === undefined ? pace : `${pace} · ${t("{0} steps/s", formatMeasure(started.batchesPerEpoch / secondsPerEpoch))}`;
}
