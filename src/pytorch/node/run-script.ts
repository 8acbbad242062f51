// The exported script in the person's Python, in a folder of its own that is removed with it.

import { execFile } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeLeftovers } from "../../disk/temporary.ts";
import { temporaryName } from "../../disk/temporary-name.ts";
import { message } from "../../model/message.ts";
import { ProblemError } from "../../model/problem.ts";
import { type ScriptAnswer, type ScriptJob, WEIGHTS } from "../verify.ts";
import type { FoundPython } from "./find-python.ts";

const NAME = "perceptron-verify";
/** Bytes that it may print. */
const MOST_OUTPUT = 2 ** 28;

/** What perceptron_verify.py prints at its end. */
interface Told {
  readonly torch: string;
  readonly output: string;
  readonly predicted: readonly (readonly string[])[] | null;
}

/**
 * Runs a script.
 * @param runner the path of perceptron_verify.py
 * @throws ProblemError with Python's own words if it fails
 */
export async function runScript({ path: python, python: release }: FoundPython, runner: string, job: ScriptJob): Promise<ScriptAnswer> {
  await removeLeftovers(tmpdir(), NAME);
  const folder = join(tmpdir(), temporaryName(NAME, process.pid));
  await mkdir(folder, { mode: 0o700 });
  try {
    await writeFile(join(folder, "verify.py"), job.script);
    await writeFile(join(folder, WEIGHTS), job.weights);
    const { torch, output, predicted } = await answerOf(python, [runner, folder, String(job.epochs), job.csv, String(job.columns)]);
    return {
      python: release,
      torch,
      output,
      first: await readFile(join(folder, "first.pt")),
      ...(predicted === null ? {} : { predicted }),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function answerOf(python: string, words: readonly string[]): Promise<Told> {
  return new Promise((resolve, reject) => {
    execFile(python, words, { maxBuffer: MOST_OUTPUT, env: { ...process.env, PYTHONIOENCODING: "utf-8" } }, (error, output, errors) => {
      const last = output.trimEnd().split("\n").at(-1) ?? "";
      if (error === null && last.startsWith("{")) resolve(JSON.parse(last) as Told);
      else reject(failure(python, errors.trimEnd().split("\n").at(-1)?.trim() || (error?.message ?? output)));
    });
  });
}

function failure(python: string, reason: string): ProblemError {
  const missing = /No module named '(\w+)'/.exec(reason)?.[1];
  const sentence =
    missing === undefined
      ? message("The exported script failed in {0}: {1}", python, reason)
      : message(
          "{0} has no {1}, which the exported script needs. Install it with: {2}",
          python,
          missing,
          `${python} -m pip install ${missing}`,
        );
  return new ProblemError({ severity: "error", code: "verify", path: [], message: sentence });
}
