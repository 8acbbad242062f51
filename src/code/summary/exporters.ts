// What describes a network to people, as exporters.

import { message } from "../../model/message.ts";
import type { Exporter } from "../exporter.ts";
import { writeCard } from "./card.ts";
import { writeMermaid } from "./mermaid.ts";
import { writeLatex, writeSummary } from "./summary.ts";

export const summary: Exporter = {
  label: "Summary",
  detail: message("A table of the layers, with outputs and parameters, in Markdown or LaTeX."),
  extension: ".md",
  needsWeights: false,
  options: {
    latex: { type: "boolean", label: message("LaTeX"), extension: ".tex", detail: message("Writes the table in LaTeX, with booktabs.") },
  },
  refuses: () => [],
  write: (input) =>
    input.options["latex"] === true
      ? [{ name: `${input.stem}.tex`, content: writeLatex(input) }]
      : [{ name: `${input.stem}.md`, content: writeSummary(input) }],
};

export const mermaid: Exporter = {
  label: "Mermaid",
  detail: message("A diagram of the layers that Markdown pages draw."),
  extension: ".mmd",
  needsWeights: false,
  refuses: () => [],
  write: (input) => [{ name: `${input.stem}.mmd`, content: writeMermaid(input) }],
};

export const card: Exporter = {
  label: "Model card",
  detail: message("A page on what the network is, what it learnt from, how well it does, and its limits."),
  extension: ".md",
  needsWeights: false,
  showsMetrics: true,
  refuses: () => [],
  write: (input) => [{ name: `${input.stem}.md`, content: writeCard(input) }],
};
