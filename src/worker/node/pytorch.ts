// Node's processes, files and timers for runs that PyTorch computes. The runner lies beside this bundle. What
// few runs need is loaded with the first of them.

import { join } from "node:path";
import type { PyTorchPorts } from "../pytorch-run.ts";

export const pytorchPorts: PyTorchPorts = {
  prepare: async ({ python, candidates }) => {
    const [{ findPython }, { processStarter }] = await Promise.all([
      import("../../pytorch/node/find-python.ts"),
      import("../../pytorch/node/start-process.ts"),
    ]);
    const found = await findPython(python, candidates);
    return processStarter({ python: found.path, runner: join(__dirname, "perceptron_runner.py") });
  },
  writeRows: async (prepared) => (await import("../../pytorch/node/write-rows.ts")).writeRows(prepared),
  after: (milliseconds, act) => {
    const timer = setTimeout(act, milliseconds);
    return () => clearTimeout(timer);
  },
};
