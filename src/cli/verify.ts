// `perceptron verify`: the exported PyTorch script beside the built-in engine.

import { basename, join, resolve } from "node:path";
import { message } from "../model/message.ts";
import { ProblemError } from "../model/problem.ts";
import { findPython } from "../pytorch/node/find-python.ts";
import { runScript } from "../pytorch/node/run-script.ts";
import { isSame, USUAL_EPOCHS, type Verification, verify } from "../pytorch/verify.ts";
import { describeData } from "../training/describe.ts";
import { prepareExperiment } from "../training/experiment.ts";
import { onlyFile, readArguments, wholeNumber } from "./arguments.ts";
import { examine } from "./examine.ts";
import { count } from "./figures.ts";
import { csvPath } from "./files.ts";
import { errorLine, printProblems } from "./problem-lines.ts";
import { say } from "./text.ts";

export async function verifyDocument(words: readonly string[]): Promise<number> {
  const given = readArguments("verify", words, { epochs: "string", python: "string", json: "boolean" });
  const path = onlyFile("verify", given.files);
  const epochs = wholeNumber(given, "epochs", 1) ?? USUAL_EPOCHS;
  const examined = await examine(path);
  if (printProblems(examined) || examined.experiment === undefined) return 1;
  const { training } = examined.experiment;
  const experiment = { ...examined.experiment, training: { ...training, epochs } };
  try {
    const python = await findPython(given.strings.get("python") ?? (process.env["PERCEPTRON_PYTHON"] || undefined));
    const input = {
      prepared: await prepareExperiment(experiment, examined.sources),
      summary: await describeData(experiment, examined.sources),
      source: examined.sources[0]!,
      paths: [experiment.data.file].flat().map((name) => resolve(csvPath(path, name))),
      name: basename(path),
    };
    const found = await verify(input, (job) => runScript(python, join(__dirname, "perceptron_verify.py"), job));
    console.log(given.switches.has("json") ? asJson(found) : asText(found));
    return isSame(found) ? 0 : 1;
  } catch (error) {
    console.error(errorLine(error, examined));
    if (error instanceof ProblemError && error.problem.code.startsWith("python-"))
      console.error(say(message("Choose another Python with --python PATH, or in PERCEPTRON_PYTHON.")));
    return 1;
  }
}

/** One object; what is infinite has no number in JSON, and is null. */
function asJson(found: Verification): string {
  return JSON.stringify({ same: isSame(found), ...found });
}

function asText(found: Verification): string {
  const { python, torch, epochs, weights, losses, predictions, otherAnswers } = found;
  return [
    `PyTorch ${torch}, Python ${python}, ${count(epochs, "epoch")}. The largest differences:`,
    `first weights  ${weights}`,
    `losses         ${losses.toPrecision(2)}`,
    ...(predictions === undefined ? [] : [`predictions    ${predictions.toPrecision(2)}`]),
    ...(otherAnswers === 0 ? [] : [`other answers  ${count(otherAnswers, "row")}`]),
    isSame(found) ? "The same as in PyTorch." : "Not the same as in PyTorch.",
  ].join("\n");
}
