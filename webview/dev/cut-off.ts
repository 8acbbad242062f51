// What a run that was cut off has left: a checkpoint, and nothing else.

import { parseDocument } from "../../src/model/document.ts";
import { RUN_REPORTS, type Stage } from "./stage.ts";

/** Leaves the checkpoint of a run that came so far. */
export async function cutOff(stage: Stage, epochs: number): Promise<void> {
  const { experiment } = parseDocument(stage.text);
  if (experiment === undefined) throw new Error("A document that was trained can be read.");
  let started: (() => void) | undefined;
  const isStarted = new Promise<void>((resolve) => (started = resolve));
  const trainer = stage.scriptedTrainers(RUN_REPORTS)({ started: () => started?.(), progressed: () => {} });
  void trainer.train(experiment, {});
  await isStarted;
  trainer.play(epochs);
  const checkpoint = await trainer.checkpoint();
  if (checkpoint) await stage.files.writeCheckpoint(checkpoint.bytes);
  trainer.dispose();
}
