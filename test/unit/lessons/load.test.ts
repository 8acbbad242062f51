// A lesson is read like a stranger's: each mistake is told with its place, and what could reach out of the
// folder, or would not end, is refused.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { exporters } from "../../../src/code/exporters.ts";
import { figureTypes } from "../../../src/lessons/figure-schema.ts";
import { exportNames, metricNames, panelNames, stopNames } from "../../../src/lessons/lesson.ts";
import { textIn } from "../../../src/lessons/lesson-text.ts";
import { loadLesson } from "../../../src/lessons/load.ts";
import { format } from "../../../src/model/message.ts";
import { conditionNames } from "../../../src/lessons/pattern.ts";
import { kindsOf, lessonJsonSchema } from "../../../src/lessons/schema.ts";
import { readText } from "../../../src/lessons/read-text.ts";
import { plainTargets, targetOf } from "../../../src/lessons/targets.ts";
import { folderOf, tinyDocument, tinyFiles } from "./tiny-lesson.ts";

const steps = [
  {
    id: "one",
    where: "card:0",
    ask: [{ id: "why", kind: "choice", options: 2 }],
    check: { all: [{ document: { layers: { $length: 2 } } }, { answer: "why", is: 1 }] },
    do: [{ answer: { why: 1 } }],
    hints: [{ id: "other", when: { answer: "why", is: 2 }, try: [{ answer: { why: 2 } }] }],
  },
];

/** What is said of a lesson with some files changed; a file that is undefined is not there. */
async function said(changes: Readonly<Record<string, string | undefined>>): Promise<string[]> {
  const files = new Map([...tinyFiles(steps), ...Object.entries(changes)]);
  const asked: string[] = [];
  const folder = folderOf(files);
  const { loaded, problems } = await loadLesson("tiny", {
    ...folder,
    read: (name) => {
      asked.push(name);
      return folder.read(name);
    },
  });
  assert.equal(loaded === undefined, problems.length > 0);
  assert.ok(
    asked.every((name) => !/[/\\:]|^\./.test(name)),
    `It asked for ${asked.join(", ")}`,
  );
  return problems.map(({ message, file, line }) => `${file ?? ""}${line === undefined ? "" : `:${line}`} ${format(message)}`);
}

/** What is said of a lesson.json with the first step or the whole changed. */
function saidOf(change: object, whole: object = {}): Promise<string[]> {
  const lesson: object = { minutes: 5, document: "tiny.perceptron", files: ["xor.csv"], steps: [{ ...steps[0], ...change }], ...whole };
  return said({ "lesson.json": JSON.stringify(lesson) });
}

test("a lesson that is right is read, in the language that is wanted or the one there is", async () => {
  assert.deepEqual(await said({}), []);
  const files = tinyFiles(steps);
  const { loaded } = await loadLesson("tiny", folderOf(files));
  assert.ok(loaded);
  assert.deepEqual([...loaded.files.keys()], ["tiny.perceptron", "xor.csv"]);
  const text = textIn(loaded, "ko");
  assert.equal(text.goal, "To learn something.");
  assert.deepEqual(text.steps[0]?.asks, [{ id: "why", text: "How?", options: ["this", "this"] }]);
  assert.deepEqual(text.steps[0]?.hints, [{ id: "other", text: "Not so." }]);
  assert.equal(text.steps[0]?.task, "something.");
});

test("a third language is one file: it is found by its name, and taken by who speaks it", async () => {
  const files = new Map(tinyFiles(steps));
  files.set("pt-br.md", files.get("en.md")!.replace("# Tiny", "# Pequena").replaceAll("**Do:**", "**Fazer:**"));
  files.set("README.md", "No text of the lesson.");
  const { loaded, problems } = await loadLesson("tiny", folderOf(files));
  assert.deepEqual(problems, []);
  assert.ok(loaded);
  assert.deepEqual([...loaded.texts.keys()], ["en", "pt-br"]);
  assert.equal(textIn(loaded, "pt-BR").title, "Pequena");
  assert.equal(textIn(loaded, "pt-BR").steps[0]?.task, "something.");
  assert.equal(textIn(loaded, "de").title, "Tiny");
});

