// What a run ends with: its last weights, or after a stop by hand those of its best epoch, as the person chooses; and the file that has them.

import * as vscode from "vscode";
import type { Message } from "../model/message.ts";
import type { Experiment } from "../model/schema.ts";
import type { KeptWeights, RunStatus } from "../protocol/run.ts";
import type { RunOutcome } from "../training/types.ts";
import { rescueWeights, saveWeights } from "./save-weights.ts";

/** What a run's end says of its weights. */
export type EndStatus = Pick<RunStatus, "weights" | "testLoss" | "choice">;

export class RunEnd {
  readonly #document: vscode.Uri;
  readonly #experiment: Experiment;
  readonly #outcome: RunOutcome;
  #kept: KeptWeights;

  constructor(document: vscode.Uri, experiment: Experiment, outcome: RunOutcome) {
    this.#document = document;
    this.#experiment = experiment;
    this.#outcome = outcome;
    const wanted = vscode.workspace.getConfiguration("perceptron", document).get<KeptWeights>("stopKeeps", "last");
    this.#kept = outcome.best === undefined ? "last" : wanted;
  }

  /** The run as it ended, with the weights that are kept and their loss on the test split. */
  get outcome(): RunOutcome {
    return this.#weights(this.#kept);
  }

  /** What is to be told while they are in no file. */
  get unsaved(): EndStatus {
    const { choice: _, ...status } = this.#status(undefined, this.#kept);
    return status;
  }

  /** Writes the weights that are kept, or from now on those named. @throws ProblemError where the folder cannot be written */
  async save(which = this.#kept): Promise<EndStatus> {
    return this.#status(await saveWeights(this.#document, this.#experiment, this.#weights(which)), which);
  }

  /** Offers what helps where they could not be written; undefined where the person does not want that. */
  async rescue(reason: Message): Promise<EndStatus | undefined> {
    const weights = await rescueWeights(this.#document, this.#experiment, this.#weights(this.#kept), reason);
    return weights === undefined ? undefined : this.#status(weights, this.#kept);
  }

  #weights(which: KeptWeights): RunOutcome {
    const { best, testLoss: _, ...others } = this.#outcome;
    if (which === "last" || best === undefined) return this.#outcome;
    return { ...others, tensors: best.tensors, ...(best.testLoss === undefined ? {} : { testLoss: best.testLoss }) };
  }

  #status(weights: string | undefined, kept: KeptWeights): EndStatus {
    this.#kept = kept;
    const { best } = this.#outcome;
    const { testLoss } = this.#weights(kept);
    return {
      ...(weights === undefined ? {} : { weights }),
      ...(testLoss === undefined ? {} : { testLoss }),
      ...(best === undefined ? {} : { choice: { kept, bestEpoch: best.epoch } }),
    };
  }
}
