// A lesson for tests that are about one thing of it: its steps are given, its words are made for them.

import { type LessonFolder, loadLesson, type LoadedLesson } from "../../../src/lessons/load.ts";
import { format } from "../../../src/model/message.ts";

interface TinyStep {
  readonly id: string;
  readonly ask?: readonly { readonly id: string; readonly kind: string; readonly options?: number }[];
  readonly hints?: readonly { readonly id: string; readonly [field: string]: unknown }[];
  readonly [field: string]: unknown;
}

/** Two rows of x, four of them, and whether they are alike. */
export const csv = "a,b,y\n0,0,False\n0,1,True\n1,0,True\n1,1,False\n";

export const tinyDocument = {
  format: 1,
  data: { file: "xor.csv", target: "y", split: { train: 1, validation: 0, test: 0 } },
  layers: [{ type: "Linear", out_features: 1 }, { type: "Sigmoid" }],
  training: { seed: 1, epochs: 20, batch_size: 2, loss: { type: "BCELoss" }, optimizer: { type: "SGD", lr: 0.1 } },
};

/** The files of a lesson with these steps, by name. */
export function tinyFiles(steps: readonly TinyStep[], figures: readonly string[] = []): Map<string, string> {
  const lesson = { minutes: 5, document: "tiny.perceptron", files: ["xor.csv"], steps };
  const blocks = figures.map((id) => `\`\`\`figure softmax ${id}\n\`\`\`\n`).join("\n");
  const sections = steps.map(({ id, ask = [], hints = [] }) =>
    [
      `## Step {#${id}}`,
      blocks,
      "**Do:** something.",
      ...ask.map((one) =>
        [`### Ask {#${one.id}}`, "How?", ...Array.from({ length: one.options ?? 0 }, (_, at) => `${at + 1}. this`)]
          .join("\n\n")
          .replaceAll("this\n\n", "this\n"),
      ),
      ...hints.map((hint) => `### Hint {#${hint.id}}\n\nNot so.`),
    ].join("\n\n"),
  );
  return new Map([
    ["lesson.json", JSON.stringify(lesson)],
    ["en.md", ["# Tiny", "To learn something.", ...sections, "## Summary {#summary}\n\n- That was it."].join("\n\n")],
    ["tiny.perceptron", JSON.stringify(tinyDocument, undefined, 2)],
    ["xor.csv", csv],
  ]);
}

/** @throws Error with everything that is wrong with it */
export async function tinyLesson(steps: readonly TinyStep[], figures: readonly string[] = []): Promise<LoadedLesson> {
  const files = tinyFiles(steps, figures);
  const { loaded, problems } = await loadLesson("tiny", folderOf(files));
  if (loaded === undefined) throw new Error(problems.map(({ message }) => format(message)).join("\n"));
  return loaded;
}

/** A lesson's folder in memory; a file that is undefined is not there. */
export function folderOf(files: ReadonlyMap<string, string | undefined>): LessonFolder {
  return {
    names: async () => [...files].flatMap(([name, text]) => (text === undefined ? [] : [name])),
    read: async (name) => bytesOf(files.get(name)),
  };
}

function bytesOf(text: string | undefined): Uint8Array | undefined {
  return text === undefined ? undefined : new TextEncoder().encode(text);
}
