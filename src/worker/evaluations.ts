// What is evaluated at the moment: in slices, and with the answer to how far it is.

import type { EvaluationProgress } from "../training/evaluation/evaluate.ts";
import type { Steps } from "../training/steps.ts";
import type { WorkerPorts } from "./ports.ts";
import { inSlices } from "./slices.ts";

export class Evaluations {
  readonly #ports: Pick<WorkerPorts, "turn">;
  readonly #progress = new Map<string, EvaluationProgress>();

  constructor(ports: Pick<WorkerPorts, "turn">) {
    this.#ports = ports;
  }

  /** How far the evaluation of a document is; undefined if none goes on, or it has just begun. */
  progress(document: string): EvaluationProgress | undefined {
    return this.#progress.get(document);
  }

  /** Does an evaluation. @throws ProblemError of code `cancelled` once the signal is aborted */
  async run<T>(document: string, steps: Steps<EvaluationProgress, T>, signal?: AbortSignal): Promise<T> {
    try {
      return await inSlices(steps, this.#ports, { progressed: (progress) => this.#progress.set(document, progress), signal });
    } finally {
      this.#progress.delete(document);
    }
  }
}
