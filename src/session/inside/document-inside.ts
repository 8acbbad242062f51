// A document's run followed from the inside. It is a run of its own with the same bits, so the one that
// trains goes on untouched. A worker that was started anew, or follows another document now, opens it again
// where it was.

import { ProblemError } from "../../model/problem.ts";
import type { Experiment } from "../../model/schema.ts";
import type { InsideHost } from "../../protocol/inside-host.ts";
import type { Inside, SourceReference } from "../../protocol/worker.ts";
import type { InsideMoved } from "../../training/inside/types.ts";
import type { DocumentSession } from "../document-session.ts";

export interface InsidePorts {
  readonly worker: Inside;
  /** What the worker knows the document by. */
  readonly document: string;
  /** CSVs as the worker gets them. @throws ProblemError if one must not be read, or is not there */
  readonly sources: (file: Experiment["data"]["file"]) => Promise<readonly SourceReference[]>;
  /** The encoding that is likely if the bytes allow several. */
  readonly encodingHint: () => string | undefined;
}

/** What is followed: a document, and where it begins. */
interface Followed {
  readonly experiment: Experiment;
  /** The checkpoint of the run that goes on. */
  readonly resume?: Uint8Array;
  /** Whether a run from the beginning comes there too: nobody has steered it. */
  readonly restarts?: boolean;
}

export class DocumentInside implements InsideHost {
  readonly #session: DocumentSession;
  readonly #ports: InsidePorts;
  #followed: Followed | undefined;
  /** The step that was looked at last. */
  #step: number | undefined;

  constructor(session: DocumentSession, ports: InsidePorts) {
    this.#session = session;
    this.#ports = ports;
  }

  openInside: InsideHost["openInside"] = async () => {
    const { run } = this.#session;
    const trained = run.isActive ? run.trained : undefined;
    const { experiment, errors } = trained ? { experiment: trained, errors: [] } : await this.#session.ready();
    if (errors[0]) throw new ProblemError(errors[0]);
    if (experiment === undefined) return undefined;
    const checkpoint = trained && (await run.checkpoint());
    this.#followed = { experiment, ...(checkpoint ? { resume: checkpoint.bytes, restarts: !run.isSteered } : {}) };
    this.#step = undefined;
    return this.#open();
  };

  moveInside: InsideHost["moveInside"] = (move) =>
    this.#answer((worker, document) => worker.moveInside(document, move)).then((moved) => this.#keep(moved));

  // Only looks: a run that was let go of is not searched any more.
  searchInside: InsideHost["searchInside"] = async () => {
    const { worker, document } = this.#ports;
    return this.#followed && worker.searchInside(document);
  };

  insideNumbers: InsideHost["insideNumbers"] = (window) => this.#answer((worker, document) => worker.insideNumbers(document, window));

  explainNumber: InsideHost["explainNumber"] = (address) => this.#answer((worker, document) => worker.explainNumber(document, address));

  checkGradient: InsideHost["checkGradient"] = (address) => this.#answer((worker, document) => worker.checkGradient(document, address));

  closeInside: InsideHost["closeInside"] = async () => {
    if (this.#followed === undefined) return;
    this.#followed = undefined;
    await this.#ports.worker.closeInside(this.#ports.document);
  };

  async #open(): Promise<InsideMoved | undefined> {
    if (this.#followed === undefined) return undefined;
    const { experiment, ...from } = this.#followed;
    const { worker, document, sources, encodingHint } = this.#ports;
    const options = { document, encodingHint: encodingHint(), ...from, step: this.#step };
    return this.#keep(await worker.openInside(experiment, await sources(experiment.data.file), options));
  }

  #keep(moved: InsideMoved | undefined): InsideMoved | undefined {
    if (moved) this.#step = moved.step.step;
    return moved;
  }

  async #answer<T>(ask: (worker: Inside, document: string) => Promise<T | undefined>): Promise<T | undefined> {
    const { worker, document } = this.#ports;
    if (this.#followed === undefined) return undefined;
    return (await ask(worker, document)) ?? ((await this.#open()) && ask(worker, document));
  }
}
