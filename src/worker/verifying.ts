// A document's exported script beside the built-in engine, as the worker answers for it.

import type { Table } from "../data/table.ts";
import type { Source } from "../data/types.ts";
import { message } from "../model/message.ts";
import { ProblemError } from "../model/problem.ts";
import { finite, type RunVerification } from "../model/run-record.ts";
import type { Experiment } from "../model/schema.ts";
import type { SourceReference } from "../protocol/worker.ts";
import { isSame, type ScriptAnswer, type ScriptJob, USUAL_EPOCHS, verify } from "../pytorch/verify.ts";
import { describeTable } from "../training/describe.ts";
import { prepareTable } from "../training/experiment.ts";

/**
 * Compares a few epochs, or fewer if the document has fewer.
 * @throws ProblemError if it cannot be trained, a CSV is not on this disk, or the script fails
 */
export async function verifyTable(
  document: Experiment,
  table: Table,
  files: readonly { readonly source: Source; readonly reference: SourceReference }[],
  name: string,
  run: (job: ScriptJob) => Promise<ScriptAnswer>,
): Promise<RunVerification> {
  const epochs = Math.max(1, Math.min(USUAL_EPOCHS, document.training.epochs));
  const experiment = { ...document, training: { ...document.training, epochs } };
  const paths = files.map(({ reference }) => {
    if ("path" in reference) return reference.path;
    throw notOnDisk(reference.name);
  });
  const input = {
    prepared: prepareTable(experiment, table),
    summary: describeTable(experiment, table),
    source: files[0]!.source,
    paths,
    name,
  };
  const { python: _, weights, losses, predictions, ...found } = await verify(input, run);
  const same = isSame({ python: "", weights, losses, ...(predictions === undefined ? {} : { predictions }), ...found });
  return { same, ...found, ...finite({ weights, losses, predictions }) };
}

function notOnDisk(name: string): ProblemError {
  const sentence = message("{0} is not on this machine's disk, where Python could read it. Copy it there.", name);
  return new ProblemError({ severity: "error", code: "verify", path: ["data", "file"], message: sentence });
}
