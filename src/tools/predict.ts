// Lets a trained network answer: for one row that is given, or for every row of a CSV in a new one.

import * as z from "zod";
import { shareText } from "../model/figures.ts";
import { message } from "../model/message.ts";
import type { Prediction } from "../training/predict.ts";
import { csvStem, folderOf, freeStem, nameOf } from "./paths.ts";
import { named, pathText, QUOTES, sentence } from "./quoting.ts";
import { csvPath, documentPath, lines, tool, withDocument, wrong } from "./tool.ts";

const MOST_PROBABILITIES = 10;

export const predict = tool({
  name: "predict",
  title: message("Predict"),
  about: `Lets a trained network answer. With values it answers for that row; with csv it writes a new CSV beside it with a prediction for every row. Give one of the two. ${QUOTES}`,
  icon: "sparkle",
  input: z.strictObject({
    document: documentPath,
    values: z
      .record(z.string().max(1000), z.union([z.string().max(10_000), z.number(), z.boolean()]))
      .optional()
      .describe("The row's values by column name; a column that is left out is missing."),
    csv: csvPath.optional(),
  }),
  doing: ({ document }) => message("Predicting with {0}", nameOf(document)),
  writes: ({ csv }) => (csv === undefined ? undefined : message("A new CSV with predictions is written beside {0}.", csv)),
  run: ({ document: path, values, csv }, context) =>
    withDocument(context, path, async ({ network }) => {
      if ((values === undefined) === (csv === undefined))
        throw wrong("wrong-input", message("predict takes either values or csv. Give one of the two."));
      if (csv === undefined) {
        if ((await network.predictionForm()) === undefined) return network.nothingTrained();
        const texts = Object.entries(values ?? {}).map(([name, value]) => [name, String(value)] as const);
        return predictionText(await network.predictValues(Object.fromEntries(texts)));
      }
      const { workspace } = context;
      const predicted = await network.predictFile(await workspace.source(csv), workspace.keepsFormulas);
      try {
        const folder = folderOf(csv);
        const stem = await freeStem(`${csvStem(csv)}.predicted`, async (name) => !(await workspace.isThere(`${folder}${name}.csv`)));
        await workspace.create(`${folder}${stem}.csv`, predicted.pieces);
        return lines(`Written: ${pathText(`${folder}${stem}.csv`)}`, ...predicted.problems.map((problem) => sentence(problem.message)));
      } finally {
        await predicted.release();
      }
    }),
});

function predictionText({ answers, probabilities, problems }: Prediction): string {
  const order = probabilities.toSorted((one, other) => other.probability - one.probability).slice(0, MOST_PROBABILITIES);
  return lines(
    ...answers.map(({ target, text }) => `${named(target)}: ${named(text)}`),
    order.length > 0 && `Probabilities: ${order.map(({ text, probability }) => `${named(text)} ${shareText(probability)}`).join(", ")}`,
    ...problems.map((problem) => sentence(problem.message)),
  );
}
