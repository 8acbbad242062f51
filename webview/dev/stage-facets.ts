// What the page's builder can ask: what the session answers by itself, and what takes an editor's dialogs or
// windows, which here is only kept as a call.

import { LayerClipboard } from "../../src/code/reading/layer-clipboard.ts";
import type { Message } from "../../src/model/message.ts";
import { layerOf } from "../../src/model/problem.ts";
import type { Experiment } from "../../src/model/schema.ts";
import { listTrials } from "../../src/model/sweep/trials.ts";
import type { BuilderHost } from "../../src/protocol/builder.ts";
import { dataFacet, evaluationFacet, runFacet, runsFacet, sweepFacet } from "../../src/session/facets.ts";
import type { NetworkPorts } from "../../src/session/network/network-ports.ts";
import { weightsOf } from "../../src/session/network/network-weights.ts";
import { TrainedNetwork } from "../../src/session/network/trained-network.ts";
import type { JudgeAnswers, JudgeKind } from "../../src/training/evaluation/questions.ts";
import type { DocumentSession } from "../../src/session/document-session.ts";
import type { RunStore } from "../../src/session/runs/run-store.ts";
import type { MemoryFolder, MemoryRunFiles } from "./memory-folder.ts";

/** Milliseconds that a feature takes of a large network. */
const SLOW = 800;

/** What the answers need of the stage. */
export interface FacetPorts {
  readonly session: DocumentSession;
  readonly store: RunStore;
  readonly folder: MemoryFolder;
  readonly files: MemoryRunFiles;
  /** Whether importance is found as slowly as that of a large network. */
  readonly isSlow: boolean;
  /** Does something the person asked for; if it fails, says why. */
  tell<T>(act: Promise<T>): Promise<T | undefined>;
}

export function stageFacets(stage: FacetPorts, ports: NetworkPorts): Omit<BuilderHost, "snapshot"> {
  const { session, store, folder, files } = stage;
  const clipboard = new LayerClipboard();
  const network = new TrainedNetwork(session, ports);
  /** Does something with the document once it can be trained; else shows the layer that is wrong. */
  const ready = async (act: (experiment: Experiment) => void | Promise<void>): Promise<void> => {
    const { experiment, errors } = await session.ready();
    const layer = errors[0] && layerOf(errors[0]);
    if (layer !== undefined) session.reveal(layer);
    if (experiment) await act(experiment);
  };
  const start = (act: (experiment: Experiment, note?: Message) => void | Promise<void>): Promise<void> =>
    stage.tell(ready(async (experiment) => (session.run.isActive ? undefined : act(experiment))));
  const evaluation = evaluationFacet(network);
  return {
    ...dataFacet(session),
    ...runFacet(session),
    ...sweepFacet(session),
    ...runsFacet(store, (id) => ({ store, id }), { others: () => [], log: () => {} }),
    ...evaluation,
    judge: async (kind, question) => {
      const answer = await evaluation.judge(kind, question);
      return answer && stage.isSlow ? inSmallPieces(answer) : answer;
    },
    edit: (version, edit) => session.edit(version, edit),
    train: () => start((experiment) => session.run.start(experiment)),
    trainMore: (epochs) => start((experiment) => session.run.more(experiment, epochs)),
    continueRun: () => start((experiment) => session.run.goOn(experiment)),
    keepWeights: (which) => stage.tell(session.run.keepWeights(which)),
    startSweep: (sweep) =>
      stage.tell(
        ready(() => {
          if (!session.sweep.isActive) session.sweep.start(sweep, session.text, listTrials(session.text, sweep, session.data.facts));
        }),
      ),
    weights: () => weightsOf(session, ports),
    sampleLayer: (layer) => ports.worker.sample(layer),
    copyLayers: (layers, inputs) => navigator.clipboard.writeText(clipboard.write(layers, inputs)),
    readLayers: async (text, inputs) => clipboard.read(text, inputs),
    deleteRuns: (ids) => store.remove(ids),
    restoreRun: async (id) => void (await session.rewrite(await store.document(id))),
    useRunWeights: async (id) => {
      folder.write(files.weightName, await store.weights(id));
      await network.predictionForm();
    },
    openAsText: nothing,
    selected: nothing,
    chooseCsv: nothing,
    useCsv: nothing,
    openCsv: nothing,
    saveCurve: nothing,
    saveEvents: nothing,
    saveTrials: nothing,
    savePicture: nothing,
    exportCode: nothing,
    showCode: nothing,
    predictFile: nothing,
    revealRun: nothing,
    diffRun: nothing,
  };
}

async function nothing(): Promise<void> {}

/** Of importance one feature, after a while; every other answer as it is. */
async function inSmallPieces<K extends JudgeKind>(answer: JudgeAnswers[K]): Promise<JudgeAnswers[K]> {
  if (!("repeats" in answer && "features" in answer && Array.isArray(answer.features))) return answer;
  await new Promise((resolve) => setTimeout(resolve, SLOW));
  return { ...answer, features: answer.features.slice(0, 1) };
}
