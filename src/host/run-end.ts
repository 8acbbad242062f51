// What a run ends with: its last weights, or those of its best epoch, as the document says and the person chooses; and the file that has them.

import * as vscode from "vscode";
import type { Message } from "../model/message.ts";
import type { Experiment } from "../model/schema.ts";
import type { RunStatus } from "../protocol/run.ts";
import type { KeptWeights, RunOutcome } from "../training/types.ts";
import { rescueWeights, saveWeights } from "./save-weights.ts";

/** What a run's end says of its weights. */
export type EndStatus = Pick<RunStatus, "weights" | "verdict" | "choice">;

export class RunEnd {
  readonly #document: vscode.Uri;
  readonly #experiment: Experiment;
  readonly #outcome: RunOutcome;
  /** What the run itself ended with. */
  readonly #own: KeptWeights;
  #kept: KeptWeights;

  constructor(document: vscode.Uri, experiment: Experiment, outcome: RunOutcome) {
    this.#document = document;
    this.#experiment = experiment;
    this.#outcome = outcome;
    const wanted = vscode.workspace.getConfiguration("perceptron", document).get<KeptWeights>("stopKeeps", "last");
    this.#own = outcome.other?.which === "last" ? "best" : "last";
    // A run that nobody stopped ends as the document says, here as on the command line.
    this.#kept = outcome.stopped === "interrupted" && outcome.other?.which === "best" ? wanted : this.#own;
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
    const { other, testLoss: _, verdict: __, ...rest } = this.#outcome;
    if (which === this.#own || other === undefined) return this.#outcome;
    const { which: ___, bestEpoch: ____, ...own } = other;
    return { ...rest, ...own };
  }

  #status(weights: string | undefined, kept: KeptWeights): EndStatus {
    this.#kept = kept;
    const { other } = this.#outcome;
    const { verdict } = this.#weights(kept);
    return {
      ...(weights === undefined ? {} : { weights }),
      ...(verdict === undefined ? {} : { verdict }),
      ...(other === undefined ? {} : { choice: { kept, bestEpoch: other.bestEpoch } }),
    };
  }
}
