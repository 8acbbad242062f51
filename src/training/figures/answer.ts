// A question of a figure, answered by what is for it.

import { type PreparedExperiment, prepareTable } from "../experiment.ts";
import { activation } from "./activation.ts";
import { layerBars } from "./layer-bars.ts";
import { lossSlice } from "./loss-slice.ts";
import { perceptronLine } from "./perceptron-line.ts";
import { softmax } from "./softmax.ts";
import { tableOf } from "./table.ts";
import type { Figured, FigureAnswers, FigureKind, FigureQuestions } from "./types.ts";
import { weightPath } from "./weight-path.ts";

/**
 * @param figured figures of layers alone need none
 * @throws ProblemError if the document cannot be trained, or has not what the figure shows
 */
export function answerFigure<K extends FigureKind>(figured: Figured | undefined, kind: K, question: FigureQuestions[K]): FigureAnswers[K] {
  const known = (): Figured => {
    if (figured === undefined) throw new Error(`The figure ${kind} needs a document.`);
    return figured;
  };
  const prepared = (): PreparedExperiment => prepareTable(known().experiment, known().table);
  const ways: { readonly [L in FigureKind]: (question: FigureQuestions[L]) => FigureAnswers[L] } = {
    activation,
    softmax,
    "loss-slice": (asked) => lossSlice(known(), asked),
    "weight-path": (asked) => weightPath(prepared(), asked),
    "perceptron-line": (asked) => perceptronLine(prepared(), asked),
    "layer-bars": (asked) => layerBars(prepared(), asked),
    table: (asked) => tableOf(prepared(), asked, known().weights),
  };
  return ways[kind](question);
}
