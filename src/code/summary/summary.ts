// The network as a table: Markdown, or LaTeX for a paper.

import { plain } from "../../model/plain-text.ts";
import type { ExportInput, Language } from "../exporter.ts";
import { inMarkdown, markdownTable } from "../markdown.ts";
import { grouped, type NetworkRows, networkRows } from "./layer-rows.ts";

interface Words {
  readonly head: readonly [string, string, string, string];
  readonly input: string;
  readonly total: string;
}

const words: Readonly<Record<Language, Words>> = {
  en: { head: ["#", "Layer", "Outputs", "Parameters"], input: "Input", total: "Total" },
  ko: { head: ["#", "층", "출력", "매개변수"], input: "입력", total: "합계" },
};

export function writeSummary(input: ExportInput): string {
  const network = networkRows(input);
  return `# ${inMarkdown(input.name)}\n\n${layerTable(network, input.language).join("\n")}\n`;
}

/** The layers as a Markdown table, with the input above and the sum below. */
export function layerTable(network: NetworkRows, language: Language): string[] {
  return markdownTable(tableOf(network, language));
}

/** With `booktabs`, as papers have tables. */
export function writeLatex(input: ExportInput): string {
  const [head = [], ...body] = tableOf(networkRows(input), input.language);
  return [
    "% \\usepackage{booktabs}",
    "\\begin{tabular}{llrr}",
    "  \\toprule",
    latexRow(head),
    "  \\midrule",
    ...body.slice(0, -1).map(latexRow),
    "  \\midrule",
    latexRow(body.at(-1) ?? []),
    "  \\bottomrule",
    "\\end{tabular}",
    "",
  ].join("\n");
}

function latexRow(cells: readonly string[]): string {
  return `  ${cells.map(inLatex).join(" & ")} \\\\`;
}

function tableOf({ layers, inputs, parameters }: NetworkRows, language: Language): string[][] {
  const { head, input, total } = words[language];
  return [
    [...head],
    ["", input, grouped(inputs), ""],
    ...layers.map((layer) => [
      layer.index,
      layer.name === "" ? layer.module : `${layer.module} (${layer.name})`,
      grouped(layer.outputs),
      layer.parameters === 0 ? "" : grouped(layer.parameters),
    ]),
    ["", total, "", grouped(parameters)],
  ];
}

/** A text in which nothing is a command. */
export function inLatex(text: string): string {
  const commands: Readonly<Record<string, string>> = {
    "\\": "\\textbackslash{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
  };
  return plain(text.replaceAll(/\s+/g, " ")).replaceAll(/[\\~^&%$#_{}]/g, (mark) => commands[mark] ?? `\\${mark}`);
}