test("what is no lesson.json is told with its line", async () => {
  assert.deepEqual(
    await said({ "lesson.json": undefined }),
    [" There is no lesson.json."].map((text) => `lesson.json${text}`),
  );
  assert.match((await said({ "lesson.json": "{\n  nonsense" }))[0] ?? "", /^lesson\.json:2 Line 2 is not valid JSON/);
  assert.match((await said({ "lesson.json": "[".repeat(100_000) }))[0] ?? "", /nested more than 100 levels/);
  assert.match((await said({ "lesson.json": `"${"x".repeat(600_000)}"` }))[0] ?? "", /more than 500,000 characters/);
  for (const json of ["null", "[]", "1", '{ "length": { } }']) assert.ok((await said({ "lesson.json": json })).length > 0, json);
});

const wrong: readonly [change: object, sentence: RegExp][] = [
  [{ nonsense: 1 }, /steps\[0\] has the unknown field nonsense/],
  [{ id: "../up" }, /steps\[0\]\.id cannot be "\.\.\/up"/],
  [{ where: "card:x" }, /steps\[0\]\.where cannot be "card:x"/],
  [{ check: { script: "1" } }, /steps\[0\]\.check needs one of these fields: document, /],
  [{ check: { all: [{ run: {} }, { metric: "loss" }] } }, /steps\[0\]\.check\.all\[1\]\.metric cannot be "loss"/],
  [{ check: { run: {}, extra: 1 } }, /steps\[0\]\.check has the unknown field extra/],
  [{ check: { document: { layers: { $size: 2 } } } }, /steps\[0\]\.check\.document has the unknown condition \$size/],
  [{ check: { tensor: "loss", step: 1e9 } }, /steps\[0\]\.check\.step cannot be 1000000000/],
  [{ check: { file: "../../secret" } }, /steps\[0\]\.check\.file cannot be/],
  [{ do: [{ train: { epochs: 5 } }] }, /steps\[0\]\.do\[0\]/],
  [{ do: [{ seeds: 1e6 }] }, /steps\[0\]\.do\[0\]\.seeds cannot be 1000000/],
  [{ do: [{ command: "rm" }] }, /steps\[0\]\.do\[0\] needs one of these fields: document, train/],
  [{ check: { answer: "nobody", is: 1 } }, /Nothing asks for the answer nobody/],
  [{ check: { figure: "none", $atLeast: 1 } }, /Step one asks for the figure none, which is not in the text/],
  [{ document: "other.perceptron" }, /There is no file other\.perceptron/],
  [{ document: "../tiny.perceptron" }, /steps\[0\]\.document cannot be/],
  [{ ask: [{ id: "why", kind: "choice", options: 3 }] }, /The input why has 3 options in lesson\.json, but 2 here/],
  [{ hints: [] }, /Step one: the hints of lesson\.json are –, but those of the text are other/],
  [{ id: "two" }, /The steps of lesson\.json are two, but its sections are one/],
];

for (const [change, sentence] of wrong) {
  test(`${JSON.stringify(change)} is told`, async () => assert.match((await saidOf(change)).join("\n"), sentence));
}

test("a lesson as a whole has its limits, and files of its own folder only", async () => {
  assert.match((await saidOf({}, { minutes: 1e9 })).join(), /minutes cannot be 1000000000/);
  assert.match((await saidOf({}, { steps: Array.from({ length: 51 }, () => steps[0]) })).join(), /steps cannot be/);
  for (const name of ["../a.csv", "/etc/passwd", "C:\\a.csv", "a/b.csv", "..", ".hidden", "\u0000.csv"])
    assert.match((await saidOf({}, { files: [name] })).join(), /files\[0\] cannot be/, name);
  assert.deepEqual(await said({ "xor.csv": undefined }), ["lesson.json There is no file xor.csv in the lesson's folder."]);
  assert.match((await said({ "xor.csv": "x".repeat(5_000_001) })).join(), /xor\.csv has more than 5 MB/);
  const stray = JSON.stringify({ ...tinyDocument, data: { ...tinyDocument.data, file: "../../secret.csv" } });
  assert.match(
    (await said({ "tiny.perceptron": stray })).join(),
    /tiny\.perceptron reads \.\.\/\.\.\/secret\.csv, which lesson\.json does not list/,
  );
  assert.match((await said({ "tiny.perceptron": "{}" })).join(), /tiny\.perceptron The document has no "format"/);
});

