// What the page's builder can ask: what the session answers by itself, and what takes an editor's dialogs or
// windows, which here is only kept as a call.

import { LayerClipboard } from "../../src/code/reading/layer-clipboard.ts";
import { layerOf } from "../../src/model/problem.ts";
import type { BuilderHost } from "../../src/protocol/builder.ts";
import type { EngineChoice } from "../../src/protocol/engine-host.ts";
import type { InsideHost } from "../../src/protocol/inside-host.ts";
import type { SpaceHost } from "../../src/protocol/space-host.ts";
import { dataFacet, evaluationFacet, placeFacet, runFacet, runsFacet, sweepFacet } from "../../src/session/facets.ts";
import type { NetworkPorts } from "../../src/session/network/network-ports.ts";
import { weightsOf } from "../../src/session/network/network-weights.ts";
import { DocumentInside, type InsidePorts } from "../../src/session/inside/document-inside.ts";
import { DocumentSpace, type SpacePorts } from "../../src/session/space/document-space.ts";
import { type StartedRun, startRun } from "../../src/session/run/start-run.ts";
import { type StartedSweep, startSweep } from "../../src/session/sweep/start-sweep.ts";
import { TrainedNetwork } from "../../src/session/network/trained-network.ts";
import type { LandscapeAnswer } from "../../src/training/space/types.ts";
import type { EvaluationAnswers, EvaluationKind } from "../../src/training/evaluation/questions.ts";
import type { DocumentSession } from "../../src/session/document-session.ts";
import type { RunStore } from "../../src/session/runs/run-store.ts";
import type { MemoryFolder, MemoryRunFiles } from "./memory-folder.ts";

/** Milliseconds that a feature takes of a large network. */
const SLOW = 800;
/** Points of a landscape that come at once, of one. */
const PIECE = 60;

/** What the answers need of the stage. */
export interface FacetPorts {
  readonly session: DocumentSession;
  readonly store: RunStore;
  readonly folder: MemoryFolder;
  readonly files: MemoryRunFiles;
  /** Whether importance is found as slowly as that of a large network. */
  readonly isSlow: boolean;
  chooseEngine(choice: EngineChoice): void;
  /** Does something the person asked for; if it fails, says why. */
  tell<T>(act: Promise<T>): Promise<T | undefined>;
}

export function stageFacets(stage: FacetPorts, ports: NetworkPorts & InsidePorts & SpacePorts): Omit<BuilderHost, "snapshot"> {
  const { session, store, folder, files } = stage;
  const clipboard = new LayerClipboard();
  const network = new TrainedNetwork(session, ports);
  /** Shows the layer that keeps something from starting. */
  const begin = async (start: Promise<StartedRun | StartedSweep>): Promise<void> => {
    const started = await stage.tell(start);
    const layer = started?.kind === "unready" && started.errors[0] ? layerOf(started.errors[0]) : undefined;
    if (layer !== undefined) session.reveal(layer);
  };
  const evaluation = evaluationFacet(network);
  const inside: InsideHost = new DocumentInside(session, ports);
  const space: SpaceHost = new DocumentSpace(session, ports);
  return {
    ...dataFacet(session),
    ...runFacet(session),
    ...placeFacet(session),
    ...sweepFacet(session),
    ...runsFacet(store, (id) => ({ store, id }), { others: () => [], log: () => {} }),
    ...evaluation,
    ...inside,
    ...space,
    askSpace: async (kind, question) => {
      const answered = await space.askSpace(kind, question);
      if (answered === undefined || !stage.isSlow || kind !== "landscape") return answered;
      // A large network's landscape comes piece by piece.
      await new Promise((resolve) => setTimeout(resolve, SLOW));
      const answer = answered.answer as LandscapeAnswer;
      return { ...answered, answer: { ...answer, losses: answer.losses.slice(0, PIECE) } as typeof answered.answer };
    },
    evaluate: async (kind, question, signal) => {
      const answer = await evaluation.evaluate(kind, question, signal);
      return answer && stage.isSlow ? inSmallPieces(answer) : answer;
    },
    edit: (version, edit) => session.edit(version, edit),
    train: () => begin(startRun(session, { kind: "new" })),
    trainMore: (epochs) => begin(startRun(session, { kind: "more", epochs })),
    continueRun: () => begin(startRun(session, { kind: "left" })),
    keepWeights: (which) => stage.tell(session.run.keepWeights(which)),
    startSweep: (sweep) => begin(startSweep(session, sweep)),
    weights: () => weightsOf(session, ports),
    sampleLayer: (layer) => ports.worker.sample(layer),
    copyLayers: (layers, inputs) => navigator.clipboard.writeText(clipboard.write(layers, inputs)),
    readLayers: (text, inputs) => clipboard.read(text, inputs),
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
    openBoundCode: nothing,
    predictFile: nothing,
    revealRun: nothing,
    verifyRun: (id) =>
      store.verified(id, { same: true, torch: "2.5.0", epochs: 5, weights: 0, losses: 2e-7, predictions: 1e-7, otherAnswers: 0 }),
    diffRun: nothing,
    openLesson: nothing,
    toggleBreakpoint: async (layer) => {
      const { breakpoints = [], ...debug } = session.state.debug ?? {};
      const others = breakpoints.filter((breakpoint) => breakpoint.layer !== layer);
      const own = others.length < breakpoints.length ? [] : [{ layer, kind: "always", isEnabled: true } as const];
      session.showDebug({ ...debug, breakpoints: [...others, ...own] });
    },
    editBreakpoint: nothing,
    setEngine: async (choice) => stage.chooseEngine(choice),
  };
}

async function nothing(): Promise<void> {}

/** Of importance one feature, after a while; every other answer as it is. */
async function inSmallPieces<K extends EvaluationKind>(answer: EvaluationAnswers[K]): Promise<EvaluationAnswers[K]> {
  if (!("repeats" in answer && "features" in answer && Array.isArray(answer.features))) return answer;
  await new Promise((resolve) => setTimeout(resolve, SLOW));
  return { ...answer, features: answer.features.slice(0, 1) };
}
