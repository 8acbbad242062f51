// The builder in a plain browser page, under the webview's content security policy, over the real session of
// a document in memory. The address chooses what is shown: ?scenario=iris&theme=light&language=ko; `bare`
// hides the bar, for tests; ?lesson=xor shows a lesson, with `beside` next to the builder of its document;
// ?figures shows live figures of lessons, all or one of them.

import "../builder/perceptron-builder/perceptron-builder.ts";
import type { Translations } from "../../src/model/message.ts";
import { memoryPorts } from "../../src/protocol/channel.ts";
import { BuilderClient } from "../builder-client.ts";
import { layOut } from "../page.ts";
import { PSEUDO, pseudoTranslations } from "./pseudo.ts";
import { scenarios } from "./scenarios.ts";
import { Stage } from "./stage.ts";

/** The Korean bundle, put here by the build. */
declare const KOREAN: Translations;

const choices = {
  scenario: Object.keys(scenarios),
  theme: ["dark", "light", "hc-black", "hc-light"],
  language: ["en", "ko", PSEUDO],
};

const asked = new URLSearchParams(location.search);
const chosen = (name: keyof typeof choices): string => {
  const value = asked.get(name);
  return value !== null && choices[name].includes(value) ? value : choices[name][0]!;
};

const root = document.documentElement;
root.dataset["theme"] = chosen("theme");
root.lang = chosen("language");
// As VS Code says it to a webview.
const contrast: Readonly<Record<string, string[]>> = {
  "hc-black": ["vscode-high-contrast"],
  "hc-light": ["vscode-high-contrast", "vscode-high-contrast-light"],
};
document.body.classList.add(...(contrast[chosen("theme")] ?? []));
root.classList.toggle("bare", asked.has("bare"));

const bundles: Readonly<Record<string, () => Translations>> = {
  ko: () => KOREAN,
  [PSEUDO]: () => pseudoTranslations(Object.keys(KOREAN)),
};
const words = { language: chosen("language"), translations: bundles[chosen("language")]?.() ?? {} };
const [lesson, figures] = [asked.get("lesson"), asked.get("figures")];
if (figures !== null) {
  const { showFigures } = await import("./figures/figure-gallery.ts");
  await showFigures(figures, words);
} else if (lesson === null) await showScenario();
else {
  const { showLesson } = await import("./lesson-dev.ts");
  Object.assign(window, { lesson: await showLesson(lesson, words, asked.has("beside")) });
}

async function showScenario(): Promise<void> {
  const [webviewPort, hostPort] = memoryPorts();
  const scenario = scenarios[chosen("scenario")]!;
  const stage = new Stage(scenario, words.language, words.translations);
  await stage.open(scenario, hostPort);

  // VS Code's own keys: what the builder does not keep reaches the window.
  window.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    const key = event.key.toLowerCase();
    if (key === "z" && !event.shiftKey) stage.undo();
    else if (key === "y" || key === "z") stage.redo();
    else return;
    event.preventDefault();
  });

  const bar = document.querySelector("form")!;
  for (const [name, options] of Object.entries(choices)) {
    const select = document.createElement("select");
    select.name = name;
    select.ariaLabel = name;
    select.append(...options.map((option) => new Option(option, option, false, option === chosen(name as keyof typeof choices))));
    bar.append(select);
  }
  bar.addEventListener("change", () => bar.submit());

  Object.assign(window, { stage });

  await layOut("perceptron-builder").start(new BuilderClient(webviewPort), {
    get: () => JSON.parse(sessionStorage.getItem("view") ?? "null") as unknown,
    set: (view) => sessionStorage.setItem("view", JSON.stringify(view)),
  });
}
