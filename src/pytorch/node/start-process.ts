// The runner as a child process. It is ended with its whole group, because torchrun starts processes of its
// own; and it ends by itself when its standard input closes, as when this process is killed.

import { spawn } from "node:child_process";
import type { RunnerProcess, StartProcess } from "../process.ts";

/** Characters of standard error that are kept. */
const KEPT = 20_000;

/** What is started. */
export interface RunnerCommand {
  readonly python: string;
  /** The path of perceptron_runner.py. */
  readonly runner: string;
  /** Of the machines that train together, for torchrun. */
  readonly rendezvous?: { readonly nodes: number; readonly nodeRank: number; readonly endpoint: string } | undefined;
  /** How often torchrun starts all processes again after one of them has died. */
  readonly maxRestarts?: number | undefined;
}

const MAX_RESTARTS = 3;

/** Starts the runner, or torchrun with it. */
export function processStarter({ python, runner, rendezvous, maxRestarts = MAX_RESTARTS }: RunnerCommand): StartProcess {
  return (processes, listener): RunnerProcess => {
    const words = [runner];
    if (processes > 1 || rendezvous) words.push("--processes", String(processes), "--max-restarts", String(maxRestarts));
    if (rendezvous)
      words.push("--nodes", String(rendezvous.nodes), "--node-rank", String(rendezvous.nodeRank), "--rendezvous", rendezvous.endpoint);
    const isGroup = process.platform !== "win32";
    const child = spawn(python, words, {
      stdio: ["pipe", "pipe", "pipe"],
      detached: isGroup,
      // Nothing is written beside the runner, which may lie in a folder that is not this person's.
      env: { ...process.env, PYTHONUNBUFFERED: "1", PYTHONDONTWRITEBYTECODE: "1" },
    });
    let errors = "";
    let failure: string | undefined;
    const kill = (): void => {
      if (child.pid === undefined) return;
      try {
        if (isGroup) process.kill(-child.pid, "SIGKILL");
        else child.kill("SIGKILL");
      } catch (error) {
        // It is gone already.
        if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
      }
    };
    child.stderr.setEncoding("utf8");
    child.stderr.on("data", (text: string) => (errors = (errors + text).slice(-KEPT)));
    child.stdout.on("data", (piece: Buffer) => listener.output(piece));
    // What is written to a process that has ended is lost, and its end says why.
    child.stdin.on("error", () => undefined);
    child.on("error", (error) => (failure = error.message));
    child.on("close", (code, signal) => {
      kill();
      listener.ended({ code, signal, errors, ...(failure === undefined ? {} : { failure }) });
    });
    return { write: (bytes) => void child.stdin.write(bytes), kill };
  };
}
