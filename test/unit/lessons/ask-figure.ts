// Whether the engine answers a live figure of a lesson, on the document as it stands; and on the changed one
// beside it, if there is one.

import type { Figure } from "../../../src/lessons/figures.ts";
import type { JsonValue } from "../../../src/model/json.ts";
import { format, message } from "../../../src/model/message.ts";
import { reasonOf } from "../../../src/model/problem.ts";
import type { FigureKind, FigureQuestions } from "../../../src/protocol/figure-host.ts";
import { DocumentFigures } from "../../../src/session/figures/document-figures.ts";
import type { LessonStage, StagedDocument } from "../../../webview/dev/lesson-stage.ts";

/** Points along a curve; the page asks for more. */
const POINTS = 11;

/** Why it is not answered; undefined if it is. */
export async function figureFailure(figure: Figure, stage: LessonStage, document: StagedDocument): Promise<string | undefined> {
  const ports = { worker: stage.worker, document: document.text.fileName, sources: document.sources };
  const figures = new DocumentFigures(document.session, {
    ...ports,
    encodingHint: () => undefined,
    readWeights: () => document.files.readWeights(),
  });
  const { options } = figure;
  const beside: JsonValue | undefined = "beside" in options ? options.beside : undefined;
  try {
    for (const patch of beside === undefined ? [undefined] : [undefined, beside]) {
      const answer = await figures.askFigure(figure.type, questionOf(figure), patch);
      if (answer === undefined) return `${figure.id}: there is no answer`;
    }
    return undefined;
  } catch (error) {
    return `${figure.id}: ${format(reasonOf(error) ?? message("?"))}`;
  }
}

/** What its element asks at first. */
function questionOf({ type, options }: Figure): FigureQuestions[FigureKind] {
  switch (type) {
    case "activation": {
      const { layer, layers = layer ? [layer] : [], from = -5, to = 5 } = options;
      return { layers, from, to, points: POINTS };
    }
    case "loss-slice": {
      const { weight, losses, others, from = -5, to = 5 } = options;
      return { weight, losses, from, to, points: POINTS, ...(others ? { at: others } : {}) };
    }
    case "weight-path":
      return { weights: options.weights, steps: options.steps };
    case "softmax":
      return { layers: options.shows ?? ["Softmax"], logits: options.logits ?? [1, 2, 3], temperature: 1 };
    case "perceptron-line":
      return { steps: options.steps };
    case "layer-bars":
      return { of: options.of, step: options.step ?? 1 };
    case "table":
      return { rows: options.rows ?? 8 };
  }
}
