// Every tool, in the order in which work goes.

import { checkNetwork } from "./check-network.ts";
import { compareRuns } from "./compare-runs.ts";
import { createNetwork } from "./create-network.ts";
import { evaluateNetwork } from "./evaluate-network.ts";
import { explainRun } from "./explain-run.ts";
import { exportCode } from "./export-code.ts";
import { inspectCsv } from "./inspect-csv.ts";
import { predict } from "./predict.ts";
import type { Tool } from "./tool.ts";
import { trainNetwork } from "./train-network.ts";

export const tools: readonly Tool[] = [
  inspectCsv,
  createNetwork,
  checkNetwork,
  trainNetwork,
  explainRun,
  evaluateNetwork,
  compareRuns,
  exportCode,
  predict,
];

/** What VS Code's manifest says of the tools; a test holds the two together. */
export function toolContributions(): readonly object[] {
  return tools.map(({ name, about, icon, schema }) => ({
    name: `perceptron_${name}`,
    toolReferenceName: name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
    displayName: `%tool.${name}%`,
    userDescription: `%tool.${name}.about%`,
    modelDescription: about,
    icon: `$(${icon})`,
    canBeReferencedInPrompt: true,
    tags: ["perceptron"],
    inputSchema: schema,
  }));
}
