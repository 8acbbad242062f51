// A question of a figure, answered by what is for it.

import type { Table } from "../../data/table.ts";
import type { Experiment } from "../../model/schema.ts";
import type { WeightTensor } from "../evaluation/trained.ts";
import { prepareTable } from "../experiment.ts";
import { activation } from "./activation.ts";
import { layerBars } from "./layer-bars.ts";
import { lossSlice } from "./loss-slice.ts";
import { perceptronLine } from "./perceptron-line.ts";
import { softmax } from "./softmax.ts";
import { tableOf } from "./table.ts";
import type { FigureAnswers, FigureKind, FigureQuestions, PlainFigureKind } from "./types.ts";
import { weightPath } from "./weight-path.ts";

/** What a figure is about. */
export interface Figured {
  readonly experiment: Experiment;
  /** Read as the document says. */
  readonly table: Table;
  /** The present weights; the first ones of a run if there are none. */
  readonly weights?: readonly WeightTensor[] | undefined;
}

/** Answers a figure that needs no document. @throws ProblemError if there is no such curve */
export function answerPlainFigure<K extends PlainFigureKind>(kind: K, question: FigureQuestions[K]): FigureAnswers[K] {
  const ways: { readonly [L in PlainFigureKind]: (question: FigureQuestions[L]) => FigureAnswers[L] } = { activation, softmax };
  return ways[kind](question);
}

/** @throws ProblemError if the document cannot be trained, or has not what the figure shows */
export function answerFigure<K extends FigureKind>({ experiment, table, weights }: Figured, kind: K, question: FigureQuestions[K]): FigureAnswers[K] {
  const prepared = () => prepareTable(experiment, table);
  const ways: { readonly [L in FigureKind]: (question: FigureQuestions[L]) => FigureAnswers[L] } = {
    activation,
    softmax,
    "loss-slice": (asked) => lossSlice(experiment, table, asked, weights),
    "weight-path": (asked) => weightPath(prepared(), asked),
    "perceptron-line": (asked) => perceptronLine(prepared(), asked),
    "layer-bars": (asked) => layerBars(prepared(), asked),
    table: (asked) => tableOf(prepared(), asked, weights),
  };
  return ways[kind](question);
}

export function isPlainFigure(kind: FigureKind): kind is PlainFigureKind {
  return kind === "activation" || kind === "softmax";
}
