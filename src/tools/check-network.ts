// Says what is wrong with a document, and what helps; or that it can be trained.

import * as z from "zod";
import { message } from "../model/message.ts";
import type { Problem } from "../model/problem.ts";
import { layersInWords } from "../model/templates.ts";
import { TextPositions } from "../model/text-positions.ts";
import type { DocumentSession } from "../session/document-session.ts";
import { nameOf } from "./paths.ts";
import { listed, named, pathText, QUOTES, sentence } from "./quoting.ts";
import { count, documentPath, lines, tool, withDocument } from "./tool.ts";

const MOST_PROBLEMS = 20;

export const checkNetwork = tool({
  name: "check_network",
  title: message("Check a network"),
  about: `Says every problem of a .perceptron document and its data, each with its line and remedies, or what the network is if it can be trained. Use it after each edit of the document. ${QUOTES}`,
  icon: "checklist",
  input: z.strictObject({ document: documentPath }),
  doing: ({ document }) => message("Checking {0}", nameOf(document)),
  run: ({ document }, context) => withDocument(context, document, ({ session }) => checkedText(document, session)),
});

async function checkedText(path: string, session: DocumentSession): Promise<string> {
  const { errors } = await session.ready();
  const all = session.problems;
  const verdict =
    errors.length > 0
      ? `${pathText(path)} cannot be trained: ${count(errors.length, "error")}.`
      : `${pathText(path)} can be trained.${all.length > 0 ? ` ${count(all.length, "remark")}.` : ""}`;
  return lines(verdict, ...problemLines(session.text, all), networkText(session));
}

/** Problems a line each, with what helps. */
export function problemLines(text: string, problems: readonly Problem[]): string[] {
  const positions = new TextPositions(text);
  const shown = problems.slice(0, MOST_PROBLEMS).map((problem) => {
    const { severity, file, line, path, fixes = [] } = problem;
    const place =
      file !== undefined && line !== undefined
        ? `${named(file)} line ${line}`
        : `line ${line ?? positions.position(positions.range(path).offset).line}`;
    const remedies = fixes.slice(0, 3).map(({ title }) => sentence(title));
    return `- ${severity}, ${place}: ${sentence(problem.message)}${remedies.length > 0 ? ` Remedies: ${remedies.join("; or ")}.` : ""}`;
  });
  return problems.length > MOST_PROBLEMS ? [...shown, `… and ${problems.length - MOST_PROBLEMS} more`] : shown;
}

/** What the network is, as far as that is known. */
function networkText({ experiment, data }: DocumentSession): string | undefined {
  if (experiment === undefined) return undefined;
  const { training, layers } = experiment;
  const { facts } = data;
  const from = facts
    ? ` ${count(facts.inputs.length, "input")}, target ${listed(facts.targets, 5)}${facts.classes ? ` (${count(facts.classes.length, "class").replace(/classs$/, "classes")}: ${listed(facts.classes, 10)})` : ""}.`
    : "";
  const split = facts?.split
    ? ` Rows: ${facts.split.train} training, ${facts.split.validation ?? 0} validation, ${facts.split.test ?? 0} test.`
    : "";
  return `Layers: ${layersInWords(layers)}. Loss ${training.loss.type}, ${training.optimizer.type}, ${training.epochs} epochs.${from}${split}`;
}
