// The reference: a page for each layer, loss, optimizer and scheduler, and one that lists them, all from their
// records in the registries.

import { layers, type LayerType } from "../src/model/layers.ts";
import type { LayerGroup, LayerRecord } from "../src/model/layers/record.ts";
import { losses, type TargetEncoding } from "../src/model/losses.ts";
import type { Message } from "../src/model/message.ts";
import { optimizers } from "../src/model/optimizers.ts";
import type { Control, Parameters } from "../src/model/parameters.ts";
import { schedulers } from "../src/model/schedulers.ts";
import { chartOf } from "./chart.ts";
import { type Curve, layerCurve, lossCurve, optimizerCurve, schedulerCurve } from "./curves.ts";
import { type FormulaWords, mathOf } from "./formula.ts";
import type { Page, Section } from "./page.ts";
import { both, escape, type Language, type Say, type Text } from "./text.ts";

/** What all registries say of a record. */
interface Recorded {
  readonly type: string;
  readonly formula: string;
  readonly derivative?: string;
  readonly about: Message;
  readonly pitfall?: Message;
  readonly parameters: Parameters;
  /** Other names that a person may look for. */
  readonly words?: readonly string[];
}

interface Entry {
  readonly record: Recorded;
  /** The heading it stands below in the list of its kind. */
  readonly group: Text;
  /** More that can be said of it, a sentence each. */
  readonly facts?: readonly Text[];
  readonly curve: Curve | undefined;
  /** PyTorch's module of its kind; undefined of what PyTorch has not. */
  readonly module: string | undefined;
}

interface Kind {
  readonly folder: string;
  readonly title: Text;
  readonly about: Text;
  readonly entries: readonly Entry[];
}

const groups: Readonly<Record<LayerGroup, Text>> = {
  linear: both("Linear", "선형"),
  activation: both("Activations", "활성화 함수"),
  normalization: both("Normalization", "정규화"),
  regularization: both("Regularization", "규제"),
  output: both("Output", "출력"),
};
const targets: Readonly<Record<TargetEncoding, Text>> = {
  binary: both("For yes or no", "예, 아니요"),
  classes: both("For classes", "클래스"),
  numbers: both("For numbers", "숫자"),
  sign: both("For −1 and 1", "−1과 1"),
};
const perEpoch = both("After each epoch", "에폭마다");
const perBatch = both("After each batch", "배치마다");
const all = both("Optimizers", "옵티마이저");

/** Layers that PyTorch has not. */
const OURS: ReadonlySet<string> = new Set(["Step", "Perceptron"]);
const moduleOf = (type: string, module: string): string | undefined => (OURS.has(type) ? undefined : module);

const kinds: readonly Kind[] = [
  {
    folder: "layers",
    title: both("Layers", "층"),
    about: both("Every layer of the palette, under PyTorch's name.", "팔레트의 모든 층이며, 이름은 PyTorch와 같습니다."),
    entries: Object.values<LayerRecord>(layers).map((record) => ({
      record,
      group: groups[record.group],
      facts: layerFacts(record),
      curve: layerCurve(record.type as LayerType),
      module: moduleOf(record.type, "nn"),
    })),
  },
  {
    folder: "losses",
    title: both("Losses", "손실"),
    about: both(
      "What a network's answers cost: y is an output, t its target. The loss of a batch is the mean.",
      "신경망의 답이 얼마나 틀렸는지 재는 값입니다. y는 출력, t는 목표이며, 배치의 손실은 평균입니다.",
    ),
    entries: Object.values(losses).map((record) => ({
      record,
      group: targets[record.target],
      curve: lossCurve(record.type),
      module: "nn",
    })),
  },
  {
    folder: "optimizers",
    title: both("Optimizers", "옵티마이저"),
    about: both(
      "How a step changes the weights: w is a weight, g its gradient.",
      "한 스텝이 가중치를 어떻게 바꾸는지 말합니다. w는 가중치, g는 그 기울기입니다.",
    ),
    entries: Object.values(optimizers).map((record) => ({
      record,
      group: all,
      facts: [both(`Usual learning rates: ${record.usual.join(" to ")}.`, `흔히 쓰는 학습률: ${record.usual.join(" ~ ")}.`)],
      curve: optimizerCurve(record.type),
      module: moduleOf(record.type, "optim"),
    })),
  },
  {
    folder: "schedulers",
    title: both("Schedulers", "스케줄러"),
    about: both("How the learning rate changes while a network trains.", "학습하는 동안 학습률이 어떻게 바뀌는지 말합니다."),
    entries: Object.values(schedulers).map((record) => ({
      record,
      group: record.perBatch ? perBatch : perEpoch,
      curve: schedulerCurve(record.type, record.perBatch),
      module: "optim.lr_scheduler",
    })),
  },
];

function layerFacts({ range, parameterCount }: LayerRecord): readonly Text[] {
  const learns =
    parameterCount === undefined ? both("It learns nothing.", "배우는 값이 없습니다.") : both("It learns.", "배우는 값이 있습니다.");
  if (range === undefined) return [learns];
  const interval = range.map((end) => (Math.abs(end) === Infinity ? `${end < 0 ? "−" : ""}∞` : String(end).replace("-", "−"))).join(" … ");
  return [learns, both(`All outputs lie in ${interval}.`, `모든 출력의 범위: ${interval}.`)];
}

const overview = both("Overview", "한눈에");
const HANGUL = /\p{Script=Hangul}/u;

