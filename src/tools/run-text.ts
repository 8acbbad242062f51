// A run in a few lines: how it ended, what it reached, how the loss went, and what was sick about it.

import { significant, shareText } from "../model/figures.ts";
import { endOf, healthOf, isActive } from "../protocol/run.ts";
import type { DocumentSession } from "../session/document-session.ts";
import type { EpochResult, Verdict } from "../training/types.ts";
import { kept, named, sentence } from "./quoting.ts";
import { lines } from "./tool.ts";

const MOST_FINDINGS = 10;
/** Points of the curve that are told. */
const MOST_POINTS = 8;

const ends = {
  early: "stopped early, because the loss no longer fell,",
  interrupted: "was stopped",
  diverged: "diverged",
};

/** How the newest run came out; undefined if there is none. */
export function runText(session: DocumentSession): string | undefined {
  const { status, curve } = session.run;
  if (status.state === "idle") return undefined;
  if (status.state === "failed") return `The run failed. ${sentence(status.note)}`;
  if (isActive(status)) return `The run goes on: epoch ${status.epoch} of ${status.epochs}.`;
  const end = endOf(status);
  const last = curve.points.at(-1);
  const how = end?.stopped ? ends[end.stopped] : "is complete";
  const seconds = end?.seconds === undefined ? "" : ` after ${short(end.seconds)} s`;
  return lines(
    `The run ${how} at epoch ${status.epoch} of ${status.epochs}${seconds}.`,
    last && `Last loss: ${lossText(last)}.${bestText(curve.points)}`,
    end?.verdict && verdictText(end.verdict),
    end?.weights !== undefined && `Weights: ${named(end.weights)}.`,
    end?.choice && `The weights are those of the ${end.choice.kept} epoch; the best was ${end.choice.bestEpoch}.`,
    end?.stopped === "diverged" && end.note && kept(end.note),
    healthText(session),
  );
}

/** How the loss went, at a few epochs. */
export function curveText(points: readonly EpochResult[]): string {
  const last = points.length - 1;
  const count = Math.min(MOST_POINTS, points.length);
  const shown = Array.from({ length: count }, (_, index) => points[Math.round((index * last) / Math.max(1, count - 1))]!);
  return ["Epoch: loss", ...shown.map((point) => `${point.epoch}: ${lossText(point)}`)].join("\n");
}

function lossText({ trainLoss, validationLoss, metrics }: EpochResult): string {
  const accuracy = (metrics?.validation ?? metrics?.train)?.accuracy;
  return [
    `training ${short(trainLoss)}`,
    ...(validationLoss === undefined ? [] : [`validation ${short(validationLoss)}`]),
    ...(accuracy === undefined ? [] : [`accuracy ${shareText(accuracy)}`]),
  ].join(", ");
}

function bestText(points: readonly EpochResult[]): string {
  const withValidation = points.filter(({ validationLoss }) => validationLoss !== undefined);
  if (withValidation.length === 0) return "";
  const best = withValidation.reduce((one, other) => (other.validationLoss! < one.validationLoss! ? other : one));
  return best === points.at(-1) ? "" : ` Lowest validation loss: ${short(best.validationLoss!)} at epoch ${best.epoch}.`;
}

/** How good the weights are, beside always the same answer. */
function verdictText(verdict: Verdict): string {
  const rows = verdict.split === "validation" ? "validation" : "training";
  if (verdict.kind === "numbers")
    return `On ${rows} rows it is off by ${short(verdict.mae)} on average; always the mean would be off by ${short(verdict.usualMae)}. R² ${short(verdict.r2)}.`;
  const { right, answers, usual, usualRight } = verdict;
  return `On ${rows} rows ${right} of ${answers} answers are right; always ${named(usual)} would be right ${usualRight} times.`;
}

/** What was found to be sick. What comes from a file of an earlier window is quoted. */
function healthText({ run }: DocumentSession): string | undefined {
  const found = healthOf(run.status).slice(0, MOST_FINDINGS);
  if (found.length === 0) return undefined;
  return lines(
    "Found to be sick:",
    ...found.map((finding) => {
      const { code, epoch, message: what } = finding;
      if (!("path" in finding)) return `- epoch ${epoch}, ${named(code)}${what ? `: ${kept(what)}` : ""}`;
      const remedies = finding.fixes.map(({ title }) => sentence(title));
      return `- epoch ${epoch}, ${code}: ${sentence(finding.message)}${remedies.length > 0 ? ` Remedies: ${remedies.join("; or ")}.` : ""}`;
    }),
  );
}

/** Four significant digits. */
export function short(value: number): string {
  return Number.isFinite(value) ? String(Number(significant(value, 4))) : String(value);
}
