// How a document's network shapes its space: the weights of its run, now and at remembered moments, go to the
// worker that reads tables and answers there. The worker that trains only copies weights.

import { firstError } from "../../model/problem.ts";
import type { Experiment } from "../../model/schema.ts";
import type { SpaceAnswered, SpaceHost, WithMoments } from "../../protocol/space-host.ts";
import type { SourceReference, SpaceBasis, Spaces } from "../../protocol/worker.ts";
import type { Moment, SpaceKind, SpaceQuestions } from "../../training/space/types.ts";
import type { DocumentSession } from "../document-session.ts";
import type { WeightFile } from "../network/network-ports.ts";

export interface SpacePorts {
  readonly worker: Spaces;
  /** What the worker knows the document by. */
  readonly document: string;
  /** CSVs as the worker gets them. @throws ProblemError if one must not be read, or is not there */
  readonly sources: (file: Experiment["data"]["file"]) => Promise<readonly SourceReference[]>;
  /** The encoding that is likely if the bytes allow several. */
  readonly encodingHint: () => string | undefined;
  /** The document's weight file; undefined if there is none. @throws ProblemError if it cannot be read */
  readonly readWeights: () => Promise<WeightFile | undefined>;
}

/** Weights to look at, and the document that they belong to. */
interface Looked extends Pick<SpaceBasis, "experiment" | "run" | "epochs" | "added" | "now"> {
  readonly from: SpaceAnswered<SpaceKind>["from"];
}

/** A question to the worker; undefined if moments are missing. */
type Ask<T> = (worker: Spaces, basis: SpaceBasis) => Promise<T | undefined>;

export class DocumentSpace implements SpaceHost {
  readonly #session: DocumentSession;
  readonly #ports: SpacePorts;
  /** What is asked and not answered yet. */
  readonly #asked = new Map<string, Promise<SpaceAnswered<SpaceKind> | undefined>>();
  /** The moments that the worker has, and of which run. */
  #given: { readonly run: string; readonly epochs: readonly number[] } = { run: "", epochs: [] };

  constructor(session: DocumentSession, ports: SpacePorts) {
    this.#session = session;
    this.#ports = ports;
  }

  askSpace: SpaceHost["askSpace"] = async <K extends SpaceKind>(kind: K, question: SpaceQuestions[K]) => {
    // Two views that ask the same at once, as of the features to look at, get one answer of the same weights.
    const { run, state } = this.#session.run.status;
    const key = JSON.stringify([kind, question, run, state]);
    const open = this.#asked.get(key) as Promise<SpaceAnswered<K> | undefined> | undefined;
    if (open) return open;
    const answer = this.#answer((worker, basis) => worker.askSpace(basis, kind, question));
    this.#asked.set(key, answer);
    return answer.finally(() => this.#asked.delete(key));
  };

  predictMoment: SpaceHost["predictMoment"] = async (question) =>
    (await this.#answer((worker, basis) => worker.predictSpace(basis, question)))?.answer;

  evaluateMoment: SpaceHost["evaluateMoment"] = async (epoch, kind, question, signal) =>
    (await this.#answer((worker, basis) => worker.evaluateSpace(basis, epoch, kind, question, signal)))?.answer;

  closeSpace: SpaceHost["closeSpace"] = async () => {
    this.#given = { run: "", epochs: [] };
    await this.#ports.worker.closeSpace(this.#ports.document);
  };

  async #answer<T>(ask: Ask<T>): Promise<WithMoments<T> | undefined> {
    const answered = await this.#ask(ask);
    if (answered !== "missing") return answered;
    // A worker that was started anew, or has looked at another document meanwhile, has nothing any more.
    this.#given = { run: "", epochs: [] };
    const again = await this.#ask(ask);
    return again === "missing" ? undefined : again;
  }

  async #ask<T>(ask: Ask<T>): Promise<WithMoments<T> | undefined | "missing"> {
    const looked = await this.#looked();
    if (looked === undefined) return undefined;
    const { from, ...basis } = looked;
    const { worker, document, sources, encodingHint } = this.#ports;
    const data = { sources: await sources(basis.experiment.data.file), document, encodingHint: encodingHint() };
    const answer = await ask(worker, { ...basis, ...data });
    if (answer === undefined) return "missing";
    this.#given = { run: basis.run, epochs: basis.epochs };
    const { run } = this.#session.run.status;
    return { answer, from, run, epochs: basis.epochs };
  }

  /** The run that goes on, else the one that is over, else the weight file, else the first weights. */
  async #looked(): Promise<Looked | undefined> {
    const { run } = this.#session;
    // The last moment of a run that was stopped within an epoch differs from what the run told of that epoch.
    const id = `${run.isActive ? "run" : "ended"} ${run.status.run}`;
    const known = this.#given.run === id ? this.#given.epochs : [];
    const { trained } = run;
    if (run.isActive) {
      const moments = trained && (await run.moments(known));
      return moments && { from: "run", experiment: trained, run: id, ...moments };
    }
    const kept = await run.keptMoments();
    if (trained && kept.length > 0) return { from: "ended", experiment: trained, run: id, ...without(kept, known) };
    const saved = await this.#ports.readWeights().catch(() => undefined);
    if (saved) {
      const { experiment, tensors } = saved;
      const plain = tensors.flatMap(({ name, shape, data }) => (data instanceof Float32Array ? [{ name, shape, data }] : []));
      const { epoch } = run.status.state === "idle" ? { epoch: 0 } : run.status;
      return { from: "file", experiment, run: id, epochs: [], added: [], now: { epoch, tensors: plain } };
    }
    await this.#session.data.settled();
    const { experiment, problems, data } = this.#session;
    if (experiment === undefined || data.state.state !== "ready" || firstError(problems) !== undefined) return undefined;
    return { from: "seed", experiment, run: JSON.stringify(experiment), epochs: [], added: [] };
  }
}

/** All moments, of which those that are known need not be given. */
function without(moments: readonly Moment[], known: readonly number[]): Pick<SpaceBasis, "epochs" | "added"> {
  return { epochs: moments.map(({ epoch }) => epoch), added: moments.filter(({ epoch }) => !known.includes(epoch)) };
}
