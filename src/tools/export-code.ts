// Writes a document as code or as a model file, in new files beside it.

import * as z from "zod";
import type { Exporter } from "../code/exporter.ts";
import { type ExportFormat, exporters } from "../code/exporters.ts";
import { message } from "../model/message.ts";
import { ProblemError } from "../model/problem.ts";
import { exportedCode, type ExportSettings } from "../session/code/exported-code.ts";
import { folderOf, freeStem, nameOf } from "./paths.ts";
import { pathText, QUOTES } from "./quoting.ts";
import { documentPath, lines, tool, type ToolContext, withDocument, wrong } from "./tool.ts";
import type { ToolDocument } from "./workspace.ts";

const formats = Object.keys(exporters) as [ExportFormat, ...ExportFormat[]];
const trained = Object.entries<Exporter>(exporters).flatMap(([format, { needsWeights }]) => (needsWeights ? [format] : []));

export const exportCode = tool({
  name: "export_code",
  title: message("Export a network"),
  about: `Writes a .perceptron document as code or as a model file in new files beside it, never over another. The PyTorch script prints the same losses. ${trained.join(", ")} need a trained network. ${QUOTES}`,
  icon: "export",
  input: z.strictObject({
    document: documentPath,
    format: z.enum(formats).describe("What to write; pytorch is a training script."),
  }),
  doing: ({ document, format }) => message("Exporting {0} as {1}", nameOf(document), exporters[format].label),
  writes: ({ document, format }) => message("{0} is written as {1} in new files beside it.", document, exporters[format].label),
  run: ({ document: path, format }, context) =>
    withDocument(context, path, async (document) => {
      const settings = exporters[format].needsWeights ? await trainedSettings(document) : {};
      const files = await freeFiles(document, format, settings, path, context);
      const folder = folderOf(path);
      for (const { name, content } of files) await context.workspace.create(`${folder}${name}`, content);
      return lines("Written:", ...files.map(({ name }) => `- ${pathText(`${folder}${name}`)}`));
    }),
});

type Files = readonly { readonly name: string; readonly content: string | Uint8Array }[];

/** The files under the first of NAME, NAME-2, NAME-3, … that is free for all of them. */
async function freeFiles(
  { session }: ToolDocument,
  format: ExportFormat,
  settings: ExportSettings,
  path: string,
  { workspace }: ToolContext,
): Promise<Files> {
  let files: Files = [];
  const own = nameOf(path).replace(/(?<=.)\.[^.]*$/, "");
  await freeStem(own, async (stem) => {
    const code = await exportedCode(session, format, settings, stem);
    if (code.kind === "unready")
      throw code.errors[0]
        ? new ProblemError(code.errors[0])
        : wrong("not-ready", message("The data of {0} is not read. Check the document.", nameOf(path)));
    files = code.files;
    for (const { name } of files) if (await workspace.isThere(`${folderOf(path)}${name}`)) return false;
    return true;
  });
  return files;
}

async function trainedSettings({ weights, network }: ToolDocument): Promise<ExportSettings> {
  const stored = await weights.readWeights();
  const bytes = stored && (await weights.weightBytes(undefined));
  if (stored === undefined || bytes === undefined) return network.nothingTrained();
  return { trained: stored, weightFile: bytes };
}
