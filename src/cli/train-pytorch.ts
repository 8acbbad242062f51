// `perceptron train --engine pytorch`: the same run, computed by PyTorch in a process of its own.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { message } from "../model/message.ts";
import { Conversation } from "../pytorch/conversation.ts";
import { findPython } from "../pytorch/node/find-python.ts";
import { processStarter } from "../pytorch/node/start-process.ts";
import { writeRows } from "../pytorch/node/write-rows.ts";
import { outcomeOf } from "../pytorch/outcome.ts";
import { parallelNotes } from "../pytorch/parallel.ts";
import { startMessage } from "../pytorch/plan.ts";
import type { PreparedExperiment } from "../training/experiment.ts";
import type { EpochResult, RunOutcome } from "../training/types.ts";
import type { PyTorchChoice } from "./engines.ts";
import { failure } from "./failure.ts";
import { writeWeights } from "./files.ts";
import { errorLine } from "./problem-lines.ts";
import { say as sentenceOf } from "./text.ts";

/** Milliseconds between two checkpoints of a run that goes on. */
const BETWEEN = 10_000;

/** What a run with PyTorch is given, and tells. */
export interface PyTorchRun {
  readonly prepared: PreparedExperiment;
  readonly choice: PyTorchChoice;
  readonly threads: number;
  /** The path of a checkpoint to go on from. */
  readonly resume: string | undefined;
  /** The weight file that checkpoints lie beside; undefined if none are wanted. */
  readonly save: string | undefined;
  readonly started: (run: {
    readonly rows: RunRows;
    readonly inputs: number;
    readonly parameters: number;
    readonly epochs: number;
    readonly batchesPerEpoch: number;
  }) => void;
  readonly epochs: (results: readonly EpochResult[]) => void;
  readonly say: (line: string) => void;
}

type RunRows = { readonly train: number; readonly validation: number; readonly test: number };

/** Where the checkpoint of a weight file lies: `W.checkpoint.pt` beside `W.safetensors`. */
export function torchCheckpointPath(weights: string): string {
  return weights.replace(/(\.safetensors)?$/, ".checkpoint.pt");
}

/** Trains to the end; `stop` ends the run after its present batch. @throws ProblemError if it fails */
export async function trainWithPyTorch(run: PyTorchRun): Promise<{ readonly outcome: Promise<RunOutcome>; readonly stop: () => void }> {
  const { prepared, choice, threads, save } = run;
  const resume = run.resume === undefined ? undefined : readTorchCheckpoint(run.resume);
  if (choice.processes > 1 || choice.rendezvous)
    for (const note of parallelNotes(prepared.experiment, choice.device)) run.say(sentenceOf(note));
  const python = await findPython(choice.python);
  const rows = await writeRows(prepared);
  const options = {
    device: choice.device,
    threads,
    processes: choice.processes,
    epochs: prepared.experiment.training.epochs,
    keepsBest: false,
    evaluatesEnd: false,
    keepsEnd: save !== undefined,
    keepsMoments: false,
  };
  const runner = join(__dirname, "perceptron_runner.py");
  const conversation = new Conversation(
    startMessage(prepared.experiment, rows, options, resume !== undefined),
    resume,
    {
      startProcess: processStarter({ python: python.path, runner, ...(choice.rendezvous ? { rendezvous: choice.rendezvous } : {}) }),
      after: (milliseconds, act) => {
        const timer = setTimeout(act, milliseconds).unref();
        return () => clearTimeout(timer);
      },
    },
    {
      started: (started) => {
        run.say(
          `PyTorch ${started.torch} on ${started.device}${started.processes > 1 ? `, ${started.processes} processes` : ""} (${python.path})`,
        );
        run.started(started);
      },
      epochs: run.epochs,
    },
  );
  const write = async (bytes: Uint8Array | undefined): Promise<void> => {
    if (save !== undefined && bytes)
      await writeWeights(torchCheckpointPath(save), bytes).catch((error: unknown) => run.say(errorLine(error)));
  };
  const timer = setInterval(() => void conversation.ask("checkpoint", {}).then((answered) => write(answered?.payload)), BETWEEN).unref();
  const finish = async (): Promise<RunOutcome> => {
    try {
      const finished = await conversation.finished;
      await write(finished.end?.bytes);
      return outcomeOf(finished, prepared.encoded.preprocessing, () => undefined);
    } finally {
      clearInterval(timer);
      await rows.remove();
    }
  };
  return { outcome: finish(), stop: () => conversation.tell({ type: "stop" }) };
}

/** A checkpoint of PyTorch's is a zip file. @throws ProblemError if it is another file */
function readTorchCheckpoint(path: string): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw failure(message("{0} could not be read: {1}. Correct the path.", path, (error as Error).message));
  }
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return bytes;
  throw failure(
    message(
      "{0} is no checkpoint of PyTorch. Resume a run on the engine that wrote it; the file of this one ends in .checkpoint.pt.",
      path,
    ),
  );
}
