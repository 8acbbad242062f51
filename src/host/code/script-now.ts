// A document as a PyTorch script. What writes it is large, so it is loaded only when the first script is
// wanted.

import { type Script, writePyTorch } from "../../code/pytorch/pytorch.ts";
import { type Message, message } from "../../model/message.ts";
import { firstError, ProblemError } from "../../model/problem.ts";
import type { DocumentSession } from "../document/session.ts";
import { nameOf } from "../files.ts";

/** The code of a document as it is now, or why there is none. */
export function scriptNow({ document, experiment, data, problems }: DocumentSession): Script | Message {
  const error = firstError(problems);
  if (error) return error.message;
  if (experiment === undefined || data.state.state !== "ready") return message("The data has not been read yet.");
  try {
    return writePyTorch(experiment, data.state.summary, { csv: experiment.data.file, name: nameOf(document.uri) });
  } catch (failure) {
    if (failure instanceof ProblemError) return failure.problem.message;
    throw failure;
  }
}