test("a text is told what it lacks, with the line", async () => {
  const text = tinyFiles(steps).get("en.md")!;
  const change = async (from: string, to: string): Promise<string> => (await said({ "en.md": text.replace(from, to) })).join("\n");
  assert.match(await change("# Tiny", "Tiny"), /^en\.md:1 en\.md begins with its title/);
  assert.match(await change("To learn something.", ""), /^en\.md:1 en\.md has no paragraph/);
  assert.match(await change("**Do:** something.", "Nothing."), /^en\.md:5 The section Step has 0 paragraphs that begin with/);
  assert.match(await change("**Do:** something.", "**Do:** a\n\n**Do:** b"), /has 2 paragraphs/);
  assert.match(await change(" {#one}", ""), /^en\.md:5 The heading Step has no id/);
  assert.match(await change("### Hint", "### Tip"), /This is none: Tip/);
  assert.match(await change("## Summary {#summary}", "## Summary {#end}"), /ends with the section/);
  assert.match(await change("something.", "[this](javascript:alert)"), /The link javascript:alert leads nowhere/);
  assert.match(await change("something.", "[this](where:nowhere)"), /The link where:nowhere leads nowhere/);
  assert.equal(await change("something.", "[this](where:card:0), [that](layer:ReLU), [there](https://pytorch.org)"), "");
  assert.match(await change("Not so.", "```figure nothing x\n```"), /^$/, "figures stand in the step's own text");
  assert.match(await change("**Do:**", "```figure nothing x\n```\n\n**Do:**"), /There is no figure nothing/);
  assert.match(
    await change("**Do:**", '```figure softmax x\n{ "logits": "many" }\n```\n\n**Do:**'),
    /figure softmax x needs an id, and options/,
  );
  assert.match((await said({ "en.md": undefined })).join(), /There is no text\. Write en\.md or ko\.md/);
  assert.match((await said({ "en.md": "x".repeat(500_001) })).join(), /more than 500,000 characters/);
});

test("a text that is made to take long is read as fast as any", () => {
  const long = " ".repeat(200_000);
  for (const line of [
    `# a${long}b`,
    `## a${long}b`,
    `\`\`\`${long}\``,
    `1. a${long}b`,
    "{#a".repeat(60_000),
    `](${"](".repeat(90_000)}`,
    "`".repeat(400_000),
  ])
    readText(`# Title\n\nGoal.\n\n## One {#one}\n\n${line}\n\n### Ask {#a}\n\n${line}\n`, "en.md");
});

test("headings within code are code", async () => {
  const text = tinyFiles(steps).get("en.md")!.replace("**Do:**", "```python\n## not a heading\n```\n\n**Do:**");
  assert.deepEqual(await said({ "en.md": text }), []);
});

test("targets are those that are named, and nothing else", () => {
  for (const text of ["train", "palette:ReLU", "card:3", "card-setting:0:out_features", "setting:lr", "tab:inside"])
    assert.ok(targetOf(text), text);
  for (const text of [
    "",
    "Train",
    "palette:relu",
    "palette:ReLU:1",
    "card:",
    "card:-1",
    "card:99999",
    "setting:nothing",
    "tab:x",
    "card-setting:0:a-b",
  ])
    assert.equal(targetOf(text), undefined, text);
});

test("docs/lessons.md names every check, action, condition, metric, target and figure", () => {
  const text = readFileSync("docs/lessons.md", "utf8");
  const targets = [...plainTargets, "palette:", "card:", "card-setting:", "setting:", "tab:"];
  const quoted = [...exportNames, ...metricNames, ...panelNames, ...stopNames, ...conditionNames, ...figureTypes];
  const missing = [
    ...quoted.filter((name) => !text.includes(`\`${name}\``)),
    ...targets.filter((name) => !text.includes(`\`${name}`)),
    ...[...kindsOf.check, ...kindsOf.action].filter((name) => !text.includes(`\`{ "${name}":`)),
  ];
  assert.deepEqual(missing, []);
});

test("a lesson can export what a network that is not trained is exported as", () => {
  const untrained = Object.entries(exporters).flatMap(([name, { needsWeights }]) => (needsWeights ? [] : [name]));
  assert.deepEqual([...exportNames], untrained);
});

test("the JSON schema knows each check and action, for completion", () => {
  const text = JSON.stringify(lessonJsonSchema());
  for (const word of ["document", "metric", "tensor", "sweep", "panel", "pauseAt", "seeds", "validation_accuracy", "$within"])
    assert.ok(text.includes(`"${word}"`), word);
});
