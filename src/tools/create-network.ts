// Makes a new document for CSVs: the one that "Train a Network on This CSV" makes.

import * as z from "zod";
import { documentText } from "../model/document.ts";
import { message } from "../model/message.ts";
import { nearest } from "../model/nearest.ts";
import { withReading } from "../model/reading-choice.ts";
import { starterExperiment, starterNotes } from "../model/starter.ts";
import { layersInWords } from "../model/templates.ts";
import { csvStem, folderOf, freeStem, nameOf } from "./paths.ts";
import { listed, named, pathText, QUOTES, sentence } from "./quoting.ts";
import { csvPath, lines, tool, wrong } from "./tool.ts";

export const createNetwork = tool({
  name: "create_network",
  title: message("Create a network"),
  about: `Writes a new .perceptron document beside a CSV, with a small network that fits its columns, never over another file. Loss and last layer follow from the target. The document is JSON that can be edited like any file. ${QUOTES}`,
  icon: "type-hierarchy-sub",
  input: z.strictObject({
    csv: z.union([csvPath, z.array(csvPath).min(1).max(100)]).describe("The CSV, or several of one folder with the same columns."),
    target: z.string().max(1000).optional().describe("The column to predict; chosen from the columns if it is left out."),
  }),
  doing: ({ csv }) => message("Creating a network for {0}", nameOf([csv].flat()[0]!)),
  writes: ({ csv }) => message("A new .perceptron document is written beside {0}.", [csv].flat()[0]!),
  run: async ({ csv, target }, { workspace }) => {
    const csvs = [csv].flat();
    const folder = folderOf(csvs[0]!);
    const other = csvs.find((one) => folderOf(one) !== folder);
    if (other !== undefined)
      throw wrong("several-folders", message("{0} lies in another folder than {1}. Name CSVs of one folder.", other, csvs[0]!));
    const { columns, reading } = await workspace.inspect(csvs);
    const names = columns.map(({ name }) => name);
    if (target !== undefined && !names.includes(target))
      throw wrong("no-column", message('{0} has no column "{1}". Did you mean "{2}"?', csvs[0]!, target, nearest(target, names)));
    const files = csvs.map(nameOf);
    const starter = withReading(starterExperiment(files[0]!, columns, target), reading);
    const experiment = files.length > 1 ? { ...starter, data: { ...starter.data, file: files } } : starter;
    const stem = await freeStem(csvStem(csvs[0]!), async (name) => !(await workspace.isThere(`${folder}${name}.perceptron`)));
    const path = `${folder}${stem}.perceptron`;
    await workspace.create(path, documentText(experiment));
    return lines(
      `Created ${pathText(path)}. It predicts ${listed([experiment.data.target].flat(), 5)} from ${named(files[0]!)}.`,
      `Layers: ${layersInWords(experiment.layers)}. Loss: ${experiment.training.loss.type}. ${experiment.training.epochs} epochs.`,
      ...starterNotes(experiment, columns, target !== undefined).map(sentence),
    );
  },
});