/** A section for each kind; its first page lists the others. */
export function referenceSections(language: Language, say: Say): readonly Section[] {
  const root = language === "en" ? "reference" : `${language}/reference`;
  return kinds.map(({ folder, title, about, entries }) => {
    const list: Page = {
      language,
      path: `${root}/${folder}`,
      title: title[language],
      name: overview,
      words: "",
      about: about[language],
      html: listOf({ folder, title, about, entries }, language, say),
      others: otherLanguages(folder),
    };
    const pages = entries.map((entry): Page => {
      const { type, words: names = [], about: use } = entry.record;
      return {
        language,
        path: `${root}/${folder}/${type}`,
        title: type,
        words: names.join(" "),
        about: say(use),
        html: pageOf(entry, language, say),
        others: otherLanguages(`${folder}/${type}`),
      };
    });
    return { title, pages: [list, ...pages] };
  });
}

function otherLanguages(place: string): Page["others"] {
  return { en: `reference/${place}`, ko: `ko/reference/${place}` };
}

function listOf({ title, about, entries }: Kind, language: Language, say: Say): string {
  const headings = [...new Set(entries.map(({ group }) => group))];
  const sections = headings.map((heading) => {
    const rows = entries
      .filter(({ group }) => group === heading)
      .map(
        ({ record: { type, about: use } }) => `<tr><th scope="row"><a href="${type}/">${type}</a></th><td>${escape(say(use))}</td></tr>`,
      );
    const head = headings.length > 1 ? `<h2>${escape(heading[language])}</h2>` : "";
    return `${head}<table class="list"><tbody>${rows.join("\n")}</tbody></table>`;
  });
  return `<h1>${escape(title[language])}</h1><p>${escape(about[language])}</p>${sections.join("\n")}`;
}

const words = {
  also: both("Also called", "다른 이름"),
  formula: both("Formula", "식"),
  derivative: both("Derivative", "미분"),
  curve: both("Curve", "곡선"),
  pitfall: both("Pitfalls", "주의할 점"),
  parameters: both("Parameters", "매개변수"),
  default: both("default", "기본값"),
  required: both("must be given", "꼭 써야 함"),
  official: both("PyTorch's own page", "PyTorch의 설명"),
} as const;

/** What formulas say in words. */
const formulaWords: Readonly<Record<Language, FormulaWords>> = {
  en: {
    else: "else",
    "less what the batch's own mean and variance take back": "less what the batch's own mean and variance take back",
    "less what the row's own mean and variance take back": "less what the row's own mean and variance take back",
  },
  ko: {
    else: "그 밖에",
    "less what the batch's own mean and variance take back": "여기서 배치의 평균과 분산이 되돌리는 몫을 뺍니다",
    "less what the row's own mean and variance take back": "여기서 행의 평균과 분산이 되돌리는 몫을 뺍니다",
  },
};

function pageOf({ record, curve, facts = [], module }: Entry, language: Language, say: Say): string {
  const { type, formula, derivative, about, pitfall, parameters } = record;
  const section = (heading: Text, html: string): string => `<section><h2>${escape(heading[language])}</h2>${html}</section>`;
  const math = (text: string): string => `<div class="math" tabindex="0">${mathOf(text, formulaWords[language])}</div>`;
  const names = (record.words ?? []).filter((word) => HANGUL.test(word) === (language === "ko"));
  const official = module && `https://docs.pytorch.org/docs/stable/generated/torch.${module}.${type}.html`;
  return [
    `<h1>${type}</h1>`,
    names.length > 0 ? `<p class="secondary">${escape(words.also[language])}: ${escape(names.join(", "))}</p>` : "",
    `<p>${escape([say(about), ...facts.map((fact) => fact[language])].join(" "))}</p>`,
    section(words.formula, math(formula)),
    derivative ? section(words.derivative, math(derivative)) : "",
    curve ? section(words.curve, chartOf(curve, language)) : "",
    pitfall ? section(words.pitfall, `<p>${escape(say(pitfall))}</p>`) : "",
    Object.keys(parameters).length > 0 ? section(words.parameters, parameterList(parameters, language, say)) : "",
    official ? `<p><a href="${official}" rel="external">${escape(words.official[language])}</a></p>` : "",
  ].join("\n");
}

function parameterList(parameters: Parameters, language: Language, say: Say): string {
  const entries = Object.entries(parameters).map(([name, { control, presence, default: value, about }]) => {
    const start =
      presence === "required"
        ? [words.required[language]]
        : value === undefined
          ? []
          : [`${words.default[language]} ${JSON.stringify(value).replaceAll(",", ", ")}`];
    const facts = [valuesOf(control), ...start].join(" · ");
    return `<dt><code>${name}</code> <span class="secondary">${escape(facts)}</span></dt><dd>${escape(say(about))}</dd>`;
  });
  return `<dl>${entries.join("\n")}</dl>`;
}

/** As Python writes types and ranges. */
function valuesOf(control: Control): string {
  switch (control.kind) {
    case "integer":
    case "number": {
      const type = control.kind === "integer" ? "int" : "float";
      const limits = [control.min === undefined ? "" : `≥ ${control.min}`, control.max === undefined ? "" : `≤ ${control.max}`].filter(
        Boolean,
      );
      return [type, ...limits].join(" ");
    }
    case "switch":
      return "true | false";
    case "choice":
      return control.options.map((option) => JSON.stringify(option)).join(" | ");
    case "numbers":
      return control.whole ? "int[]" : control.length === 2 ? "[float, float]" : "float[]";
    case "initialiser":
      return [...control.options.map((option) => JSON.stringify(option)), "{ weight, bias }"].join(" | ");
  }
}
