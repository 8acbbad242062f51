// What a builder asks that the session answers by itself. Whoever shows the builder adds what only it can do:
// dialogs, editors, places to save in.

import { type Difference, differences } from "../model/differences.ts";
import { parseDocument } from "../model/document.ts";
import type { DataHost } from "../protocol/data-host.ts";
import type { EvaluationHost, PredictionHost } from "../protocol/evaluation-host.ts";
import type { PlaceHost } from "../protocol/place-host.ts";
import type { RunHost } from "../protocol/run-host.ts";
import { MOST_COMPARED, type RunEntry, type RunsHost } from "../protocol/runs.ts";
import type { SweepHost } from "../protocol/sweep.ts";
import type { DocumentSession } from "./document-session.ts";
import type { TrainedNetwork } from "./network/trained-network.ts";
import type { RunStore } from "./runs/run-store.ts";

export function placeFacet({ place }: DocumentSession): Pick<PlaceHost, "placed"> {
  return { placed: async (shown) => place.placed(shown) };
}

type DataFacet = Pick<DataHost, "readDataAgain" | "cancelReading" | "saveCsvs" | "rows" | "rowValues">;

export function dataFacet({ data }: DocumentSession): DataFacet {
  return {
    readDataAgain: async () => data.readAgain(),
    cancelReading: () => data.cancel(),
    saveCsvs: () => data.saveCsvs(),
    rows: (question) => data.rows(question),
    rowValues: (row) => data.rowValues(row),
  };
}

type RunFacet = Pick<RunHost, "stop" | "pause" | "resume" | "advance" | "setLearningRate" | "discardUnfinished" | "watch">;

export function runFacet({ run }: DocumentSession): RunFacet {
  return {
    stop: () => run.stop(),
    pause: () => run.pause(),
    resume: () => run.resume(),
    advance: (stride) => run.advance(stride),
    setLearningRate: (lr) => run.setLearningRate(lr),
    discardUnfinished: () => run.discard(),
    watch: async () => run.watch(),
  };
}

export function sweepFacet(session: DocumentSession): Pick<SweepHost, "stopSweep" | "sweepStatus"> {
  return {
    stopSweep: () => session.sweep.stop(),
    sweepStatus: async (band) => session.sweep.status(band, session.text),
  };
}

type EvaluationFacet = EvaluationHost & Pick<PredictionHost, "predictionForm" | "predictValues">;

export function evaluationFacet(network: TrainedNetwork): EvaluationFacet {
  return {
    evaluate: (kind, question, signal) => network.evaluate(kind, question, signal),
    evaluationProgress: () => network.evaluationProgress(),
    predictionForm: () => network.predictionForm(),
    predictValues: (values) => network.predictValues(values),
  };
}

/** A kept run, and where it is kept. */
export interface KeptRunName {
  readonly store: RunStore;
  readonly id: string;
}

export interface RunsFacetPorts {
  /** Runs of other documents that are shown behind the document's own. */
  readonly others: () => readonly RunEntry[];
  /** What cannot be read any more, and why. */
  readonly log: (error: unknown) => void;
}

type RunsFacet = Pick<RunsHost, "runs" | "unreadRuns" | "runCurve" | "runDifferences" | "markRun">;

/** @param whose which run a page means by a name; it may be another document's */
export function runsFacet(own: RunStore, whose: (name: string) => KeptRunName, { others, log }: RunsFacetPorts): RunsFacet {
  const unread = (error: unknown): undefined => {
    log(error);
  };
  return {
    runs: async () => {
      await own.refresh();
      return [...own.entries, ...others()];
    },
    unreadRuns: async () => own.unread,
    runCurve: async (name) => {
      const { store, id } = whose(name);
      return store.curve(id).catch(unread);
    },
    runDifferences: async (names): Promise<readonly Difference[] | undefined> => {
      const compared = names.slice(0, MOST_COMPARED).map(whose);
      const texts = await Promise.all(compared.map(({ store, id }) => store.document(id).catch(unread)));
      const experiments = texts.map((text) => (text === undefined ? undefined : parseDocument(text).experiment));
      return experiments.every((experiment) => experiment !== undefined) ? differences(experiments) : undefined;
    },
    markRun: async (name, marks) => {
      const { store, id } = whose(name);
      await store.mark(id, marks);
    },
  };
}
