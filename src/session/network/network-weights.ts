// The weights that the builder looks at: while it trains, those of the run; before and after, those of the
// weight file beside the document if it is of this very network, else those a run would begin with.

import { readSafetensors } from "../../code/formats/safetensors.ts";
import type { JsonLayer } from "../../model/edit.ts";
import { firstError, ProblemError } from "../../model/problem.ts";
import type { Experiment } from "../../model/schema.ts";
import { traceShapes } from "../../model/shapes.ts";
import { isSameData, isSameNetwork } from "../../model/trained.ts";
import { summarizeWeights, type WeightSummary } from "../../model/weight-summary.ts";
import type { NetworkWeights } from "../../protocol/network-host.ts";
import { endOf } from "../../protocol/run.ts";
import type { DocumentSession } from "../document-session.ts";
import type { NetworkPorts } from "./network-ports.ts";

/** A network with more parameters is not built only to be looked at. */
const MOST_PARAMETERS = 5_000_000;

/**
 * What there is to look at; undefined if the network has no weights yet, or none that are cheap to find out.
 */
export async function weightsOf(session: DocumentSession, ports: NetworkPorts): Promise<NetworkWeights | undefined> {
  if (session.run.isActive) {
    const tensors = await session.run.weights();
    return tensors && { from: "run", tensors };
  }
  await session.data.settled();
  const { experiment } = session;
  if (experiment === undefined || firstError(session.problems) !== undefined) return undefined;
  const saved = await savedWeights(session, experiment, ports);
  if (saved) return { from: "file", tensors: saved };
  const shapes = traceShapes(experiment.layers as readonly JsonLayer[], session.data.facts?.inputs.length);
  if (shapes.reduce((sum, { parameters = 0 }) => sum + parameters, 0) > MOST_PARAMETERS) return undefined;
  try {
    const { worker, document, sources, encodingHint } = ports;
    const options = { document, encodingHint: encodingHint() };
    const tensors = await worker.firstWeights(experiment, await sources(experiment.data.file), options);
    return { from: "seed", tensors };
  } catch (error) {
    // What keeps it from being trained is said when somebody trains it.
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}

/** The weights that a run left, if the layers are still those it trained. */
async function savedWeights(
  session: DocumentSession,
  experiment: Experiment,
  { weightBytes }: NetworkPorts,
): Promise<WeightSummary[] | undefined> {
  try {
    const bytes = await weightBytes(endOf(session.run.status)?.weights);
    if (bytes === undefined) return undefined;
    const { tensors, metadata } = readSafetensors(bytes, "");
    const { document } = JSON.parse(metadata["perceptron"] ?? "{}") as { document?: Experiment };
    if (document === undefined || !isSameNetwork(document, experiment) || !isSameData(document, experiment)) return undefined;
    return tensors.flatMap(({ name, shape, data }) => (data instanceof Float32Array ? [summarizeWeights(name, shape, data)] : []));
  } catch {
    // No such file, or another kind of file: then there are no weights of this network.
    return undefined;
  }
}
