// The manifest: what VS Code is told of the tools follows from their records, every command stands where it
// can do something, every key is bound to a place, and every view says what to do while it is empty.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { toolContributions, tools } from "../../../src/tools/tools.ts";

interface Item {
  readonly command: string;
  readonly when?: string;
  readonly key?: string;
}

const { contributes } = JSON.parse(readFileSync("package.json", "utf8")) as {
  readonly contributes: {
    readonly commands: readonly (Item & { readonly enablement?: string })[];
    readonly menus: Readonly<Record<string, readonly Item[]>>;
    readonly keybindings: readonly Item[];
    readonly languageModelTools: readonly unknown[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string }[];
  };
};
const english = JSON.parse(readFileSync("package.nls.json", "utf8")) as Readonly<Record<string, string>>;

/** Commands that ask for what they need, so that they can be called anywhere. */
const ANYWHERE = [
  "perceptron.bindCode",
  "perceptron.debugTraining",
  "perceptron.exportCode",
  "perceptron.newNetwork",
  "perceptron.openBuilder",
  "perceptron.openLesson",
  "perceptron.predict",
  "perceptron.reportProblem",
  "perceptron.resetLessons",
  "perceptron.restartLesson",
  "perceptron.showCode",
  "perceptron.train",
  "perceptron.trainOnCsv",
  "perceptron.unbindCode",
  "perceptron.verify",
];
/** The menu that VS Code shows in one place only. */
const OWN_PLACE = "file/newFile";
/** What VS Code itself binds these keys to, which is why each stands only where that makes no sense. */
const BOUND: Readonly<Record<string, string>> = {
  f5: "Start Debugging, which would ask for a debugger in a builder",
  f2: "Rename in the explorer and in text",
  delete: "Delete in the explorer and in text",
};

test("the tools in the manifest are those of their records: `node esbuild.mjs manifest` writes them", () => {
  assert.deepEqual(contributes.languageModelTools, JSON.parse(JSON.stringify(toolContributions())));
});

test("a person reads the same name of a tool everywhere", () => {
  for (const { name, title } of tools) assert.equal(english[`tool.${name}`]?.toLowerCase(), title.text.toLowerCase(), name);
});

test("every command can do something where it is offered", () => {
  const palette = new Map((contributes.menus["commandPalette"] ?? []).map(({ command, when }) => [command, when]));
  const unconditional = contributes.commands.filter(({ command, enablement }) => enablement === undefined && !palette.get(command));
  assert.deepEqual(unconditional.map(({ command }) => command).toSorted(), ANYWHERE);
  for (const [menu, items] of Object.entries(contributes.menus)) {
    if (menu === OWN_PLACE) continue;
    for (const { command, when } of items) assert.ok(when, `${command} in ${menu} has no condition`);
  }
});

test("every menu and key is about a command that there is", () => {
  const known = new Set(contributes.commands.map(({ command }) => command));
  for (const { command } of [...Object.values(contributes.menus).flat(), ...contributes.keybindings])
    assert.ok(known.has(command), command);
});

test("a key is bound only in a place of our own", () => {
  for (const { command, key = "", when = "" } of contributes.keybindings) {
    assert.ok(BOUND[key], `${command}: say what ${key} is bound to otherwise`);
    assert.match(when, /resourceExtname == \.perceptron|focusedView == perceptron\.\w+/, command);
  }
});

test("a view that is empty says what to do, and does it", () => {
  for (const { id } of Object.values(contributes.views).flat()) {
    const texts = contributes.viewsWelcome.filter(({ view }) => view === id).map(({ contents }) => english[contents.slice(1, -1)] ?? "");
    assert.ok(texts.length > 0, `${id} has no welcome`);
    for (const text of texts) assert.match(text, /\]\(command:/, id);
  }
});
