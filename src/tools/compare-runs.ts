// Compares the runs that are kept of a document: what each reached, and what differs between their documents.

import * as z from "zod";
import { shareText } from "../model/figures.ts";
import { type Difference, differences } from "../model/differences.ts";
import { parseDocument } from "../model/document.ts";
import { message } from "../model/message.ts";
import { MOST_COMPARED, type RunEntry } from "../protocol/runs.ts";
import type { RunStore } from "../session/runs/run-store.ts";
import { nameOf } from "./paths.ts";
import { listed, named, QUOTES, quoted } from "./quoting.ts";
import { short } from "./run-text.ts";
import { documentPath, lines, tool, withDocument, wrong } from "./tool.ts";

const MOST_DIFFERENCES = 20;
const DEFAULT = 5;

export const compareRuns = tool({
  name: "compare_runs",
  title: message("Compare runs"),
  about: `Lists kept runs of a .perceptron document, the newest first, with their losses, how they ended, and what their settings do not agree in. ${QUOTES}`,
  icon: "diff",
  input: z.strictObject({
    document: documentPath,
    runs: z
      .array(z.string().max(200))
      .min(1)
      .max(MOST_COMPARED)
      .optional()
      .describe(`Names of runs, as this tool gives them; the newest ${DEFAULT} if they are left out.`),
  }),
  doing: ({ document }) => message("Comparing runs of {0}", nameOf(document)),
  run: ({ document: path, runs: asked }, context) =>
    withDocument(context, path, async ({ runs }) => {
      await runs.refresh();
      const missing = asked?.find((id) => runs.find(id) === undefined);
      if (missing !== undefined)
        throw wrong("no-run", message("{0} has no run {1}. Leave out runs to see which there are.", nameOf(path), missing));
      const entries = asked ? asked.map((id) => runs.find(id)!) : runs.entries.slice(0, DEFAULT);
      if (entries.length === 0) throw wrong("no-runs", message("No run of {0} is kept yet. Train it first.", nameOf(path)));
      const all = runs.entries.length;
      return lines(
        entries.length < all && `${entries.length} of ${all} runs:`,
        ...entries.map(runLine),
        ...(await differenceLines(runs, entries)),
      );
    }),
});

function runLine({ id, record }: RunEntry): string {
  const { name, star, note, epochs, planned, stopped, losses, metrics, best, seed, parameters } = record;
  const accuracy = (metrics?.validation ?? metrics?.train)?.accuracy;
  const facts = [
    `epoch ${epochs} of ${planned}${stopped === null ? "" : ` (${stopped})`}`,
    losses.train !== undefined && `training loss ${short(losses.train)}`,
    losses.validation !== undefined && `validation loss ${short(losses.validation)}`,
    accuracy !== undefined && `accuracy ${shareText(accuracy)}`,
    best && `best ${short(best.loss)} at epoch ${best.epoch}`,
    parameters !== undefined && `${parameters} parameters`,
    `seed ${seed}`,
    note !== undefined && `note ${quoted(note)}`,
  ];
  return `- ${named(id)}${name === undefined ? "" : ` ${quoted(name)}`}${star ? " ★" : ""}: ${facts.filter((fact) => fact !== false && fact !== undefined).join("; ")}`;
}

async function differenceLines(runs: RunStore, entries: readonly RunEntry[]): Promise<string[]> {
  if (entries.length < 2) return [];
  const texts = await Promise.all(entries.map(({ id }) => runs.document(id).catch(() => undefined)));
  const experiments = texts.map((text) => (text === undefined ? undefined : parseDocument(text).experiment));
  if (!experiments.every((experiment) => experiment !== undefined))
    return ["What differs cannot be said, because a document of theirs cannot be read."];
  const found = differences(experiments);
  if (found.length === 0) return ["Their documents agree in everything."];
  return ["What differs, in the order of the runs:", ...found.slice(0, MOST_DIFFERENCES).map(differenceLine)];
}

function differenceLine({ part, layer, path, values }: Difference): string {
  const what = layer ? `${layer.type} ${layer.number}${path === "" ? "" : ` ${path}`}` : `${part === "data" ? "data." : ""}${path}`;
  return `- ${named(what)}: ${listed(
    values.map((value) => value ?? "–"),
    MOST_COMPARED,
  )}`;
}
