// Live figures in a page of text, each over the real session of its own document.

import { memoryPorts } from "../../../src/protocol/channel.ts";
import { DocumentFigures } from "../../../src/session/figures/document-figures.ts";
import { elementOf, loadFigure } from "../../lesson/figures/registry.ts";
import { speak } from "../../shared/text.ts";
import type { Words } from "../lesson-stage.ts";
import { Stage } from "../stage.ts";
import { type FigureExample, figureExamples } from "./figure-examples.ts";

/** @param asked one of the examples; all of them if there is none of that name */
export async function showFigures(asked: string, words: Words): Promise<void> {
  speak(words.language, words.translations);
  document.querySelector("perceptron-builder")?.remove();
  const main = document.createElement("main");
  main.className = "figures";
  document.body.append(main);
  const names = Object.hasOwn(figureExamples, asked) ? [asked] : Object.keys(figureExamples);
  for (const name of names) main.append(await figureOf(name, figureExamples[name]!, words));
  main.classList.add("whole");
}

async function figureOf(name: string, { figure, text, csvs }: FigureExample, { language, translations }: Words): Promise<HTMLElement> {
  const scenario = {
    text,
    csvs: Object.fromEntries(Object.entries(csvs).map(([file, content]) => [file, () => content])),
    isReal: true,
  } as const;
  const stage = new Stage(scenario, language, translations);
  const [, hostPort] = memoryPorts();
  await stage.open(scenario, hostPort);
  const figures = new DocumentFigures(stage.session, {
    worker: stage.worker,
    document: name,
    sources: async (file) => stage.folder.sources(file),
    encodingHint: () => undefined,
    readWeights: () => stage.files.readWeights(),
  });
  await loadFigure[figure.type]();
  const element = document.createElement(elementOf(figure.type));
  Object.assign(element, { id: figure.id, options: figure.options, ask: figures.askFigure });
  element.addEventListener("figure-change", ({ target, detail }: CustomEventInit<number> & Event) => {
    if (target instanceof HTMLElement) target.dataset["reported"] = String(detail);
  });
  const section = document.createElement("section");
  const title = document.createElement("h2");
  title.textContent = name;
  section.append(title, element);
  return section;
}
