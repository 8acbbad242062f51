// A model card (Mitchell et al., "Model Cards for Model Reporting", 2019): what the network is, what it
// learnt from, how well it does, and what it is not for. What is not known is said to be unknown.

import { losses, type LossRecord } from "../../model/losses.ts";
import { metricNames } from "../../model/metric-names.ts";
import type { ExportInput } from "../exporter.ts";
import { inMarkdown, markdownTable } from "../markdown.ts";
import { cardWords, type CardWords } from "./card-words.ts";
import { grouped, networkRows } from "./layer-rows.ts";
import { layerTable } from "./summary.ts";

export function writeCard(input: ExportInput): string {
  const text = cardWords[input.language];
  const { experiment, summary, name, language } = input;
  const network = networkRows(input);
  const targets = [experiment.data.target].flat();
  const sections = [
    [`# ${inMarkdown(name)}`],
    [text.about(targets.map(inMarkdown).join(", "), kindOf(input, text), summary.inputs.length, grouped(network.parameters))],
    [`## ${text.use}`, "", text.uses(targets.map(inMarkdown).join(", "))],
    [`## ${text.data}`, "", ...dataLines(input, text)],
    [`## ${text.network}`, "", ...layerTable(network, language)],
    [`## ${text.training}`, "", ...trainingLines(input, text)],
    [`## ${text.metrics}`, "", ...metricLines(input, text)],
    [`## ${text.limits}`, "", ...limits(input, text).map((line) => `- ${line}`)],
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function kindOf({ experiment, summary }: ExportInput, text: CardWords): string {
  const record: LossRecord = losses[experiment.training.loss.type];
  if (record.target === "numbers") return text.number;
  return text.classes((summary.preprocessing?.target.classes ?? []).map(inMarkdown).join(", "));
}

function dataLines({ summary, experiment }: ExportInput, text: CardWords): string[] {
  const { split, dropped } = summary;
  const used = summary.columns.filter(({ role }) => role !== "ignored");
  return [
    text.rows(summary.files.map(inMarkdown).join(", "), grouped(summary.rows), grouped(dropped.missingTarget + dropped.missingFeature)),
    "",
    ...markdownTable([
      [...text.columns],
      ...used.map(({ name, kind, role, missing }) => [
        name,
        text.kinds[kind],
        role === "target" ? text.target : text.feature,
        grouped(missing),
      ]),
    ]),
    "",
    text.split(grouped(split.train), grouped(split.validation), grouped(split.test), String(experiment.training.seed)),
  ];
}

function trainingLines({ experiment: { training } }: ExportInput, text: CardWords): string[] {
  const { loss, optimizer, scheduler, epochs, batch_size: batch } = training;
  return markdownTable([
    [text.setting, text.value],
    [text.loss, loss.type],
    [text.optimizer, `${optimizer.type} (lr ${optimizer.lr})`],
    ...(scheduler ? [[text.scheduler, scheduler.type]] : []),
    [text.epochs, grouped(epochs)],
    [text.batch, grouped(batch)],
  ]);
}

function metricLines({ metrics }: ExportInput, text: CardWords): string[] {
  const names = ["loss", ...metricNames];
  const known = names.flatMap((name) => (metrics?.[name] === undefined ? [] : [[name, String(Number(metrics[name].toPrecision(4)))]]));
  return known.length === 0 ? [text.unknown] : [text.onTest, "", ...markdownTable([[text.metric, text.value], ...known])];
}

function limits({ summary, experiment }: ExportInput, text: CardWords): string[] {
  const { split, preprocessing } = summary;
  const categories = preprocessing?.features.filter(({ kind, encode }) => kind === "category" && encode !== "date") ?? [];
  const ranges = summary.columns.flatMap(({ name, role, profile }) =>
    role === "feature" && profile.numbers ? [`${inMarkdown(name)} ${profile.numbers.minimum} … ${profile.numbers.maximum}`] : [],
  );
  return [
    ...(split.test === 0 ? [text.noTest] : []),
    ...(ranges.length > 0 ? [text.ranges(ranges.slice(0, 20).join("; "))] : []),
    ...(categories.length > 0 ? [text.categories(categories.map(({ column }) => inMarkdown(column)).join(", "))] : []),
    ...(experiment.data.missing === "drop" ? [text.missing] : []),
    text.people,
  ];
}
