// What the worker answers: it reads the CSVs, hands them to the data and training rooms, and trains in slices of 50 ms.
// Between slices it tells what came out and lets messages in.

import { inspectTable } from "../data/inspect.ts";
import { readTable } from "../data/read.ts";
import type { EpochResult } from "../training/types.ts";
import { describeData, prepareExperiment } from "../training/experiment.ts";
import { TrainingRun } from "../training/run.ts";
import type { TrainingObserver, TrainingWorker } from "../protocol/worker.ts";
import { readSource, readSources } from "./read-sources.ts";

/** Milliseconds between two looks at the messages, and so between two reports: at most 20 a second. */
const SLICE = 50;

/** The worker's side of the channel; `observer` gives the other side, which exists only after this does. */
export function createTrainingWorker(observer: () => TrainingObserver): TrainingWorker {
  /** Ends the run that is being prepared or trained; absent where there is none. */
  let stop: (() => void) | undefined;
  return {
    inspect: async (source) => {
      const table = readTable([await readSource(source)], {});
      return { columns: inspectTable(table), dialect: table.dialect, rows: table.rows };
    },
    describe: async (experiment, sources) => describeData(experiment, await readSources(experiment.data.file, sources)),
    train: async (experiment, sources) => {
      if (stop !== undefined) throw new Error("This worker trains another network already.");
      let stopped = false;
      stop = () => (stopped = true);
      try {
        const prepared = prepareExperiment(experiment, await readSources(experiment.data.file, sources));
        const finished: EpochResult[] = [];
        const run = new TrainingRun(prepared, { onEpoch: (result) => finished.push(result) });
        stop = () => run.stop();
        if (stopped) run.stop();
        void observer().started(run.started);
        let told = 0;
        for (let over = false; !over;) {
          over = run.advance(isDueAfter(SLICE));
          if (finished.length > told) void observer().progressed(told, finished.slice(told));
          told = finished.length;
          if (!over) await messagesIn();
        }
        return run.outcome();
      } finally {
        stop = undefined;
      }
    },
    stop: async () => stop?.(),
  };
}

function isDueAfter(milliseconds: number): () => boolean {
  const due = performance.now() + milliseconds;
  return () => performance.now() >= due;
}

/** One turn of the event loop, in which messages arrive. */
function messagesIn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
