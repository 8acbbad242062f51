// What the live figures of a lesson ask: numbers of the engine, on the shown step's document.

/** What is asked, by kind. */
export type FigureQuestions = Readonly<Record<string, object>>;
export type FigureAnswers = { readonly [K in keyof FigureQuestions]: object };

export interface FigureHost {
  /** Undefined if the document cannot answer now, as without data. */
  askFigure<K extends keyof FigureQuestions>(kind: K, question: FigureQuestions[K]): Promise<FigureAnswers[K] | undefined>;
}
