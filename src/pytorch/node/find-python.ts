// A Python that has PyTorch: the one that is named, else the first on the PATH, else the system's own. Each
// is asked what it has; nothing is installed.

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Message, message } from "../../model/message.ts";
import { ProblemError } from "../../model/problem.ts";

/** A Python with a PyTorch that is new enough. */
export interface FoundPython {
  readonly path: string;
  readonly python: string;
  readonly torch: string;
}

/** The oldest release that the exported code runs under. */
const OLDEST = [1, 13];
/** Milliseconds in which it answers. */
const PATIENCE = 60_000;
const INSTALL = "pip install torch";

// Without importing torch, which takes seconds: what is broken about it shows when the run starts.
const QUESTION = `
import importlib.util, json, os, platform
answer = {"python": platform.python_version()}
found = importlib.util.find_spec("torch")
if found is not None and found.origin:
    version = {}
    with open(os.path.join(os.path.dirname(found.origin), "version.py")) as file:
        exec(file.read(), version)
    answer["torch"] = str(version["__version__"])
print("perceptron:" + json.dumps(answer))
`;

/** What keeps a Python from training. */
interface Lacking {
  readonly path: string;
  /** If a line mends it, the sentence ends with that. */
  readonly code: "python-not-found" | "python-unusable";
  readonly reason: Message;
}

/**
 * Finds a Python with PyTorch.
 * @param named the only one that is asked, if somebody names one
 * @param candidates those to ask first, as the one that an editor has chosen
 * @throws ProblemError that says what lacks, with the line that installs it
 */
export async function findPython(named?: string, candidates: readonly string[] = []): Promise<FoundPython> {
  const paths = named === undefined ? [...new Set([...candidates, ...onPath(), ...systemOwn()])] : [named];
  const lacking: Lacking[] = [];
  for (const path of paths) {
    const found = await look(path);
    if ("torch" in found) return found;
    lacking.push(found);
  }
  const [first] = lacking;
  const reason = first?.reason ?? message("There is no Python on the PATH. Install Python 3.9 or newer, then PyTorch: {0}", INSTALL);
  throw new ProblemError({ severity: "error", code: first?.code ?? "python-not-found", path: [], message: reason });
}

/** Asks one Python what it has. */
async function look(path: string): Promise<FoundPython | Lacking> {
  const { output, error } = await answerOf(path);
  const told = /^perceptron:(.*)$/m.exec(output)?.[1];
  if (told === undefined) {
    const reason = message("{0} could not be asked for PyTorch: {1}. Choose another Python.", path, error || output.slice(0, 200));
    return { path, code: "python-unusable", reason };
  }
  const { python, torch } = JSON.parse(told) as Partial<FoundPython>;
  if (torch === undefined || python === undefined)
    return { path, code: "python-not-found", reason: message("{0} has no PyTorch. Install it with: {1}", path, `${path} -m ${INSTALL}`) };
  const [major = 0, minor = 0] = torch.split(".").map(Number);
  if (major < OLDEST[0]! || (major === OLDEST[0] && minor < OLDEST[1]!)) {
    return {
      path,
      code: "python-not-found",
      reason: message(
        "{0} has PyTorch {1}, and 1.13 is the oldest that works. Update it with: {2}",
        path,
        torch,
        `${path} -m ${INSTALL} --upgrade`,
      ),
    };
  }
  return { path, python, torch };
}

function answerOf(path: string): Promise<{ readonly output: string; readonly error: string }> {
  return new Promise((resolve) => {
    execFile(path, ["-c", QUESTION], { timeout: PATIENCE, killSignal: "SIGKILL" }, (error, output, errors) => {
      const last = errors.trimEnd().split("\n").at(-1)?.trim();
      resolve({ output, error: error === null ? "" : last || error.message.split("\n")[0]! });
    });
  });
}

function onPath(): string[] {
  const names = process.platform === "win32" ? ["python.exe", "python3.exe"] : ["python3", "python"];
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .filter(Boolean)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .filter((path) => existsSync(path));
}

/** Where the system's own lies, whatever the PATH puts before it. */
function systemOwn(): string[] {
  return ["/usr/bin/python3", "/usr/local/bin/python3"].filter((path) => existsSync(path));
}
