// Says how good a trained network is on one split, and which features it goes by.

import * as z from "zod";
import { significant } from "../model/figures.ts";
import { message } from "../model/message.ts";
import type { TrainedNetwork } from "../session/network/trained-network.ts";
import type { SplitReport } from "../training/evaluation/report.ts";
import { accuracy, classScores, commonMistakes } from "../training/metrics/confusion.ts";
import { nameOf } from "./paths.ts";
import { named, QUOTES } from "./quoting.ts";
import { short } from "./run-text.ts";
import { documentPath, lines, tool, withDocument } from "./tool.ts";

const MOST_CLASSES = 12;
const MOST_MISTAKES = 5;
const MOST_FEATURES = 10;

type TargetReport = SplitReport["targets"][number];

export const evaluateNetwork = tool({
  name: "evaluate_network",
  title: message("Evaluate a network"),
  about: `Says how good a trained network is on rows it did not learn from: loss, accuracy with precision and recall of each class and the most common mistakes, or R² and errors of numbers; with importance: true also which features it goes by. Looking at test rows while choosing settings makes them worth less. ${QUOTES}`,
  icon: "pass",
  input: z.strictObject({
    document: documentPath,
    split: z.enum(["train", "validation", "test"]).optional().describe("Which rows; validation rows if it is left out."),
    importance: z.boolean().optional().describe("Whether to say which features matter, which takes longer."),
  }),
  doing: ({ document }) => message("Evaluating {0}", nameOf(document)),
  run: ({ document: path, split, importance }, context) =>
    withDocument(context, path, async ({ network }) => {
      const { threshold } = network;
      const report = await network.report(split);
      return lines(
        `On ${report.rows[report.split].toLocaleString("en")} ${rowsOf[report.split]} rows${report.loss === null ? "" : `: loss ${short(report.loss)}`}.`,
        report.isOtherData && "The CSV changed since the network was trained on it.",
        ...report.targets.flatMap((target) => targetLines(target, threshold)),
        importance === true && (await importanceText(network, report, threshold)),
      );
    }),
});

const rowsOf = { train: "training", validation: "validation", test: "test" };

function targetLines(report: TargetReport, threshold: number): string[] {
  if (report.kind === "numbers") {
    const { target, r2, mae, rmse } = report;
    return [`${named(target)}: R² ${figure(r2)}, mean absolute error ${figure(mae)}, root mean squared error ${figure(rmse)}`];
  }
  const { target, classes, counts, thresholds } = report;
  const matrix = { classes: classes.length, counts };
  const scores = classScores(matrix);
  return [
    `${named(target)}: accuracy ${figure(accuracy(matrix))}${thresholds ? ` at threshold ${threshold}` : ""}`,
    ...scores
      .slice(0, MOST_CLASSES)
      .map(
        ({ precision, recall, support }, index) =>
          `- ${named(classes[index]!)}: precision ${short(precision)}, recall ${short(recall)}, ${support} rows`,
      ),
    ...(classes.length > MOST_CLASSES ? [`… and ${classes.length - MOST_CLASSES} more classes`] : []),
    ...commonMistakes(matrix, MOST_MISTAKES).map(
      ({ truth, answer }) =>
        `- ${counts[truth * classes.length + answer]} × ${named(classes[truth]!)} taken for ${named(classes[answer]!)}`,
    ),
  ];
}

/** The features by what the score loses if their values are shuffled. */
async function importanceText(network: TrainedNetwork, { split, features }: SplitReport, threshold: number): Promise<string> {
  const found: { readonly column: string; readonly mean: number }[] = [];
  let score = "";
  while (found.length < features.length) {
    const piece = await network.evaluate("importance", { split, target: 0, threshold, from: found.length });
    if (piece === undefined || piece.features.length === 0) break;
    found.push(...piece.features);
    score = piece.score === "r2" ? "R²" : "accuracy";
  }
  const order = found.toSorted((one, other) => other.mean - one.mean).slice(0, MOST_FEATURES);
  const shown = order.map(({ column, mean }) => `${named(column)} ${short(mean)}`);
  return `What ${score} loses without a feature: ${shown.join(", ")}.`;
}

function figure(value: number | null): string {
  return value === null || Number.isNaN(value) ? "not defined" : String(Number(significant(value, 4)));
}
