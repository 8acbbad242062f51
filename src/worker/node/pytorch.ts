// Node's processes, files and timers for runs that PyTorch computes. The runner lies beside this bundle. What
// few runs need is loaded with the first of them.

import { join } from "node:path";
import type { PyTorchPorts } from "../pytorch-run.ts";

export const pytorchPorts: PyTorchPorts = {
  prepare: async ({ python, candidates, rendezvous, maxRestarts }) => {
    const [{ findPython }, { processStarter }] = await Promise.all([
      import("../../pytorch/node/find-python.ts"),
      import("../../pytorch/node/start-process.ts"),
    ]);
    const { path } = await findPython(python, candidates);
    const runner = join(__dirname, "perceptron_runner.py");
    return { python: path, startProcess: processStarter({ python: path, runner, rendezvous, maxRestarts }) };
  },
  runScript: async ({ python, candidates }, job) => {
    const [{ findPython }, { runScript }] = await Promise.all([
      import("../../pytorch/node/find-python.ts"),
      import("../../pytorch/node/run-script.ts"),
    ]);
    return runScript(await findPython(python, candidates), join(__dirname, "perceptron_verify.py"), job);
  },
  writeRows: async (prepared) => (await import("../../pytorch/node/write-rows.ts")).writeRows(prepared),
  after: (milliseconds, act) => {
    const timer = setTimeout(act, milliseconds);
    return () => clearTimeout(timer);
  },
};
