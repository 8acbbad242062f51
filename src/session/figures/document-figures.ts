// What the live figures of a lesson are answered: with the document as it is written, or as a patch changes
// it, and the weights that its last run came to.

import { patchEdit } from "../../lessons/patch-edit.ts";
import { parseDocument } from "../../model/document.ts";
import type { JsonValue } from "../../model/json.ts";
import { applyEdit } from "../../model/edits.ts";
import { firstError, ProblemError } from "../../model/problem.ts";
import type { Experiment } from "../../model/schema.ts";
import { applyTextEdits } from "../../model/text-edits.ts";
import type { FigureHost } from "../../protocol/figure-host.ts";
import type { Figures } from "../../protocol/worker.ts";
import type { FigureAnswers, FigureKind, FigureQuestions } from "../../training/figures/types.ts";
import type { NamedTensor } from "../../training/types.ts";
import type { DocumentSession } from "../document-session.ts";
import type { SpacePorts } from "../space/document-space.ts";

export interface FigurePorts extends Omit<SpacePorts, "worker"> {
  readonly worker: Figures;
}

export class DocumentFigures implements FigureHost {
  readonly #session: DocumentSession;
  readonly #ports: FigurePorts;

  constructor(session: DocumentSession, ports: FigurePorts) {
    this.#session = session;
    this.#ports = ports;
  }

  askFigure = async <K extends FigureKind>(
    kind: K,
    question: FigureQuestions[K],
    patch?: JsonValue,
  ): Promise<FigureAnswers[K] | undefined> => {
    const { worker, document, sources, encodingHint } = this.#ports;
    if (kind === "activation" || kind === "softmax") return worker.askFigure(undefined, kind, question);
    await this.#session.data.settled();
    const experiment = patch === undefined ? this.#session.experiment : changed(this.#session.text, patch);
    if (experiment === undefined) return undefined;
    const data = { sources: await sources(experiment.data.file), document, encodingHint: encodingHint() };
    const ask = (weights?: readonly NamedTensor[]): Promise<FigureAnswers[K]> =>
      worker.askFigure({ experiment, ...data, ...(weights ? { weights } : {}) }, kind, question);
    const weights = patch === undefined ? await this.#weights() : undefined;
    if (weights === undefined) return ask();
    return ask(weights).catch((error: unknown) => {
      // Layers were changed since: it begins with its first weights again.
      if (error instanceof ProblemError && error.problem.code === "other-weights") return ask();
      throw error;
    });
  };

  /** Of the run that goes on or is over, else of the weight file. */
  async #weights(): Promise<readonly NamedTensor[] | undefined> {
    const { run } = this.#session;
    if (run.isActive) return (await run.moments([]))?.now.tensors;
    const kept = (await run.keptMoments()).at(-1);
    if (kept) return kept.tensors;
    const saved = await this.#ports.readWeights().catch(() => undefined);
    return saved?.tensors.flatMap(({ name, shape, data }) => (data instanceof Float32Array ? [{ name, shape, data }] : []));
  }
}

/** @throws ProblemError if the patch makes it no document any more */
function changed(text: string, patch: JsonValue): Experiment | undefined {
  const edit = patchEdit(parseDocument(text).json, patch);
  const { experiment, problems } = parseDocument(edit ? applyTextEdits(text, applyEdit(text, edit)) : text);
  const error = firstError(problems);
  if (experiment === undefined && error !== undefined) throw new ProblemError(error);
  return experiment;
}
