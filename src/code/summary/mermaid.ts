// The network as a Mermaid diagram, which GitHub, GitLab and VS Code draw in Markdown.

import { plain } from "../../model/plain-text.ts";
import type { ExportInput } from "../exporter.ts";
import { grouped, networkRows } from "./layer-rows.ts";

export function writeMermaid(input: ExportInput): string {
  const { experiment, language } = input;
  const { layers, inputs } = networkRows(input);
  const isKorean = language === "ko";
  const targets = [experiment.data.target].flat().join(", ");
  const nodes = [
    { id: "input", text: isKorean ? `입력 ${grouped(inputs)}개` : `${grouped(inputs)} inputs`, open: "([", close: "])" },
    ...layers.map(({ index, module, name }) => ({
      id: `layer${index}`,
      text: name === "" ? module : `${name}\n${module}`,
      open: "[",
      close: "]",
    })),
    { id: "output", text: targets, open: "([", close: "])" },
  ];
  const widths = [inputs, ...layers.map(({ outputs }) => outputs)];
  return [
    "flowchart TD",
    ...nodes.map(({ id, text, open, close }) => `  ${id}${open}"${label(text)}"${close}`),
    ...nodes.slice(1).map(({ id }, index) => `  ${nodes[index]!.id} -- ${grouped(widths[index]!)} --> ${id}`),
    "",
  ].join("\n");
}

/** A label's text; Mermaid reads entities without their ampersand. */
function label(text: string): string {
  return text
    .split("\n")
    .map((line) => plain(line).replaceAll(/["#<>&`]/g, (mark) => `#${mark.codePointAt(0)!};`))
    .join("<br>");
}
