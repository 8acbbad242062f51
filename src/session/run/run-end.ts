// What a run ends with: its last weights, or those of its best epoch, as the document says and the person
// chooses; and the file that has them.

import { weightFile } from "../../code/formats/weights.ts";
import type { Message } from "../../model/message.ts";
import type { Experiment } from "../../model/schema.ts";
import type { WeightFacts } from "../../protocol/run.ts";
import type { FinishedRun } from "../../protocol/worker.ts";
import type { KeptWeights } from "../../training/types.ts";
import type { RunFiles } from "../ports.ts";

export class RunEnd {
  readonly #files: RunFiles;
  readonly #experiment: Experiment;
  readonly #outcome: FinishedRun;
  /** What the run itself ended with. */
  readonly #own: KeptWeights;
  #kept: KeptWeights;

  /** @param stopKeeps which weights a run that was stopped leaves, if there are two */
  constructor(files: RunFiles, experiment: Experiment, outcome: FinishedRun, stopKeeps: KeptWeights) {
    this.#files = files;
    this.#experiment = experiment;
    this.#outcome = outcome;
    this.#own = outcome.other?.which === "last" ? "best" : "last";
    // A run that nobody stopped ends as the document says, here as on the command line.
    this.#kept = outcome.stopped === "interrupted" && outcome.other?.which === "best" ? stopKeeps : this.#own;
  }

  /** The run as it ended, with the weights that are kept and their loss on the test split. */
  get outcome(): FinishedRun {
    return this.#weights(this.#kept);
  }

  /** What is to be told while they are in no file. */
  get unsaved(): WeightFacts {
    return { verdict: this.#weights(this.#kept).verdict };
  }

  /**
   * Writes the weights that are kept, or from now on those named.
   * @throws ProblemError if the folder cannot be written
   */
  async save(which = this.#kept): Promise<WeightFacts> {
    return this.#facts(await this.#files.saveWeights(this.#bytes(which)), which);
  }

  /** Offers what helps if they could not be written; undefined if the person does not want that. */
  async rescue(reason: Message): Promise<WeightFacts | undefined> {
    const weights = await this.#files.rescueWeights(this.#bytes(this.#kept), reason);
    return weights === undefined ? undefined : this.#facts(weights, this.#kept);
  }

  #bytes(which: KeptWeights): Uint8Array {
    return weightFile(this.#experiment, this.#weights(which));
  }

  #weights(which: KeptWeights): FinishedRun {
    const { other, testLoss: _, verdict: __, ...rest } = this.#outcome;
    if (which === this.#own || other === undefined) return this.#outcome;
    const { which: ___, bestEpoch: ____, ...own } = other;
    return { ...rest, ...own };
  }

  #facts(weights: string | undefined, kept: KeptWeights): WeightFacts {
    this.#kept = kept;
    const { other } = this.#outcome;
    const { verdict } = this.#weights(kept);
    return { weights, verdict, choice: other && { kept, bestEpoch: other.bestEpoch } };
  }
}
