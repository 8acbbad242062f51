// What the live figures of a lesson ask: numbers of the engine, on the shown step's document.

import type { JsonValue } from "../model/json.ts";
import type { FigureAnswers, FigureKind, FigureQuestions } from "../training/figures/types.ts";

export type { FigureAnswers, FigureKind, FigureQuestions };

export interface FigureHost {
  /**
   * Undefined if the document cannot answer now, as without data.
   * @param patch a JSON merge patch (RFC 7396) of the document: the changed one answers
   * @throws ProblemError if the document has not what the figure shows
   */
  askFigure<K extends FigureKind>(kind: K, question: FigureQuestions[K], patch?: JsonValue): Promise<FigureAnswers[K] | undefined>;
}
