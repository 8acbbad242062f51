// The weights that the builder looks at: while it trains, those of the run; before and after, those of the
// weight file beside the document where it is of this very network, else those a run would begin with.

import * as vscode from "vscode";
import { readSafetensors } from "../../code/formats/safetensors.ts";
import type { JsonLayer } from "../../model/edit.ts";
import { firstError, ProblemError } from "../../model/problem.ts";
import type { Experiment } from "../../model/schema.ts";
import { traceShapes } from "../../model/shapes.ts";
import { isSameData, isSameNetwork } from "../../model/trained.ts";
import { summarizeWeights, type WeightSummary } from "../../model/weight-summary.ts";
import type { NetworkWeights } from "../../protocol/network-host.ts";
import { endOf } from "../../protocol/run.ts";
import type { TrainedNetworks } from "../../protocol/worker.ts";
import { encodingHint } from "../data/encoding-hint.ts";
import { readAtMost } from "../files.ts";
import type { DocumentSession } from "../document/session.ts";
import { baseFolder, sourceReferences } from "../data/sources.ts";
import { MOST_WEIGHTS, weightName } from "../run/weight-file.ts";

/** A network with more parameters is not built only to be looked at. */
const MOST_PARAMETERS = 5_000_000;

/**
 * What there is to look at; undefined where the network has no weights yet, or none that are cheap to find
 * out.
 */
export async function weightsOf(worker: TrainedNetworks, session: DocumentSession): Promise<NetworkWeights | undefined> {
  if (session.run.isActive) {
    const tensors = await session.run.weights();
    return tensors && { from: "run", tensors };
  }
  await session.data.settled();
  const { experiment } = session;
  if (experiment === undefined || firstError(session.problems) !== undefined) return undefined;
  const saved = await savedWeights(session, experiment);
  if (saved) return { from: "file", tensors: saved };
  const shapes = traceShapes(experiment.layers as readonly JsonLayer[], session.data.facts?.inputs.length);
  if (shapes.reduce((sum, { parameters = 0 }) => sum + parameters, 0) > MOST_PARAMETERS) return undefined;
  try {
    const { uri } = session.document;
    const options = { document: uri.toString(), encodingHint: encodingHint(uri) };
    const tensors = await worker.firstWeights(experiment, await sourceReferences(uri, experiment.data.file), options);
    return { from: "seed", tensors };
  } catch (error) {
    // What keeps it from being trained is said when somebody trains it.
    if (error instanceof ProblemError) return undefined;
    throw error;
  }
}

/** The weights that a run left, where the layers are still those it trained. */
async function savedWeights(session: DocumentSession, experiment: Experiment): Promise<WeightSummary[] | undefined> {
  const folder = baseFolder(session.document.uri);
  if (folder === undefined) return undefined;
  const name = endOf(session.run.status)?.weights ?? weightName(session.document.uri);
  try {
    const { tensors, metadata } = readSafetensors(await readAtMost(vscode.Uri.joinPath(folder, name), MOST_WEIGHTS), name);
    const { document } = JSON.parse(metadata["perceptron"] ?? "{}") as { document?: Experiment };
    if (document === undefined || !isSameNetwork(document, experiment) || !isSameData(document, experiment)) return undefined;
    return tensors.flatMap(({ name, shape, data }) => (data instanceof Float32Array ? [summarizeWeights(name, shape, data)] : []));
  } catch {
    // No such file, or another kind of file: then there are no weights of this network.
    return undefined;
  }
}
